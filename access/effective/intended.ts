import type { ConditionClause, PatternElement, PolicyDocument, PrincipalElement, Statement } from "../model";
import { accountOf } from "../prove/principalShapes";
import type { Intent } from "./intent";

/** Who sends the requests of an intent to the bucket: the role, or its principals themselves. */
export const actorsOf = ({ via, who }: Intent): readonly string[] => (via.kind === "role" ? [via.arn] : who);

/** What intents allow on their bucket, each actor for itself. */
export function intendedUse(intents: readonly Intent[], withActors: boolean): PolicyDocument {
  return documentOf(
    intents.map((intent) => ({
      action: only(intent.actions),
      resource: only(intent.prefixes.map((prefix) => `${objectsArn(intent)}${prefix}*`)),
      conditions: intent.useConditions,
      ...(withActors ? { principal: principals(actorsOf(intent)) } : {}),
    })),
  );
}

/** What comes before an object's key in the ARN that requests of this intent name. */
export const objectsArn = ({ via, bucketArn }: Intent): string =>
  via.kind === "accessPoint" ? `${via.arn}/object/` : `${bucketArn}/`;

/** What intents allow to do with the key of their bucket: what S3 asks of it on behalf of the actor. */
export function intendedKeyUse(
  intents: readonly Intent[],
  keyArn: string,
  withActors: boolean,
): PolicyDocument {
  return documentOf(
    intents.map((intent) => ({
      action: only(keyActions(intent)),
      resource: only([keyArn]),
      conditions: [],
      ...(withActors ? { principal: principals(actorsOf(intent)) } : {}),
    })),
  );
}

/** A put in parts, or with a bucket key, also needs Decrypt. */
export function keyActions({ actions }: Intent): readonly string[] {
  const lowers = actions.map((action) => action.toLowerCase());
  if (lowers.includes("s3:putobject")) return ["kms:GenerateDataKey", "kms:Decrypt"];
  return lowers.includes("s3:getobject") ? ["kms:Decrypt"] : [];
}

/** Who may assume the role of these intents: their principals, by account and `aws:PrincipalArn`. */
export function intendedTrust(intents: readonly Intent[]): PolicyDocument {
  return documentOf(
    intents.flatMap(({ who, assumeConditions }) =>
      byAccount(who.filter(isArn)).map(([account, arns]) => ({
        principal: principals([`arn:${arns[0]?.split(":")[1] ?? "aws"}:iam::${account}:root`]),
        action: only(["sts:AssumeRole"]),
        conditions: [named(arns), ...assumeConditions],
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

const named = (arns: readonly string[]): ConditionClause => ({
  operator: "ArnEquals",
  ifExists: false,
  key: "aws:PrincipalArn",
  values: arns,
});

const only = (patterns: readonly string[]): PatternElement => ({ negated: false, patterns });

const isArn = (who: string): boolean => who.startsWith("arn:");

function principals(who: readonly string[]): PrincipalElement {
  return {
    negated: false,
    anyone: false,
    aws: who.filter(isArn),
    service: who.filter((name) => !isArn(name)),
    federated: [],
    canonicalUser: [],
  };
}

function byAccount(arns: readonly string[]): readonly (readonly [string, readonly string[]])[] {
  const accounts = [...new Set(arns.map(accountOf))];
  return accounts.map((account) => [account, arns.filter((arn) => accountOf(arn) === account)]);
}

/** A statement without actions or resources allows nothing. */
function documentOf(parts: readonly Omit<Statement, "index" | "effect">[]): PolicyDocument {
  return {
    version: "2012-10-17",
    statements: parts
      .filter(({ action, resource }) => action.patterns.length > 0 && resource?.patterns.length !== 0)
      .map((statement, index) => ({ index, effect: "Allow", ...statement })),
  };
}
