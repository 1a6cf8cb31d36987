import { isIdentity } from "../accessEntry";
import type { Who } from "../accessEntry";
import { accountOf } from "../../prove/principalShapes";
import { placedStatements } from "../facts";
import type { PlacedStatement } from "../facts";
import type { Grant } from "../grants";
import { deniesAll } from "../meeting";
import { reachOf } from "../reach";
import { knownKeys, specialise } from "../specialise";
import { accessPointTarget, bucketTarget, keyTarget, roleTarget, taggingTarget } from "../target";
import type { Target } from "../target";
import { groupBy } from "../world";
import type { World } from "../world";

/** What requests of a step ask for: to use a target, or to tag sessions of a role. */
export type StepUse = "use" | "tag";

/** The requests of one principal to one bucket, access point, role or key. */
export interface Step {
  readonly use: StepUse;
  /** ARN of the target. */
  readonly target: string;
  readonly who: Who;
}

/** The same text for the same step of two states. */
export const stepKey = ({ use, target, who }: Step): string => `${use} ${target} ${JSON.stringify(who)}`;

/** All steps that one state allows, and what lets them through. */
export class Steps {
  /** Steps that tag sessions of the roles. */
  readonly tagging: readonly Step[];
  private readonly targets: ReadonlyMap<string, Target>;
  private readonly grants: ReadonlyMap<string, readonly Grant[]>;

  /** @param roles ARNs of the roles whose assumption is in question */
  constructor(
    readonly world: World,
    roles: Iterable<string>,
  ) {
    const { facts, identities } = world;
    const own = [...roles].flatMap((arn) => identities.get(arn) ?? []);
    const uses = [
      ...facts.buckets.flatMap((bucket) => [
        ...world.bucketGrants(bucket),
        ...world.accessPointGrants(bucket),
      ]),
      ...facts.keys.flatMap(({ arn }) => world.keyGrants.get(arn) ?? []),
      ...own.flatMap((role) => world.roleGrants(role)),
    ];
    const taggings = own.flatMap((role) => world.taggingGrants(role)).filter(takesInSomething);
    const stepOf = (use: StepUse, { target, who }: Grant): Step => ({ use, target: target.arn, who });
    this.grants = new Map([
      ...groupBy(uses.filter(takesInSomething), (grant) => stepKey(stepOf("use", grant))),
      ...groupBy(taggings, (grant) => stepKey(stepOf("tag", grant))),
    ]);
    this.tagging = taggings.map((grant) => stepOf("tag", grant));
    const targets = [
      ...facts.buckets.map((bucket) => bucketTarget(bucket, facts)),
      ...facts.accessPoints.map((point) => accessPointTarget(point, facts)),
      ...facts.keys.map(({ arn, policy }) => keyTarget(arn, policy)),
      ...own.map(({ arn, trust }) => roleTarget(arn, trust)),
    ];
    this.targets = new Map([
      ...targets.map((target): [string, Target] => [`use ${target.arn}`, target]),
      ...own.map(({ arn, trust }): [string, Target] => [`tag ${arn}`, taggingTarget(arn, trust)]),
    ]);
  }

  /** What lets this step through, made for exactly this principal. */
  own(step: Step): readonly Grant[] {
    return this.grants.get(stepKey(step)) ?? [];
  }

  /** The target of a step; undefined where the state does not have it. */
  target({ use, target }: Pick<Step, "use" | "target">): Target | undefined {
    return this.targets.get(`${use} ${target}`);
  }

  /** Everything that lets this step through, also what is granted to all of its account or to everyone. */
  all(step: Step): readonly Grant[] {
    const wide = broaderThan(step.who).flatMap((who) => this.own({ ...step, who }));
    return [...this.own(step), ...wide.flatMap((grant) => this.narrowed(grant, step.who))];
  }

  /** A grant to many, as it is for one of them. */
  private narrowed({ target, allows, bucket }: Grant, who: Who): readonly Grant[] {
    const identity = isIdentity(who) ? this.world.identities.get(who.arn) : undefined;
    const keys = knownKeys(target, who);
    const made = (placed: readonly PlacedStatement[]) =>
      placed.flatMap((one) => specialise(one, target, keys) ?? []);
    const sides: readonly (readonly PlacedStatement[])[] =
      identity === undefined || (identity.account === target.account && !target.policyRequired)
        ? [[]]
        : identity.statements.filter(({ statement }) => statement.effect === "Allow").map((one) => [one]);
    if (identity?.boundary !== undefined) return [];
    const denies = [
      ...(target.policy === undefined ? [] : placedStatements(target.policy)).filter(({ statement }) =>
        deniesAll(statement.principal, who),
      ),
      ...(identity?.statements ?? []),
    ].filter(({ statement }) => statement.effect === "Deny");
    return sides.flatMap((side): readonly Grant[] => {
      const [first, ...more] = made([...side, ...allows]);
      if (first === undefined || more.length + 1 < side.length + allows.length) return [];
      const grant: Grant = {
        target,
        who,
        identity,
        allows: [first, ...more],
        denies: made(denies),
        assumptions: [],
      };
      return [bucket === undefined ? grant : { ...grant, bucket }];
    });
  }
}

/** Those among whom this principal is, or these all are. */
export function broaderThan(who: Who): readonly Who[] {
  switch (who.kind) {
    case "identity":
      return [{ kind: "account", account: accountOf(who.arn) }, { kind: "anyone" }];
    case "account":
    case "identityProvider":
      return [{ kind: "anyone" }];
    case "service":
      return [...(who.name === "*" ? [] : [{ kind: "service" as const, name: "*" }]), { kind: "anyone" }];
    case "anyone":
      return [];
  }
}

const takesInSomething = (grant: Grant): boolean => reachOf(grant) !== undefined;
