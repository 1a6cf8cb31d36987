import { proveInclusion } from "../../prove/proveInclusion";
import type { Witness } from "../../prove/witness";
import { isIdentity } from "../accessEntry";
import { candidateOf, kindOf } from "../candidate";
import { witnessesOf } from "../compareGrant";
import type { Grant } from "../grants";
import { judgeOf } from "../judge";
import { shownByText } from "../shownByText";
import type { Target } from "../target";
import { referenceOf } from "./meet";
import { stepKey } from "./steps";
import type { Step, Steps } from "./steps";

/** What a step of one state allows beyond the same step of another. */
export type Surplus =
  | { readonly kind: "none" }
  /** A request that the point evaluator allows in the one and not in the other. */
  | { readonly kind: "more"; readonly witness: Witness }
  | { readonly kind: "unknown"; readonly reason: string };

type Judge = ReturnType<typeof judgeOf>;

/** Compares steps of one state with those of another, each once. */
export class StepComparison {
  private readonly known = new Map<string, Surplus>();
  private readonly judge: Judge;
  private readonly otherJudge: Judge;
  /** Requests that showed something: what one principal gains, others often gain too. */
  private readonly seen: Witness[] = [];

  constructor(
    private readonly steps: Steps,
    private readonly others: Steps,
  ) {
    this.judge = judgeOf(steps.world.identities);
    this.otherJudge = judgeOf(others.world.identities);
  }

  /** Whether the step allows more than the other state does; what is granted to all or to everyone there counts. */
  surplus(step: Step): Surplus {
    const key = stepKey(step);
    const found = this.known.get(key);
    if (found !== undefined) return found;
    const own = this.steps.own(step);
    const same = grantsText(own) === grantsText(this.others.own(step));
    const surplus = same ? none : this.compared(step, own);
    this.known.set(key, surplus);
    return surplus;
  }

  private compared(step: Step, own: readonly Grant[]): Surplus {
    const others = this.others.all(step);
    const byText = new Set(others.map(grantText));
    const reference = referenceOf(others);
    const merged = reference.flatMap(({ version, statements }) =>
      version === "2012-10-17" ? statements : [],
    );
    const textual = { version: "2012-10-17" as const, statements: merged };
    const simple = merged.length === reference.flatMap(({ statements }) => statements).length;
    let doubt: Surplus = none;
    for (const grant of own) {
      if (byText.has(grantText(grant))) continue;
      if (simple && isIdentity(grant.who) && shownByText(grant, textual)) continue;
      const guess = this.seen
        .map((witness) => moved(witness, grant))
        .find((one) => this.shows(step, grant, one));
      if (guess !== undefined) return { kind: "more", witness: guess };
      const inclusion = proveInclusion(kindOf(grant), reference, candidateOf(grant));
      if (inclusion.verdict === "included") continue;
      if (inclusion.verdict === "unknown") {
        doubt = { kind: "unknown", reason: inclusion.reason };
        continue;
      }
      const { target } = grant;
      const proved =
        target.kind === "role" ? { ...inclusion.witness, resource: target.arn } : inclusion.witness;
      const shown = witnessesOf(grant.who, proved).find((one) => this.shows(step, grant, one));
      if (shown !== undefined) {
        const witness =
          familiarActions
            .map((action) => ({ ...shown, action }))
            .find((one) => this.shows(step, grant, one)) ?? shown;
        if (this.seen.length < mostSeen && isMovable(witness)) this.seen.push(witness);
        return { kind: "more", witness };
      }
      const { action, resource } = proved;
      doubt = {
        kind: "unknown",
        reason: `perhaps ${action} on ${resource}: no request was found that only one of the states allows`,
      };
    }
    return doubt;
  }

  /** Whether the point evaluator allows a request here, and not there. */
  private shows(step: Step, { target, bucket }: Grant, request: Witness): boolean {
    const allows = (judge: Judge, one: Target, through: Target | undefined): boolean =>
      judge({ request, target: one, bucket: through }).decision.decision === "allowed";
    if (!allows(this.judge, target, bucket)) return false;
    const there = this.others.target(step);
    const thereBucket =
      bucket === undefined ? undefined : this.others.target({ use: "use", target: bucket.arn });
    if (there === undefined || (bucket !== undefined && thereBucket === undefined)) return true;
    return !allows(this.otherJudge, there, thereBucket);
  }
}

const none: Surplus = { kind: "none" };
const mostSeen = 8;

/** What a person knows best, first. */
const familiarActions: readonly string[] = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "kms:Decrypt"];

/** Whether nothing in the request but its principal says who makes it. */
const isMovable = ({ context }: Witness): boolean =>
  !Object.keys(context).some((key) => /^(aws:(principal|user)|kms:calleraccount)/i.test(key));

/** A request of somebody else, as the principal of a grant would make it. */
function moved(witness: Witness, { who, target, allows: [allow] }: Grant): Witness {
  const pattern = allow.statement.resource?.patterns.find((one) => one.startsWith(`${target.arn}/`));
  const resource =
    target.kind === "bucket" && pattern !== undefined && witness.resource.includes("/")
      ? pattern.replace(/\*/g, "x")
      : target.kind === "role"
        ? target.arn
        : witness.resource;
  return { ...witness, ...(isIdentity(who) ? { principal: who.arn } : {}), resource };
}

const texts = new WeakMap<Grant, string>();

/** The same text for grants that say the same. */
function grantText(grant: Grant): string {
  const found = texts.get(grant);
  if (found !== undefined) return found;
  const statement = ({
    statement: { action, resource, conditions },
    version,
  }: Grant["denies"][number]): string =>
    JSON.stringify([
      version,
      sorted(action),
      resource === undefined ? null : sorted(resource),
      conditions
        .map(({ key, operator, qualifier, ifExists, values }) =>
          JSON.stringify([key.toLowerCase(), operator, qualifier, ifExists, [...values].sort()]),
        )
        .sort(),
    ]);
  const { who, bucket, target, allows, denies } = grant;
  const text = JSON.stringify([
    who,
    bucket?.arn,
    target.arn,
    target.restricted,
    allows.map(statement).sort(),
    denies.map(statement).sort(),
  ]);
  texts.set(grant, text);
  return text;
}

const sorted = ({
  negated,
  patterns,
}: {
  readonly negated: boolean;
  readonly patterns: readonly string[];
}) => [negated, [...patterns].sort()];

const grantsText = (grants: readonly Grant[]): string =>
  [...new Set(grants.map(grantText))].sort().join("\n");
