import type { ConditionClause } from "../model";
import { besideRefusals, contextOf, withVariables } from "./exampleContext";
import type { Asked, Context } from "./exampleContext";
import { actorsOf, objectsArn } from "./intended";
import type { Intent, Refusal } from "./intent";
import { assumeAction, examplePrincipal, namedWho } from "./meantPrincipals";

/** A request of one of those who are meant to assume the role of an intent. */
export function exampleAssumption({ assumeConditions }: Intent, one: string, roleArn: string) {
  const [named] = namedWho([one], true);
  const action = named === undefined ? "sts:AssumeRole" : assumeAction(named.principal);
  const asked = { principal: examplePrincipal(one), action, resource: roleArn };
  return { ...asked, context: contextOf(assumeConditions, asked) };
}

/** A request of one of those who are meant to tag a session of the role. */
export function exampleTagging(tagConditions: readonly ConditionClause[], one: string, roleArn: string) {
  const asked = { principal: examplePrincipal(one), action: "sts:TagSession", resource: roleArn };
  return { ...asked, context: contextOf(tagConditions, asked) };
}

/** What an example request of an intent is about: an object below a prefix, a single object, or the bucket. */
export interface UseExample {
  readonly action: string;
  /** The object's key; absent: the bucket itself. */
  readonly key?: string;
}

/** Each action of an intent with each of what it is about. */
export function useExamples(intent: Intent): readonly UseExample[] {
  const { actions, prefixes, objects = [], bucketActions = [] } = intent;
  const keys = [...prefixes.map((prefix) => `${prefix}example`), ...objects];
  return [
    ...keys.flatMap((key) => actions.map((action) => ({ action, key }))),
    ...bucketActions.map((action) => ({ action })),
  ];
}

/**
 * A request that the intent means, over TLS 1.3, by one of those who are meant.
 *
 * @param one of `who`
 */
export function exampleUse(
  intent: Intent,
  one: string,
  { action, key }: UseExample,
  refusals: readonly Refusal[],
) {
  const { via, bucketArn, useConditions, useAlternatives } = intent;
  const actor = actorsOf(intent).includes(one) ? one : (actorsOf(intent)[0] ?? one);
  const principal = examplePrincipal(actor);
  const tags = via.kind === "role" ? tagsOf(intent, one) : {};
  const base = { "aws:SecureTransport": "true", "s3:TlsVersion": "1.3", ...tags };
  const whole = via.kind === "accessPoint" ? via.arn : bucketArn;
  const resource = key === undefined ? whole : `${objectsArn(intent)}${withVariables(key, principal, base)}`;
  const asked: Asked = { principal, action, resource };
  const clauses = [...useConditions, ...(useAlternatives?.[0] ?? [])];
  return { ...asked, context: besideRefusals(refusals, asked, contextOf(clauses, asked, base)) };
}

/** The tags with which a session of the role must be made, as its requests carry them. */
function tagsOf({ assumeConditions }: Intent, one: string): Context {
  const principal = examplePrincipal(one);
  const asked = { principal, action: "sts:AssumeRole", resource: "*" };
  const given = Object.entries(contextOf(assumeConditions, asked));
  return Object.fromEntries(
    given.flatMap(([key, value]) => {
      const tag = /^aws:RequestTag\/(.+)$/i.exec(key)?.[1];
      return tag === undefined ? [] : [[`aws:PrincipalTag/${tag}`, value] as const];
    }),
  );
}
