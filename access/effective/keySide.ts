import type { PatternElement } from "../model";
import { accountOf } from "../prove/principalShapes";
import { isIdentity } from "./accessEntry";
import type { Who } from "./accessEntry";
import type { BucketFacts, StatementReference } from "./facts";
import { groupBy } from "./world";
import type { World } from "./world";
import { namesSomeAction } from "./meeting";
import { reachOf } from "./reach";

/** What a bucket's key adds to a way in. */
export interface KeySide {
  readonly statements: readonly StatementReference[];
  /** Why objects cannot be put or got; absent when they can, as far as the key is known. */
  readonly refuses?: string;
  readonly assumptions: readonly string[];
}

/** What S3 asks of a KMS key for an action, on behalf of the caller. */
const needs: readonly (readonly [action: string, keyAction: string, verb: string])[] = [
  ["s3:PutObject", "kms:GenerateDataKey", "put"],
  ["s3:GetObject", "kms:Decrypt", "get"],
];

/**
 * Tells whether the key of a bucket serves those who put or get objects: `kms:GenerateDataKey` and `kms:Decrypt`
 * must be granted to the caller as well.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export function keySides(world: World): (bucket: BucketFacts, who: Who, actions: PatternElement) => KeySide {
  const uses = new Map(
    [...world.keyGrants].map(([arn, grants]) => {
      const used = grants.flatMap((grant) => {
        const reach = reachOf(grant);
        return reach === undefined ? [] : [{ grant, actions: reach.actions }];
      });
      return [arn, groupBy(used, ({ grant }) => whoKey(grant.who))] as const;
    }),
  );
  return ({ encryption, account }, who, actions) => {
    const asked = needs.filter(([action]) => namesSomeAction(actions, [action]));
    const open = { statements: [], assumptions: [] };
    if (encryption.kind === "s3" || asked.length === 0) return open;
    const verbs = asked.map(([, , verb]) => verb).join(" or ");
    const { keyArn } = encryption;
    if (keyArn === undefined) {
      return who.kind === "identity" && accountOf(who.arn) === account
        ? open
        : { ...open, refuses: `cannot ${verbs} with the bucket's key: aws/s3 serves no other account` };
    }
    const grants = uses.get(keyArn);
    if (grants === undefined)
      return { ...open, assumptions: [`the policy of ${keyArn} is not known; it is taken to allow it`] };
    const own = isIdentity(who)
      ? [who, ...widerThan(who)].flatMap((one) => grants.get(whoKey(one)) ?? [])
      : [...grants.values()].flat().filter(({ grant }) => mayBeSame(grant.who, who));
    const found = asked.map(([, keyAction, verb]) => ({
      keyAction,
      verb,
      use: own.find((use) => namesSomeAction(use.actions, [keyAction])),
    }));
    const refused = found.filter(({ use }) => use === undefined);
    const statements = found.flatMap(({ use }) => use?.grant.allows.map(({ reference }) => reference) ?? []);
    return {
      statements: [...new Set(statements)],
      assumptions: [],
      ...(refused.length === 0
        ? {}
        : {
            refuses: `cannot ${refused.map(({ verb }) => verb).join(" or ")} with the bucket's key: it grants them no ${refused.map(({ keyAction }) => keyAction).join(", ")}`,
          }),
    };
  };
}

const whoKey = (who: Who): string => JSON.stringify(who);

/** Those whose grants serve a role or user too. */
const widerThan = ({ arn }: Extract<Who, { readonly kind: "identity" }>): readonly Who[] => [
  { kind: "account", account: accountOf(arn) },
  { kind: "anyone" },
];

/** False only when nobody is both. */
function mayBeSame(left: Who, right: Who): boolean {
  if (left.kind === "anyone" || right.kind === "anyone") return true;
  const account = (who: Who): string =>
    who.kind === "account" ? who.account : who.kind === "identity" ? accountOf(who.arn) : "";
  if (account(left) !== "" || account(right) !== "") return account(left) === account(right);
  const name = (who: Who): string => ("name" in who ? who.name : "");
  return left.kind === right.kind && [name(left), "*"].includes(name(right));
}
