import { accountOf } from "../prove/principalShapes";
import { placedStatements } from "./facts";
import type { AccessFacts, NamedDocument, PlacedStatement, RoleFacts, UserFacts } from "./facts";

/** A role or a user with all its policies. */
export interface Identity {
  readonly arn: string;
  readonly account: string;
  readonly documents: readonly NamedDocument[];
  readonly statements: readonly PlacedStatement[];
  readonly boundary?: NamedDocument | undefined;
  /** ARNs of policies that are attached but not known: what they allow is not reckoned with. */
  readonly unknownPolicies: readonly string[];
  /** Roles only. */
  readonly trust?: NamedDocument | undefined;
}

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
    const bounding = facts.boundary === undefined ? [] : [facts.boundary];
    return {
      arn: facts.arn,
      account,
      documents,
      statements: documents.flatMap(placedStatements),
      boundary: bounding.flatMap((arn) => managed.get(arn) ?? [])[0],
      unknownPolicies: [...attached, ...bounding].filter((arn) => !managed.has(arn)),
      trust: "trust" in facts ? facts.trust : undefined,
    };
  };
  return new Map([...facts.roles, ...facts.users].map((one) => [one.arn, identity(one)]));
}
