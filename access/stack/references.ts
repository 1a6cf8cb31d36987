import { unknown } from "./value";
import type { Value } from "./value";
import type { StackResource } from "./stackResource";

/** Something of a stack that other resources refer to. */
export interface Referent {
  readonly arn: string;
  /** 12 digits. */
  readonly account: string;
  /** All other texts by which resources refer to it: names and ids. */
  readonly names: readonly string[];
  /** URNs of the resources that stand for it. */
  readonly urns: readonly string[];
}

/** Finds what resources refer to: by ARN, by URN, by name or id, or, where that is not known, by what it is made from. */
export class References<T extends Referent> {
  private readonly byArn = new Map<string, T>();
  private readonly byUrn = new Map<string, T>();
  private readonly byName = new Map<string, T[]>();

  constructor(all: readonly T[]) {
    for (const one of all) this.add(one);
  }

  add(one: T): void {
    this.byArn.set(one.arn, one);
    for (const urn of one.urns) this.byUrn.set(urn, one);
    for (const name of one.names) {
      const list = this.byName.get(name);
      if (list === undefined) this.byName.set(name, [one]);
      else list.push(one);
    }
  }

  /**
   * What a value refers to; undefined where it is nothing of the stack, or not certain.
   *
   * @param property of the resource, whose value is, or holds, the reference
   * @param account the account that a name is looked up in; undefined for names that are unique in AWS
   */
  find(
    resource: StackResource,
    property: string,
    value: Value | undefined,
    account: string | undefined,
  ): T | undefined {
    if (value === unknown) {
      const sources = (resource.madeFrom?.[property] ?? []).flatMap((urn) => this.byUrn.get(urn) ?? []);
      const [first, ...more] = sources;
      return more.every(({ arn }) => arn === first?.arn) ? first : undefined;
    }
    if (typeof value !== "string") return undefined;
    const named = this.byName.get(value) ?? [];
    return (
      this.byArn.get(value) ??
      this.byUrn.get(value) ??
      named.find((one) => account === undefined || one.account === account)
    );
  }
}
