import { cpus } from "node:os";
import { buildChange } from "../access/render/buildChange";
import { changePage } from "../access/render/changeMarkdown";
import { pageText } from "../access/render/markdownPage";
import type { StackResource } from "../access/stack/stackResource";
import { programState } from "../tests/access/changes/programState";
import { parseSettings } from "../settings/settings";
import { goodSettings } from "../tests/support/settings";
import { table } from "./figures";

/**
 * Measures the difference of two states of the program at growing numbers of sources, down to the comment of a pull
 * request. Prints a table; nothing is asserted here.
 *
 * `npm run bench:diff`
 */

const sources = (count: number, more: object = {}) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `source-${index}`,
      {
        accountId: String(200_000_000_000 + index),
        uploaders: ["role/app/uploader"],
        prefixes: [`source-${index}/`],
        manage: { deployRole: "role/xput-deploy" },
        ...(index === 7 ? more : {}),
      },
    ]),
  );

type State = readonly StackResource[];

async function stateOf(count: number, more: object = {}): Promise<State> {
  const raw = {
    ...goodSettings(),
    audit: { kind: "none" },
    sources: sources(count, more),
  };
  raw.destination["encryption"] = { kind: "s3" };
  // Without the check of quotas: the refusal of undeclared puts names every role, and AWS would take some 400.
  const parsed = parseSettings(raw);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return programState(parsed.settings);
}

/** The state without the refusal of plain HTTP: everybody's access changes. */
const withoutTls = (state: State): State =>
  state.map((one) => {
    const policy = one.inputs?.["policy"];
    if (!one.type.endsWith(":BucketPolicy") || typeof policy !== "string") return one;
    const document = JSON.parse(policy) as { readonly Statement: readonly { readonly Condition?: object }[] };
    const kept = document.Statement.filter(
      ({ Condition }) => !JSON.stringify(Condition ?? {}).includes("aws:SecureTransport"),
    );
    return { ...one, inputs: { ...one.inputs, policy: JSON.stringify({ ...document, Statement: kept }) } };
  });

function row(name: string, count: number, before: State, after: State): readonly string[] {
  const startCpu = process.cpuUsage();
  const start = performance.now();
  const change = buildChange({ title: "bench", before, after });
  const built = performance.now();
  const comment = pageText(changePage(change), 64_000, "cut");
  const written = performance.now();
  const { user, system } = process.cpuUsage(startCpu);
  return [
    String(count),
    name,
    (built - start).toFixed(0),
    (written - built).toFixed(0),
    ((user + system) / 1000).toFixed(0),
    String(change.access.length),
    String(comment.length),
  ];
}

async function main(): Promise<void> {
  const rows: (readonly string[])[] = [];
  for (const count of [1000, 100, 1000]) {
    const state = await stateOf(count);
    const wider = await stateOf(count, { prefixes: ["source-7/", "press/"] });
    rows.push(row("nothing", count, state, state));
    rows.push(row("one source gets another prefix", count, state, wider));
    rows.push(row("TLS deny removed", count, state, withoutTls(state)));
    rows.push(row("first preview", count, [], state));
  }
  console.log("The difference of two states, milliseconds; the first rows run cold");
  console.log(
    table(["sources", "change", "difference", "comment", "both, CPU time", "items", "characters"], rows),
  );
  console.log(
    `\n${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores, Node ${process.version}`,
  );
}

void main();
