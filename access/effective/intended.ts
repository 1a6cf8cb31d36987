import type { PatternElement, PolicyDocument, Statement } from "../model";
import type { Intent, KeyIntent, Refusal } from "./intent";
import { anyone, assumeAction, meansIdentity, namedWho } from "./meantPrincipals";

/** Who sends the requests of an intent to the bucket: the role, or its principals themselves. */
export const actorsOf = ({ via, who }: Intent): readonly string[] => (via.kind === "role" ? [via.arn] : who);

/**
 * What intents allow on their bucket, each actor for itself.
 *
 * @param refusals what nobody is meant to do on that bucket
 */
export function intendedUse(
  intents: readonly Intent[],
  withActors: boolean,
  refusals: readonly Refusal[] = [],
): PolicyDocument {
  const allows = intents.flatMap((intent) =>
    (intent.useAlternatives ?? [[]]).flatMap((alternative) => {
      const conditions = [...intent.useConditions, ...alternative];
      return [
        { action: only(intent.actions), resource: only(objectArns(intent)), conditions },
        { action: only(intent.bucketActions ?? []), resource: only([wholeArn(intent)]), conditions },
      ].flatMap((part) => (withActors ? forEach(actorsOf(intent), part) : [part]));
    }),
  );
  const [first] = intents;
  const denies = first === undefined ? [] : refusals.map((refusal) => refused(refusal, first, withActors));
  return documentOf(allows, denies);
}

/** What comes before an object's key in the ARN that requests of this intent name. */
export const objectsArn = ({ via, bucketArn }: Intent): string =>
  via.kind === "accessPoint" ? `${via.arn}/object/` : `${bucketArn}/`;

/** What requests of this intent name that are about no object. */
const wholeArn = ({ via, bucketArn }: Intent): string => (via.kind === "accessPoint" ? via.arn : bucketArn);

function objectArns(intent: Intent): readonly string[] {
  const before = objectsArn(intent);
  return [
    ...intent.prefixes.map((prefix) => `${before}${prefix}*`),
    ...(intent.objects ?? []).map((key) => `${before}${key}`),
  ];
}

function refused({ actions, conditions }: Refusal, intent: Intent, withActors: boolean): StatementParts {
  return {
    action: only(actions),
    resource: only([wholeArn(intent), `${objectsArn(intent)}*`]),
    conditions,
    ...(withActors ? { principal: anyone } : {}),
  };
}

/** What an intent takes of the key of its bucket: what S3 asks of it on behalf of the actor. */
export function keyIntentOf(intent: Intent): KeyIntent {
  return {
    name: intent.name,
    bucketArn: intent.bucketArn,
    who: actorsOf(intent),
    actions: keyActions(intent),
    conditions: intent.keyConditions ?? [],
  };
}

/** What intents allow to do with a key. */
export function intendedKeyUse(
  intents: readonly KeyIntent[],
  keyArn: string,
  withActors: boolean,
): PolicyDocument {
  return documentOf(
    intents.flatMap(({ who, actions, conditions }) => {
      const part = { action: only(actions), resource: only([keyArn]), conditions };
      return withActors ? forEach(who, part) : [part];
    }),
  );
}

/** A put in parts, or with a bucket key, also needs Decrypt. */
export function keyActions({ actions, keyActions: said }: Intent): readonly string[] {
  if (said !== undefined) return said;
  const lowers = actions.map((action) => action.toLowerCase());
  if (lowers.includes("s3:putobject")) return ["kms:GenerateDataKey", "kms:Decrypt"];
  return lowers.includes("s3:getobject") ? ["kms:Decrypt"] : [];
}

/** Who may assume the role of these intents: roles and users by their account and `aws:PrincipalArn`. */
export function intendedTrust(intents: readonly Intent[]): PolicyDocument {
  return documentOf(
    intents.flatMap(({ who, assumeConditions }) =>
      namedWho(who, true).map(({ principal, conditions }) => ({
        principal,
        action: only([assumeAction(principal)]),
        conditions: [...conditions, ...assumeConditions],
      })),
    ),
  );
}

/** What one of them is meant to do: assume the role. */
export function intendedAssumption(intents: readonly Intent[], roleArn: string): PolicyDocument {
  return documentOf(
    intents.map(({ assumeConditions }) => ({
      action: only(["sts:AssumeRole"]),
      resource: only([roleArn]),
      conditions: assumeConditions,
    })),
  );
}

/** Who may tag sessions of the role of these intents. */
export function intendedTagging(intents: readonly Intent[]): PolicyDocument {
  return documentOf(
    intents.flatMap(({ who, tagConditions }) =>
      tagConditions === undefined
        ? []
        : namedWho(who, true).map(({ principal, conditions }) => ({
            principal,
            action: only(["sts:TagSession"]),
            conditions: [...conditions, ...tagConditions],
          })),
    ),
  );
}

/** What one role or user is meant to do: tag its sessions of the role. */
export function intendedTaggingBy(intents: readonly Intent[], roleArn: string): PolicyDocument {
  return documentOf(
    intents.flatMap(({ tagConditions }) =>
      tagConditions === undefined
        ? []
        : [{ action: only(["sts:TagSession"]), resource: only([roleArn]), conditions: tagConditions }],
    ),
  );
}

/** The intents that mean a role or user. */
export const intentsOf = (intents: readonly Intent[], arn: string): readonly Intent[] =>
  intents.filter(({ who }) => who.some((one) => meansIdentity(one, arn)));

const only = (patterns: readonly string[]): PatternElement => ({ negated: false, patterns });

type StatementParts = Omit<Statement, "index" | "effect">;

function forEach(who: readonly string[], part: StatementParts): readonly StatementParts[] {
  return namedWho(who, false).map(({ principal, conditions }) => ({
    ...part,
    principal,
    conditions: [...conditions, ...part.conditions],
  }));
}

/** A statement without actions or resources allows nothing. */
function documentOf(
  allows: readonly StatementParts[],
  denies: readonly StatementParts[] = [],
): PolicyDocument {
  const full = allows.filter(
    ({ action, resource }) => action.patterns.length > 0 && resource?.patterns.length !== 0,
  );
  return {
    version: "2012-10-17",
    statements: [
      ...full.map((part) => ({ effect: "Allow" as const, ...part })),
      ...denies.map((part) => ({ effect: "Deny" as const, ...part })),
    ].map((statement, index) => ({ index, ...statement })),
  };
}
