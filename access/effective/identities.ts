import type { PolicyDocument } from "../model";
import { accountOf } from "../prove/principalShapes";
import { placedStatements } from "./facts";
import type { AccessFacts, NamedDocument, PlacedStatement, RoleFacts, UserFacts } from "./facts";

/** A role or a user with all its policies. */
export interface Identity {
  readonly arn: string;
  readonly account: string;
  readonly documents: readonly NamedDocument[];
  /** Statements of its policies; one that allows everything stands for each policy that is not known. */
  readonly statements: readonly PlacedStatement[];
  readonly boundary?: NamedDocument | undefined;
  /** ARNs of policies that are attached but not known. */
  readonly unknownPolicies: readonly string[];
  /** Whether a boundary is set that is not known: it is taken to set no limit. */
  readonly boundaryUnknown: boolean;
  /** Roles only. */
  readonly trust?: NamedDocument | undefined;
}

/** Allows everything. */
export const allowEverything: PolicyDocument = {
  version: "2012-10-17",
  statements: [
    {
      index: 0,
      effect: "Allow",
      action: { negated: false, patterns: ["*"] },
      resource: { negated: false, patterns: ["*"] },
      conditions: [],
    },
  ],
};

/** All roles and users, with the policies of their groups and the managed ones. */
export function identitiesOf(facts: AccessFacts): ReadonlyMap<string, Identity> {
  const managed = new Map(facts.managedPolicies.map((policy) => [policy.arn, policy]));
  const groups = new Map(
    facts.groups.map((group) => [
      `${accountOf(group.arn)} ${group.arn.slice(group.arn.lastIndexOf("/") + 1)}`,
      group,
    ]),
  );
  const identity = (facts: RoleFacts | UserFacts): Identity => {
    const account = accountOf(facts.arn);
    const own =
      "groups" in facts ? facts.groups.flatMap((name) => groups.get(`${account} ${name}`) ?? []) : [];
    const attached = [...facts.attached, ...own.flatMap((group) => group.attached)];
    const documents = [
      ...facts.inline,
      ...own.flatMap((group) => group.inline),
      ...attached.flatMap((arn) => managed.get(arn) ?? []),
    ];
    const unknownPolicies = attached.filter((arn) => !managed.has(arn));
    const unknown = unknownPolicies.map((arn) => ({
      name: `policy ${arn}, which is not known`,
      document: allowEverything,
    }));
    const boundary = facts.boundary === undefined ? undefined : managed.get(facts.boundary);
    return {
      arn: facts.arn,
      account,
      documents,
      statements: [...documents, ...unknown].flatMap(placedStatements),
      boundary,
      unknownPolicies,
      boundaryUnknown: facts.boundary !== undefined && boundary === undefined,
      trust: "trust" in facts ? facts.trust : undefined,
    };
  };
  return new Map([...facts.roles, ...facts.users].map((one) => [one.arn, identity(one)]));
}
