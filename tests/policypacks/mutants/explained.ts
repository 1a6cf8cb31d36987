import type { Mutant } from "./mutant";

/** What the pack does not refuse and `access/` does not prove to be harmless, with the reason why it stays so. */
const explanations: readonly (readonly [why: string, applies: (mutant: Mutant) => boolean])[] = [
  [
    "the trust policy names the audience: a token for another one lets nobody in",
    ({ what }) => what.endsWith(": one more audience"),
  ],
  [
    "no role can be assumed with a token of a provider that is not there",
    ({ kind, what }) => kind === "left out" && what === "token.actions.githubusercontent.com",
  ],
  [
    "the role's trust names the members of the group: the policy lets nobody else in",
    ({ kind, what }) => kind === "attachment" && what.endsWith(": for group somebody-else, too"),
  ],
  [
    "puts no longer work, which access-is-reachable tells; nobody has a new key policy",
    ({ kind, what }) => kind === "key" && what.endsWith("-alias: of another key"),
  ],
  [
    "what a metric filter counts is a language of CloudWatch that the pack does not read",
    ({ what }) => /^audit-alarms-count-.*: counts less$/.test(what),
  ],
];

/** Why a mutant is let pass; undefined: there is no reason. */
export function explanationOf(mutant: Mutant): string | undefined {
  return explanations.find(([, applies]) => applies(mutant))?.[0];
}
