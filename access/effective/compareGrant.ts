import type { PolicyDocument } from "../model";
import { proveInclusion } from "../prove/proveInclusion";
import type { Witness } from "../prove/witness";
import { isIdentity } from "./accessEntry";
import type { Who } from "./accessEntry";
import { candidateOf, kindOf } from "./candidate";
import type { Grant } from "./grants";
import type { Excess } from "./intent";
import type { judgeOf } from "./judge";
import { reachOf } from "./reach";
import { shownByText } from "./shownByText";

/** What one grant allows beyond the intents, or why that is not known. */
export type ExcessResult =
  | { readonly kind: "excess"; readonly excess: Excess }
  | { readonly kind: "unknown"; readonly reason: string; readonly intents: readonly string[] };

/** What is meant for a principal: the documents that say it, and the intents they are of. */
export interface Meant {
  readonly reference: PolicyDocument;
  readonly intents: readonly string[];
}

/** Who begins the way to a role: someone who is meant to assume it and can; nobody where that is not known. */
export type Starters = (roleArn: string) => readonly string[];

/**
 * Compares one grant with what is meant for its principal.
 *
 * Included: nothing. An excess has a witness that the point evaluator allows with every policy that is known; what is
 * neither is unknown, with the reason.
 */
export function compareGrant(
  grant: Grant,
  { reference, intents }: Meant,
  judge: ReturnType<typeof judgeOf>,
  starters: Starters,
): readonly ExcessResult[] {
  const { target, who, identity, bucket } = grant;
  if (isIdentity(who) ? shownByText(grant, reference) : reachOf(grant) === undefined) return [];
  const inclusion = proveInclusion(kindOf(grant), [reference], candidateOf(grant));
  if (inclusion.verdict === "included") return [];
  const subject = subjectOf(grant);
  const unknown = (reason: string): readonly ExcessResult[] => [
    { kind: "unknown", reason: `${subject}: ${reason}`, intents },
  ];
  if (inclusion.verdict === "unknown") return unknown(inclusion.reason);
  const allows = (request: Witness): boolean =>
    judge({ request, target, bucket }).decision.decision === "allowed";
  // A trust policy names no resource: what is assumed is the role.
  const found = target.kind === "role" ? { ...inclusion.witness, resource: target.arn } : inclusion.witness;
  const witness = witnessesOf(who, found).find(allows);
  if (witness === undefined) {
    const missing = identity?.unknownPolicies ?? [];
    const { action, resource } = inclusion.witness;
    return unknown(
      missing.length > 0
        ? `${missing.join(", ")} is attached to it and not known`
        : `perhaps it may ${action} on ${resource}: no request was found that the point evaluator allows`,
    );
  }
  if (identity?.boundaryUnknown === true) return unknown("its boundary is not known");
  return [
    {
      kind: "excess",
      excess: {
        subject,
        witness,
        path: [
          ...starters(witness.principal),
          witness.principal,
          target.arn,
          ...(bucket === undefined ? [] : [bucket.arn]),
        ],
        blame: grant.allows.map(({ reference: place }) => place),
        intents,
        assumptions: grant.assumptions,
      },
    },
  ];
}

/** What STS takes from callers with credentials only, whatever a trust policy says. */
const signedActions = /^sts:(?:AssumeRole|TagSession|SetSourceIdentity)$/i;

/**
 * The request that was found, made by whom the grant is for; of everyone, an anonymous caller says most, where there can
 * be one.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function witnessesOf(who: Who, found: Witness): readonly Witness[] {
  if (isIdentity(who)) return [{ ...found, principal: who.arn }];
  if (who.kind !== "anyone" || signedActions.test(found.action)) return [found];
  const keys = Object.entries(found.context).filter(
    ([key]) => !/^aws:(principal|username|userid)/i.test(key),
  );
  return [{ ...found, principal: "*", context: Object.fromEntries(keys) }, found];
}

function subjectOf({ who, allows: [first], target }: Grant): string {
  if (target.kind === "role") return first.reference.document;
  return isIdentity(who) ? who.arn : first.reference.document;
}
