import type { Meaning } from "../../../access/effective/intent";
import { readMeaning } from "../../../access/effective/readMeaning";
import type { Options } from "../options";
import type { FoundResource } from "../resource";
import type { StackFinding } from "../rule";
import { resourceAbout } from "./about";

/** What the configuration means, or what is wrong with it. Undefined: it says nothing. */
export function meaningOf(
  { intents, keyUses, refusals, seals }: Options,
  resources: readonly FoundResource[],
):
  | { readonly meaning: Meaning; readonly problems: readonly [] }
  | { readonly problems: readonly StackFinding[] }
  | undefined {
  if (intents.length + keyUses.length === 0) return undefined;
  const result = readMeaning({ intents, keyUses, refusals, seals });
  if (result.ok) return { meaning: result.meaning, problems: [] };
  const resource = resourceAbout([], resources);
  if (resource === undefined) return undefined;
  return {
    problems: result.problems.map((problem) => ({
      resource,
      where: "the configuration of this rule",
      must: "must say what is meant",
      fix: problem,
    })),
  };
}
