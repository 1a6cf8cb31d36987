/**
 * `npm run mutate:policies`: widens everything in the stacks that ship, in every single place, and shows that the
 * policy pack refuses what allows more or protects less.
 *
 * Exit code 1: a mutant passes although nothing proves or says why it may, or a stack is refused as it is.
 */
import { fork } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gapsOf, judgeSituation, type SituationResult, situations } from "./mutants/judgeSituation";
import { reportOf } from "./mutants/report";

const usage = `Usage: npm run mutate:policies -- [--stack NAME] [--every N] [--json] [--survivors]

  --stack NAME   one of ${situations.join(", ")}; all of them otherwise
  --every N      every Nth mutant only
  --survivors    also lists each mutant that is let pass, with the reason
  --json         one JSON document, with each mutant that is let pass

Example: npm run mutate:policies -- --stack vendor --every 5
`;

/** Stacks that are judged at the same time, each in a process of its own. */
const processes = 2;

interface Message {
  readonly done: number;
  readonly total: number;
  readonly result?: SituationResult;
}

const options = {
  stack: { type: "string" },
  every: { type: "string", default: "1" },
  json: { type: "boolean", default: false },
  survivors: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

async function main(): Promise<number> {
  const wrong = (message: string): number => {
    process.stderr.write(`mutate:policies: ${message}\n\n${usage}`);
    return 2;
  };
  let values: ReturnType<typeof parseArgs<{ options: typeof options }>>["values"];
  try {
    ({ values } = parseArgs({ options }));
  } catch (error) {
    return wrong((error as Error).message);
  }
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const every = Number(values.every);
  if (!Number.isInteger(every) || every < 1) return wrong(`--every ${values.every} is no number from 1`);
  const stacks = situations.filter((name) => values.stack === undefined || name === values.stack);
  if (stacks.length === 0) return wrong(`there is no stack ${values.stack ?? ""} to widen`);
  const results = await judgeAll(stacks, every);
  if (values.json) process.stdout.write(`${JSON.stringify(results, undefined, 2)}\n`);
  else {
    for (const result of results) {
      process.stdout.write(`${reportOf(result)}\n`);
      if (!values.survivors) continue;
      for (const { kind, what, because } of result.survivors) {
        if (because !== undefined) process.stdout.write(`    (${kind}) ${what}: ${because}\n`);
      }
    }
  }
  return results.every((result) => gapsOf(result).length + result.refusedUnchanged.length === 0) ? 0 : 1;
}

async function judgeAll(stacks: readonly string[], every: number): Promise<readonly SituationResult[]> {
  const results = new Map<string, SituationResult>();
  const waiting = [...stacks];
  const work = async (): Promise<void> => {
    for (let stack = waiting.shift(); stack !== undefined; stack = waiting.shift()) {
      results.set(stack, await judgeElsewhere(stack, every));
    }
  };
  await Promise.all(Array.from({ length: processes }, work));
  return stacks.flatMap((stack) => results.get(stack) ?? []);
}

function judgeElsewhere(stack: string, every: number): Promise<SituationResult> {
  return new Promise((resolve, reject) => {
    const child = fork(__filename, ["judge", stack, String(every)], {
      execArgv: ["-r", join(__dirname, "../../local/transpiled.cjs")],
    });
    let tenth = 0;
    child.on("message", ({ done, total, result }: Message) => {
      if (result !== undefined) resolve(result);
      if (Math.floor((done * 10) / total) === tenth) return;
      tenth = Math.floor((done * 10) / total);
      process.stderr.write(`${stack}: ${String(done)} of ${String(total)}\n`);
    });
    child.on("exit", (code) => {
      reject(new Error(`judging ${stack} ended with ${String(code)}`));
    });
  });
}

async function judge(stack: string, every: number): Promise<void> {
  const send = (message: Message): void => {
    process.send?.(message);
  };
  const result = await judgeSituation(stack, every, (done, total) => {
    send({ done, total });
  });
  send({ done: 1, total: 1, result });
  process.disconnect();
}

const [command, stack = "", every] = process.argv.slice(2);
if (command === "judge") void judge(stack, Number(every));
else {
  void main().then((code) => {
    process.exitCode = code;
  });
}
