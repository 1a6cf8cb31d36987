import { proveInclusion } from "../prove/proveInclusion";
import { exampleAssumption } from "./exampleRequest";
import type { ExcessResult } from "./compareGrant";
import { intendedUse } from "./intended";
import type { Intent } from "./intent";
import type { judgeOf } from "./judge";
import { examplePrincipal } from "./meantPrincipals";
import { bucketTarget, roleTarget } from "./target";
import type { World } from "./world";

/**
 * What the principals of one intent can do through a role that serves another one too: whoever assumes the role can
 * do all that it may.
 */
export function mixedExcesses(
  { facts, identities }: World,
  intents: readonly Intent[],
  roleArn: string,
  judge: ReturnType<typeof judgeOf>,
): readonly ExcessResult[] {
  if (intents.length < 2) return [];
  const everything = intendedUse(intents, false);
  const target = roleTarget(roleArn, identities.get(roleArn)?.trust);
  return intents.flatMap((intent) =>
    intent.who.flatMap((who): readonly ExcessResult[] => {
      const conditions = JSON.stringify(intent.assumeConditions);
      const own = intents.filter(
        (other) => other.who.includes(who) && JSON.stringify(other.assumeConditions) === conditions,
      );
      const inclusion = proveInclusion("identity", [intendedUse(own, false)], [everything]);
      if (inclusion.verdict === "included") return [];
      const names = [intent.name];
      const unknown: ExcessResult = {
        kind: "unknown",
        reason: `${roleArn}: serves several intents, and whoever assumes it for one may do what another means`,
        intents: names,
      };
      if (inclusion.verdict === "unknown") return [unknown];
      const witness = { ...inclusion.witness, principal: roleArn };
      const bucket = facts.buckets.find(({ arn }) => witness.resource.startsWith(`${arn}/`));
      const assumed = judge({ request: exampleAssumption(intent, who, roleArn), target }).decision;
      if (bucket === undefined || assumed.decision !== "allowed") return [unknown];
      const used = judge({ request: witness, target: bucketTarget(bucket, facts) }).decision;
      if (used.decision !== "allowed") return [unknown];
      const blame = [...assumed.because, ...used.because].map(({ policy, sid, index }) => ({
        document: policy,
        ...(sid === undefined ? {} : { sid }),
        index,
      }));
      const path = [examplePrincipal(who), roleArn, bucket.arn];
      return [
        {
          kind: "excess",
          excess: { subject: roleArn, witness, path, blame, intents: names, assumptions: [] },
        },
      ];
    }),
  );
}
