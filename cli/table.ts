import Table from "cli-table3";

/**
 * Rows under a heading, aligned for reading.
 *
 * @param rows each with as many cells as `head`
 */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const made = new Table({
    head: [...head],
    style: { head: [], border: [] },
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
  });
  made.push(...rows.map((row) => [...row]));
  return made.toString();
}
