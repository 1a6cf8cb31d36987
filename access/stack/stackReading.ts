import type { NamedDocument } from "../effective/facts";
import type { PolicyDocument, PolicyKind, ReadResult } from "../model";
import { accountOf } from "../prove/principalShapes";
import { readPolicy } from "../read/readPolicy";
import type { NotKnown } from "./notKnown";
import { accountOfProvider, answered, declared, property } from "./stackResource";
import type { StackResource } from "./stackResource";
import { unknown, unknownPath } from "./value";
import type { Value } from "./value";

/** The account of what is in an account that is not known. */
export const unknownAccount = "000000000000";

/** A document that was read; `unknown` where it could not be, which is reported then. */
export type DocumentOrUnknown = PolicyDocument | typeof unknown;

/** The resources of one stack while they are read, and what turned out not to be known. */
export class StackReading {
  /** Sorted, so that nothing depends on the order in which they come. */
  readonly resources: readonly StackResource[];
  readonly notKnown: NotKnown[] = [];
  private readonly byType = new Map<string, StackResource[]>();
  private readonly byText = new Map<string, ReadResult>();

  constructor(
    resources: readonly StackResource[],
    private readonly defaultAccount: string | undefined,
  ) {
    this.resources = resources
      .map((resource) => [`${resource.urn} ${resource.id ?? ""}`, resource] as const)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([, resource]) => resource);
    for (const resource of this.resources) {
      const list = this.byType.get(resource.type);
      if (list === undefined) this.byType.set(resource.type, [resource]);
      else list.push(resource);
    }
  }

  /** All resources of these types. */
  of(...types: readonly string[]): readonly StackResource[] {
    return types.flatMap((type) => this.byType.get(type) ?? []);
  }

  report(
    { type, name, urn }: StackResource,
    path: string,
    kind: NotKnown["kind"],
    message: string,
    mayHideAccess: boolean,
  ): void {
    this.notKnown.push({ resource: { type, name, urn }, path, kind, message, mayHideAccess });
  }

  /** The account that it is in: that of its ARN, else of its provider, else the default one. */
  account(resource: StackResource): string {
    const own = accountOf(answered(resource, "arn") ?? "");
    if (/^\d{12}$/.test(own)) return own;
    const provided = resource.provider === undefined ? undefined : accountOfProvider(resource.provider);
    const account = provided ?? this.defaultAccount;
    if (account !== undefined) return account;
    const message = `its provider does not say in which account it is: it is taken to be in ${unknownAccount}`;
    this.report(resource, "provider", "unknown", message, true);
    return unknownAccount;
  }

  /** Its region; `*` where neither it nor its provider says. */
  region(resource: StackResource): string {
    const region = property(resource, "region") ?? resource.provider?.["region"];
    return typeof region === "string" ? region : "*";
  }

  partition(resource: StackResource): string {
    const region = this.region(resource);
    return region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  }

  /** The name that AWS knows it by; one made up from its name in the program where that is not known. */
  awsName(resource: StackResource, nameProperty: string): string {
    const name = property(resource, nameProperty);
    if (typeof name === "string") return name;
    const answer = answered(resource, nameProperty) ?? resource.id;
    if (answer !== undefined) return answer;
    const message = `the name is not known: documents that name it are not recognised`;
    this.report(resource, nameProperty, "unknown", message, true);
    return `<${resource.name}>`;
  }

  /**
   * Reads the document that a property holds, a text or an object.
   *
   * @param taken how it is taken when it is not known, like "it is taken to allow everything"
   * @param mayHideAccess whether access may be missing then
   */
  document(
    resource: StackResource,
    path: string,
    value: Value,
    kind: PolicyKind,
    taken: string,
    mayHideAccess: boolean,
  ): DocumentOrUnknown {
    const inside = unknownPath(value);
    if (inside !== undefined) {
      this.report(resource, path + inside, "unknown", `the document is not known: ${taken}`, mayHideAccess);
      return unknown;
    }
    const result = this.read(value, kind);
    if (result.ok) return result.document;
    // Where it is wrong, not what stands there: a document may hold a secret.
    const [first] = result.problems;
    const where = first === undefined || first.path === "" ? "" : ` at ${first.path}`;
    const message = `the document cannot be read${where}: ${taken}`;
    this.report(resource, path, "unreadable", message, mayHideAccess);
    return unknown;
  }

  /** Stacks repeat documents, and a trust policy is asked for twice. */
  private read(value: Value, kind: PolicyKind): ReadResult {
    if (typeof value !== "string") return readPolicy(value, kind);
    const key = `${kind} ${value}`;
    const found = this.byText.get(key) ?? readPolicy(value, kind);
    this.byText.set(key, found);
    return found;
  }
}

/** A text that a property says; undefined where it is absent or not known. */
export function text(resource: StackResource, name: string): string | undefined {
  const value = declared(resource, name);
  return typeof value === "string" ? value : undefined;
}

/**
 * One document in place of several for the same thing, of which only one is in force, which one is not known.
 *
 * It allows what any allows and denies only what all deny.
 */
export function combined(name: string, documents: readonly PolicyDocument[]): NamedDocument | undefined {
  const [first, ...more] = documents;
  if (first === undefined) return undefined;
  if (more.length === 0) return { name, document: first };
  const texts = documents.map(({ statements }) => new Set(statements.map((one) => statementText(one))));
  const statements = new Map(
    documents
      .flatMap(({ statements }) => statements)
      .filter((one) => one.effect === "Allow" || texts.every((own) => own.has(statementText(one))))
      .map((one) => [statementText(one), one] as const),
  );
  const sorted = [...statements].sort(([left], [right]) => (left < right ? -1 : 1));
  const version = documents.every((one) => one.version === "2008-10-17") ? "2008-10-17" : "2012-10-17";
  return {
    name,
    document: { version, statements: sorted.map(([, statement], index) => ({ ...statement, index })) },
  };
}

/** The same for two statements that say the same, wherever they stand. */
const statementText = (statement: PolicyDocument["statements"][number]): string =>
  JSON.stringify({ ...statement, index: 0 });
