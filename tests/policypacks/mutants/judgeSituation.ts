import { configurationOfPack } from "../../../local/packConfiguration";
import type { PackConfig } from "../least-privilege/packConfig";
import { recorded, shipped } from "../least-privilege/proof/recorded";
import { equivalenceOf } from "./equivalence";
import { explanationOf } from "./explained";
import { type MutantKind, mutantKinds } from "./mutant";
import { mutantsOf } from "./mutants";
import { firstRefusal, type Refusal, refusals } from "./refusal";

/** Stacks that ship. */
export const situations = ["local", "departments", "vendor", "backup", "dev", "prod"] as const;

/** How many mutants of one kind there are, and what became of them. */
export interface Tally {
  readonly kind: MutantKind;
  readonly caught: number;
  readonly equivalent: number;
  readonly explained: number;
  readonly total: number;
}

/** A mutant that the pack lets pass. */
export interface Survivor {
  readonly kind: MutantKind;
  readonly what: string;
  /** How it is proven to be harmless, or why it is let pass; absent: a gap. */
  readonly because?: string;
}

/** What became of the mutants of one stack. */
export interface SituationResult {
  readonly situation: string;
  readonly tallies: readonly Tally[];
  readonly survivors: readonly Survivor[];
  /** How many mutants each rule refused first. */
  readonly byRule: Readonly<Record<string, number>>;
  /** What the pack refuses in the stack as it is. */
  readonly refusedUnchanged: readonly Refusal[];
}

type Fate = "caught" | "equivalent" | "explained" | "gap";

/**
 * Judges the mutants of a stack that ships, in its preview before anything is made, by the whole pack under the
 * configuration that `xput policy intent` prints for it.
 *
 * @param every takes every nth mutant only
 * @param progress is told after each mutant
 */
export async function judgeSituation(
  situation: string,
  every = 1,
  progress: (done: number, total: number) => void = () => undefined,
): Promise<SituationResult> {
  const settings = shipped(situation);
  const resources = await recorded(settings, "preview");
  const config = configurationOfPack(situation, settings) as PackConfig;
  const mutants = mutantsOf(resources).filter((_, index) => index % every === 0);
  const equivalence = equivalenceOf(resources);
  const fates: { readonly kind: MutantKind; readonly fate: Fate }[] = [];
  const survivors: Survivor[] = [];
  const byRule: Record<string, number> = {};
  for (const mutant of mutants) {
    const { kind, what } = mutant;
    const refusal = firstRefusal(mutant.resources, mutant.at, config);
    if (refusal !== undefined) {
      byRule[refusal.rule] = (byRule[refusal.rule] ?? 0) + 1;
      fates.push({ kind, fate: "caught" });
    } else {
      const proof = equivalence(mutant);
      const because = proof ?? explanationOf(mutant);
      const fate = proof !== undefined ? "equivalent" : because !== undefined ? "explained" : "gap";
      fates.push({ kind, fate });
      survivors.push({ kind, what, ...(because === undefined ? {} : { because }) });
    }
    progress(fates.length, mutants.length);
  }
  return {
    situation,
    tallies: mutantKinds.flatMap((kind) => {
      const own = fates.filter((one) => one.kind === kind);
      const count = (fate: Fate): number => own.filter((one) => one.fate === fate).length;
      return own.length === 0
        ? []
        : [
            {
              kind,
              caught: count("caught"),
              equivalent: count("equivalent"),
              explained: count("explained"),
              total: own.length,
            },
          ];
    }),
    survivors,
    byRule,
    refusedUnchanged: refusals(resources, config),
  };
}

/** Mutants that the pack lets pass although nothing says why it may. */
export const gapsOf = ({ survivors }: SituationResult): readonly Survivor[] =>
  survivors.filter(({ because }) => because === undefined);
