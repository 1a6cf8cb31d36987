import { settingPath, type SettingsProblem } from "../problem";
import { accountPlaceholder } from "../givenSource";
import type { ReadSettings } from "./crossChecks";

/** A prefix, with the place where it stands. */
interface Entry {
  readonly path: string;
  readonly value: string;
}

/** A prefix within another one would let two sources write the same objects. */
export function overlappingPrefixes(settings: ReadSettings): SettingsProblem[] {
  const entries = prefixEntries(settings);
  const perAccount = entries.filter(({ value }) => value.includes(accountPlaceholder));
  const plain = entries.filter(({ value }) => !value.includes(accountPlaceholder));
  return [
    ...overlapsInOrder(plain),
    ...perAccount.flatMap((entry, index) =>
      [...plain, ...perAccount.slice(0, index)]
        .filter((other) => overlapForSomeAccount(entry.value, other.value))
        .map((other) => problem(entry, other)),
    ),
  ];
}

/** GuardDuty scanning what nobody may put is a mistyped prefix. */
export function uncoveredScans(settings: ReadSettings): SettingsProblem[] {
  const prefixes = prefixEntries(settings).map(({ value }) => value);
  return (settings.destination.malwareScan?.prefixes ?? []).flatMap((scanned, index) =>
    prefixes.some((prefix) => overlapForSomeAccount(prefix, scanned))
      ? []
      : [
          {
            path: settingPath(["destination", "malwareScan", "prefixes", index]),
            message: `"${scanned}" lies below no source's prefix: nothing is ever put there`,
          },
        ],
  );
}

function overlapsInOrder(entries: readonly Entry[]): SettingsProblem[] {
  // In order of text, whatever lies below a prefix follows it, so one pass with the covering ones in hand suffices.
  const sorted = [...entries].sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
  const covering: Entry[] = [];
  const problems: SettingsProblem[] = [];
  for (const entry of sorted) {
    while (covering.length > 0 && !entry.value.startsWith(covering.at(-1)?.value ?? "")) covering.pop();
    const cover = covering.at(-1);
    if (cover !== undefined) problems.push(problem(entry, cover));
    covering.push(entry);
  }
  return problems;
}

function problem(entry: Entry, other: Entry): SettingsProblem {
  const says = entry.value.startsWith(other.value) ? "lies within" : "overlaps";
  return {
    path: entry.path,
    message: `"${entry.value}" ${says} "${other.value}" at ${other.path}: no prefix may cover another`,
  };
}

/** Whether one prefix covers the other once the placeholder stands for the account that the other one has there. */
function overlapForSomeAccount(a: string, b: string): boolean {
  const first = withAccountOf(a, b);
  const second = withAccountOf(b, first);
  return first.startsWith(second) || second.startsWith(first);
}

function withAccountOf(prefix: string, other: string): string {
  const at = prefix.indexOf(accountPlaceholder);
  if (at < 0) return prefix;
  const [account = "0".repeat(12)] = /^\d{12}(?=\/)/.exec(other.slice(at)) ?? [];
  return prefix.replace(accountPlaceholder, account);
}

function prefixEntries({ sources }: ReadSettings): Entry[] {
  return Object.entries(sources).flatMap(([sourceName, { prefixes }]) =>
    prefixes.map((value, index) => ({
      path: settingPath(["sources", sourceName, "prefixes", index]),
      value,
    })),
  );
}
