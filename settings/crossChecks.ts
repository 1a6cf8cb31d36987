import { settingPath, type SettingsProblem } from "./problem";
import type { Source } from "./source";

type Sources = Readonly<Record<string, Source>>;

/** A list entry of one source, with the place where it stands. */
interface Entry {
  readonly sourceName: string;
  readonly path: string;
  readonly value: string;
}

/** What no single setting shows: problems that lie between two settings, each of which is right alone. */
export function crossChecks({ sources }: { readonly sources: Sources }): SettingsProblem[] {
  return [...repeatedUploaders(sources), ...overlappingPrefixes(sources), ...differingDeployRoles(sources)];
}

function repeatedUploaders(sources: Sources): SettingsProblem[] {
  const seen = new Map<string, Entry>();
  const problems: SettingsProblem[] = [];
  for (const entry of entries(sources, "uploaders")) {
    const uploader = `${sources[entry.sourceName]?.accountId ?? ""}:${entry.value}`;
    const first = seen.get(uploader);
    if (first === undefined) seen.set(uploader, entry);
    else
      problems.push({
        path: entry.path,
        message: `the same uploader already stands at ${first.path}: name each uploader once and give that source all its prefixes`,
      });
  }
  return problems;
}

function overlappingPrefixes(sources: Sources): SettingsProblem[] {
  // In order of text, whatever lies below a prefix follows it, so one pass with the covering ones in hand suffices.
  const sorted = entries(sources, "prefixes").sort((a, b) =>
    a.value < b.value ? -1 : a.value > b.value ? 1 : 0,
  );
  const covering: Entry[] = [];
  const problems: SettingsProblem[] = [];
  for (const entry of sorted) {
    while (covering.length > 0 && !entry.value.startsWith(covering.at(-1)?.value ?? "")) covering.pop();
    const cover = covering.at(-1);
    if (cover !== undefined) {
      problems.push({
        path: entry.path,
        message: `"${entry.value}" lies within "${cover.value}" at ${cover.path}: no prefix may cover another`,
      });
    }
    covering.push(entry);
  }
  return problems;
}

function differingDeployRoles(sources: Sources): SettingsProblem[] {
  const first = new Map<string, { role: string | undefined; path: string }>();
  const problems: SettingsProblem[] = [];
  for (const [name, { accountId, manage }] of Object.entries(sources)) {
    if (manage === undefined) continue;
    const path = settingPath(["sources", name, "manage", "deployRole"]);
    const known = first.get(accountId);
    if (known === undefined) first.set(accountId, { role: manage.deployRole, path });
    else if (known.role !== manage.deployRole)
      problems.push({ path, message: `must equal ${known.path}: one account has one deploy role` });
  }
  return problems;
}

function entries(sources: Sources, list: "uploaders" | "prefixes"): Entry[] {
  return Object.entries(sources).flatMap(([sourceName, source]) =>
    source[list].map((value, index) => ({
      sourceName,
      path: settingPath(["sources", sourceName, list, index]),
      value,
    })),
  );
}
