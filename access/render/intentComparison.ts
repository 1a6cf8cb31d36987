import { whoText } from "./accessSentence";
import { place } from "./place";
import { witnessText } from "./witnessText";
import type { IntentComparison } from "../effective/compareIntents";
import type { Who } from "../effective/accessEntry";
import type { Excess, IntentResult, Missing } from "../effective/intent";

/** One finding of a comparison, ready to be shown. */
export interface ComparisonFinding {
  /** Name of the intent; absent for what serves none. */
  readonly intent?: string;
  readonly status: IntentResult["status"];
  readonly sentence: string;
  /** Statements to look at, each with its document and Sid. */
  readonly statements: readonly string[];
  /** The request that shows an excess. */
  readonly witness: readonly string[];
  /** What it is about: the ARNs on the way, the bucket or key last. */
  readonly about: readonly string[];
}

/** All findings of a comparison, those of intents that are proven too. */
export function findingsOf({
  intents,
  unintended,
  undecided,
}: IntentComparison): readonly ComparisonFinding[] {
  return [
    ...intents.flatMap(ofIntent),
    ...unintended.map((excess) => ofExcess(excess)),
    ...undecided.map((reason) => ofReason(reason)),
  ];
}

function ofIntent(result: IntentResult): readonly ComparisonFinding[] {
  const { intent } = result;
  switch (result.status) {
    case "proven":
      return [
        {
          intent,
          status: "proven",
          sentence: "works as meant, and nothing more is possible",
          statements: [],
          witness: [],
          about: [],
        },
      ];
    case "exceeds":
      return result.excesses.map((excess) => ({ ...ofExcess(excess), intent }));
    case "missing":
      return result.missing.map((missing) => ({ ...ofMissing(missing), intent }));
    case "unknown":
      return result.reasons.map((reason) => ({ ...ofReason(reason), intent }));
  }
}

function ofExcess({ witness, path, blame, assumptions }: Excess): ComparisonFinding {
  const { principal, action, resource } = witness;
  const [, ...onward] = path;
  const between = onward.filter((arn) => /:(role\/|accesspoint\/)/.test(arn) && arn !== resource);
  const after = between.map((arn) =>
    arn.includes(":accesspoint/")
      ? ` through access point ${lastName(arn)}`
      : ` after assuming ${lastName(arn)}`,
  );
  const told = assumptions.map((assumption) => `, (${assumption})`).join("");
  return {
    status: "exceeds",
    sentence: `${principalText(path[0] ?? principal)} may ${doing(action, resource)}${after.join("")}, which is not meant${told}`,
    statements: blame.map(place),
    witness: witnessText(witness),
    about: [...path.slice(1), resource],
  };
}

function ofMissing({ who, step, action, resource, deniedBy, reason }: Missing): ComparisonFinding {
  return {
    status: "missing",
    sentence: `${principalText(who)} cannot ${step}: ${action} on ${resource} is refused: ${reason}`,
    statements: deniedBy.map(place),
    witness: [],
    about: [resource],
  };
}

const ofReason = (reason: string): ComparisonFinding => ({
  status: "unknown",
  sentence: `not decided, so not accepted: ${reason}`,
  statements: [],
  witness: [],
  about: [],
});

/** A request without its principal, in words. */
export const doing = (action: string, resource: string): string =>
  action.toLowerCase() === "sts:assumerole" ? `assume ${lastName(resource)}` : `${action} on ${resource}`;

const lastName = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);

/** A principal of a request in the words of a list of access. */
export function principalText(principal: string): string {
  if (principal === "*") return "an anonymous caller";
  const root = /^arn:[^:]+:iam::(\d{12}):root$/.exec(principal)?.[1];
  if (root !== undefined) return `the root user of ${root}`;
  if (!principal.startsWith("arn:")) return `the service ${principal}`;
  const who: Who = { kind: "identity", arn: principal };
  return whoText(who);
}
