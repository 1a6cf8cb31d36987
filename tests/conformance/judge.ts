import { knownDifferences as knownInputs } from "../../local/awsPlugin/providerSchema/knownDifferences";
import { knownUnlikes } from "./knownUnlikes";
import type { SituationOutcome } from "./situation";
import type { Unlike } from "./snapshot/snapshot";

/** An outcome, with what is meant to differ told from what is not. */
export interface Judged {
  readonly situation: string;
  readonly resources: number;
  /** Resources that Terraform took over and would not change. */
  readonly imported: number;
  /** Things compared after applying from nothing, and those of them that are the same or known to differ. */
  readonly compared: number;
  readonly alike: number;
  readonly known: readonly { readonly what: string; readonly reason: string }[];
  /** What nobody expected, one sentence each. */
  readonly findings: readonly string[];
  readonly conforms: boolean;
}

/** Tells the differences that are meant from those that are not. */
export function judge(outcome: SituationOutcome): Judged {
  const { situation, resources, changes, changedByImport, compared, unlike, unknownInputs } = outcome;
  const inputs = unknownInputs.map((what) => {
    const says = `${what}: unknown to the provider`;
    return { what, reason: knownInputs.find((known) => known.says === says)?.reason };
  });
  const unlikes = unlike.map((one) => ({ one, known: knownUnlikes.find((known) => known.fits(one)) }));
  const known = [
    ...inputs.flatMap(({ what, reason }) => (reason === undefined ? [] : [{ what, reason }])),
    ...unlikes.flatMap(({ known: found }) => (found === undefined ? [] : [found])),
  ].map(({ what, reason }) => ({ what, reason }));
  const unexpected = unlikes.filter((each) => each.known === undefined).map(({ one }) => one);
  const findings = [
    ...changes.map(
      ({ address, actions, differing }) => `${address}: ${actions.join()} ${differing.join(", ")}`,
    ),
    ...changedByImport.map((one) => `changed by the import: ${sentence(one)}`),
    ...inputs
      .filter(({ reason }) => reason === undefined)
      .map(({ what }) => `${what}: unknown to the provider`),
    ...unexpected.map((one) => `unlike our up: ${sentence(one)}`),
  ];
  return {
    situation,
    resources,
    imported: resources - changes.length,
    compared,
    alike: compared - unexpected.length,
    known: [...new Map(known.map((one) => [one.what, one])).values()],
    findings,
    conforms: findings.length === 0,
  };
}

/** Known ways to be unlike that no situation shows any more. */
export function noLongerTrue(judged: readonly Judged[]): readonly string[] {
  const seen = judged.flatMap(({ known }) => known.map(({ what }) => what));
  return knownUnlikes.map(({ what }) => what).filter((what) => !seen.includes(what));
}

function sentence({ what, ours, theirs }: Unlike): string {
  const side = (lines: readonly string[] | undefined) =>
    lines === undefined ? "not there" : lines.map((line) => line.trim()).join(" ") || "other order";
  return `${what}: ours ${side(ours)}; theirs ${side(theirs)}`;
}
