import type { ConditionClause, PolicyDocument, PrincipalElement, Statement } from "../model";
import { accountOf } from "../prove/principalShapes";
import type { StatementReference } from "./facts";
import type { Witness } from "../prove/witness";

/** One thing that is meant to be possible. All else is not. */
export interface Intent {
  /** What a finding calls it, like the name of a source. */
  readonly name: string;
  readonly bucketArn: string;
  /** ARNs of roles and users, or service names. */
  readonly who: readonly string[];
  /** Like `s3:PutObject`. */
  readonly actions: readonly string[];
  /** Object keys begin with one of these; the empty text is the whole bucket. */
  readonly prefixes: readonly string[];
  readonly via: { readonly kind: "direct" } | { readonly kind: "role"; readonly arn: string };
  /** What must hold when the role is assumed, like a condition on `sts:ExternalId`. */
  readonly assumeConditions: readonly ConditionClause[];
  /** What must hold when the bucket is used, like a condition on `aws:SecureTransport`. */
  readonly useConditions: readonly ConditionClause[];
}

/** A request that is possible and not meant to be. */
export interface Excess {
  /** What allows it: the bucket policy, a role's policies or its trust. */
  readonly subject: string;
  readonly witness: Witness;
  /** Principals and roles from the one that starts to the bucket. */
  readonly path: readonly string[];
  /** The Allow statements that match the witness. */
  readonly blame: readonly StatementReference[];
  /** Names of the intents that the subject serves; empty: it serves none. */
  readonly intents: readonly string[];
}

/** A request that is meant to be possible and is refused. */
export interface Missing {
  readonly who: string;
  /** Which step is refused first. */
  readonly step: "assume the role" | "use the bucket" | "use the key";
  readonly action: string;
  readonly resource: string;
  /** The statements that deny it; empty where nothing allows it. */
  readonly deniedBy: readonly StatementReference[];
  readonly reason: string;
}

/** What is known about one intent. */
export type IntentResult =
  | { readonly intent: string; readonly status: "proven" }
  | { readonly intent: string; readonly status: "missing"; readonly missing: readonly Missing[] }
  | { readonly intent: string; readonly status: "exceeds"; readonly excesses: readonly Excess[] }
  | { readonly intent: string; readonly status: "unknown"; readonly reasons: readonly string[] };

/** The documents that say what intents allow, in the style that inclusion is shown fastest in. */

/** What the intents allow a role or user to do with their bucket. */
export function useDocument(intents: readonly Intent[]): PolicyDocument {
  return documentOf(intents.map((intent) => allowing({ ...useOf(intent) })));
}

/** What the intents allow by the bucket policy, to those who act on the bucket. */
export function bucketDocument(intents: readonly Intent[]): PolicyDocument {
  return documentOf(
    intents.flatMap((intent) => {
      const actors = intent.via.kind === "role" ? [intent.via.arn] : intent.who;
      return [allowing({ ...useOf(intent), principal: principals(actors) })];
    }),
  );
}

/** Who may assume the role of these intents. */
export function assumeDocument(intents: readonly Intent[]): PolicyDocument {
  return documentOf(
    intents.flatMap(({ who, assumeConditions }) =>
      byAccount(who.filter(isArn)).map(([account, arns]) =>
        allowing({
          principal: principals([`arn:${arns[0]?.split(":")[1] ?? "aws"}:iam::${account}:root`]),
          action: { negated: false, patterns: ["sts:AssumeRole"] },
          conditions: [
            { operator: "ArnEquals", ifExists: false, key: "aws:PrincipalArn", values: arns },
            ...assumeConditions,
          ],
        }),
      ),
    ),
  );
}

const isArn = (who: string): boolean => who.startsWith("arn:");

function useOf({ actions, bucketArn, prefixes, useConditions }: Intent) {
  return {
    action: { negated: false, patterns: actions },
    resource: { negated: false, patterns: prefixes.map((prefix) => `${bucketArn}/${prefix}*`) },
    conditions: useConditions,
  };
}

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

function allowing(parts: Pick<Statement, "action" | "conditions"> & Partial<Statement>): Statement {
  return { index: 0, effect: "Allow", ...parts };
}

const documentOf = (statements: readonly Statement[]): PolicyDocument => ({
  version: "2012-10-17",
  statements: statements.map((statement, index) => ({ ...statement, index })),
});
