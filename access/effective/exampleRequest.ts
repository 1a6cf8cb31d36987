import type { ConditionClause } from "../model";
import { objectsArn } from "./intended";
import type { Intent } from "./intent";

/** A request's keys that meet these conditions, as far as one value of each clause does. */
export function contextOf(clauses: readonly ConditionClause[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    clauses.flatMap(({ key, values, operator }) => {
      const value = values[0];
      return value === undefined || operator.includes("Not") || operator === "Null"
        ? []
        : [[key, value.replace(/\/\d+$/, "").replace(/\*/g, "example")]];
    }),
  );
}

/** A request of the actor to assume the role of an intent. */
export function exampleAssumption({ assumeConditions }: Intent, who: string, roleArn: string) {
  return {
    principal: who,
    action: "sts:AssumeRole",
    resource: roleArn,
    context: contextOf(assumeConditions),
  };
}

/** A request of the actor that the intent means, over TLS 1.3. */
export function exampleUse(intent: Intent, actor: string, action: string, prefix: string) {
  const context = {
    "aws:SecureTransport": "true",
    "s3:TlsVersion": "1.3",
    ...contextOf(intent.useConditions),
  };
  return { principal: actor, action, resource: `${objectsArn(intent)}${prefix}example`, context };
}
