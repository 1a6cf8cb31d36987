import { accountOf, delegatedAccount } from "../prove/principalShapes";
import { placedStatements } from "./facts";
import type { AccessFacts, BucketFacts, KeyFacts, PlacedStatement, StatementReference } from "./facts";
import type { Identity } from "./identities";
import { elementMayMeet, meansIdentity, namesSomeAction } from "./meeting";

/** Whether a principal that S3 lets put also gets a data key for the object. */
export type KeySide =
  | { readonly allowed: true; readonly statements: readonly StatementReference[] }
  | { readonly allowed: false; readonly reason: string };

/**
 * Tells whether the key of a bucket serves a role or user that puts into it.
 *
 * The key's policy must allow `kms:GenerateDataKey`, by naming the identity or its account; in the second case, and
 * from another account in any case, the identity's own policies must allow it too.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export function keySides(facts: AccessFacts): (bucket: BucketFacts, identity: Identity) => KeySide {
  const keys = new Map(facts.keys.map((key) => [key.arn, { key, allows: allowsOf(key) }]));
  return ({ encryption, account }, identity) => {
    if (encryption.kind === "s3") return { allowed: true, statements: [] };
    if (encryption.keyArn === undefined) {
      return identity.account === account
        ? { allowed: true, statements: [] }
        : { allowed: false, reason: "the bucket's key is aws/s3, which serves no other account" };
    }
    const known = keys.get(encryption.keyArn);
    if (known === undefined)
      return { allowed: false, reason: `the policy of ${encryption.keyArn} is not known` };
    const by = known.allows.find(({ named }) => named.has(identity.arn))?.placed;
    if (by !== undefined && identity.account === accountOf(known.key.arn)) {
      return { allowed: true, statements: [by.reference] };
    }
    const first = by ?? known.allows.find(({ means }) => means(identity))?.placed;
    if (first === undefined)
      return { allowed: false, reason: `the policy of ${encryption.keyArn} does not allow it` };
    const own = identity.statements.find(allowsDataKeys(encryption.keyArn));
    if (own === undefined) {
      return {
        allowed: false,
        reason: `no policy of ${identity.arn} allows kms:GenerateDataKey on the bucket's key`,
      };
    }
    return { allowed: true, statements: [own.reference, first.reference] };
  };
}

const dataKey = ["kms:GenerateDataKey"];

interface KeyAllow {
  readonly placed: PlacedStatement;
  /** The ARNs that its principal names: a key policy can name thousands. */
  readonly named: ReadonlySet<string>;
  readonly means: (identity: Identity) => boolean;
}

function allowsOf({ policy }: KeyFacts): readonly KeyAllow[] {
  return placedStatements(policy)
    .filter(({ statement }) => statement.effect === "Allow" && namesSomeAction(statement.action, dataKey))
    .map((placed) => {
      const { principal } = placed.statement;
      const named = new Set(principal?.negated === false ? principal.aws : []);
      const accounts = new Set([...named].flatMap((arn) => delegatedAccount(arn) ?? []));
      const means = ({ arn, account }: Identity): boolean => {
        if (principal === undefined || principal.anyone || principal.negated)
          return meansIdentity(principal, arn);
        return named.has(arn) || accounts.has(account);
      };
      return { placed, named, means };
    });
}

const allowsDataKeys =
  (keyArn: string) =>
  ({ statement: { effect, action, resource } }: PlacedStatement): boolean =>
    effect === "Allow" && namesSomeAction(action, dataKey) && elementMayMeet(resource, [keyArn]);
