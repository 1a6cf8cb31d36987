/** One wrong setting. */
export interface SettingsProblem {
  /** Where it stands in the stack file, like `xput:sources.marketing.prefixes[0]`. */
  readonly path: string;
  /** Lower-case clause: what it must be, and why or what to do. */
  readonly message: string;
}

/** All problems for a person: a headline that names the file, then a line for each problem. */
export function describeProblems(file: string, problems: readonly SettingsProblem[]): string {
  const count = problems.length === 1 ? "1 wrong setting" : `${problems.length} wrong settings`;
  return [`${file} has ${count}:`, ...problems.map(({ path, message }) => `  ${path}: ${message}`)].join(
    "\n",
  );
}

/** The path of a setting as it is written in a stack file: the first part is the key after `xput:`. */
export function settingPath(parts: readonly PropertyKey[]): string {
  return parts.reduce<string>((path, part) => {
    if (path === "") return `xput:${String(part)}`;
    return typeof part === "number" ? `${path}[${part}]` : `${path}.${String(part)}`;
  }, "");
}
