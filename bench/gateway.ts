import { cpus, totalmem } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { installStore } from "../local/store/install";
import { startStore } from "../local/store/start";
import type { Credentials } from "../tests/engine/gateway/signing";
import { quantile, table } from "./figures";
import { startMeasured, type MeasuredDaemon } from "./gatewayDaemon";
import { connection, owner, prepare, prepareStore, put, putLarge } from "./gatewayPuts";

/**
 * Measures the local AWS: a put of 1 KB through the gateway and on the bare store, in turns; what the gateway holds
 * after 10,000 puts and after 20,000; what it holds while 1 GB passes; how long it takes to start. Prints tables;
 * nothing is asserted here.
 *
 * `npm run bench:gateway`
 */

/** As many as it takes until the runtime has compiled all of the path of a put; before, each takes longer. */
const warmingPuts = 3_000;
const rounds = 5;
const putsInOneRound = 300;
const putsBetweenMemories = 10_000;
const clients = 8;
const largeMegabytes = 1_024;
const starts = 3;

const milliseconds = (value: number) => value.toFixed(2);
const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(0);

async function startTable(): Promise<void> {
  const times: number[] = [];
  for (let count = 0; count < starts; count += 1) {
    const daemon = await startMeasured();
    times.push(daemon.startMilliseconds);
    await daemon.stop();
  }
  console.log(`From the start of the process to healthy, ${starts} times, milliseconds (goal: under 2000)`);
  console.log(table(["median", "max"], [[quantile(times, 0.5).toFixed(0), quantile(times, 1).toFixed(0)]]));
}

async function latencyTable(gateway: string, store: string, session: Credentials): Promise<void> {
  const [throughGateway, onStore] = [connection(), connection()];
  const times = { first: [] as number[], gateway: [] as number[], store: [] as number[] };
  for (let count = 0; count < warmingPuts; count += 1) {
    const taken = await put(throughGateway, gateway, `warm/${count}`, session);
    if (count < putsInOneRound) times.first.push(taken);
    await put(onStore, store, `warm/${count}`, owner);
  }
  for (let round = 0; round < rounds; round += 1) {
    for (let count = 0; count < putsInOneRound; count += 1)
      times.gateway.push(await put(throughGateway, gateway, `latency/${round}/${count}`, session));
    for (let count = 0; count < putsInOneRound; count += 1)
      times.store.push(await put(onStore, store, `latency/${round}/${count}`, owner));
  }
  throughGateway.destroy();
  onStore.destroy();
  const row = (name: string, values: readonly number[]) => [
    name,
    milliseconds(quantile(values, 0.5)),
    milliseconds(quantile(values, 0.95)),
  ];
  console.log(
    `A put of 1 KB by a session, ${rounds} rounds of ${putsInOneRound} in turns after ${warmingPuts}, milliseconds`,
  );
  console.log(
    table(
      ["", "median", "p95"],
      [
        row(`through the gateway, its first ${putsInOneRound}`, times.first),
        row("through the gateway", times.gateway),
        row("bare store", times.store),
        [
          "ratio (goal: 2.0 for the median)",
          milliseconds(quantile(times.gateway, 0.5) / quantile(times.store, 0.5)),
          milliseconds(quantile(times.gateway, 0.95) / quantile(times.store, 0.95)),
        ],
      ],
    ),
  );
}

async function memoryTable(daemon: MeasuredDaemon, session: Credentials): Promise<void> {
  const rows: string[][] = [];
  const note = async (when: string) => {
    const now = await daemon.memory("now");
    const held = await daemon.memory("held");
    rows.push([when, megabytes(now.rss), megabytes(held.heapUsed)]);
  };
  await note("before");
  for (const step of [1, 2]) {
    const startedAt = performance.now();
    await Promise.all(
      Array.from({ length: clients }, async (_, client) => {
        const agent = connection();
        for (let count = client; count < putsBetweenMemories; count += clients)
          await put(agent, daemon.endpoint, `memory/${step}/${count}`, session);
        agent.destroy();
      }),
    );
    const perSecond = (putsBetweenMemories / (performance.now() - startedAt)) * 1_000;
    await note(`after ${step * putsBetweenMemories} puts (${perSecond.toFixed(0)}/s)`);
  }
  console.log(`Memory of the gateway, ${clients} clients, MB (goal: under 250, and not growing)`);
  console.log(table(["", "resident", "heap held"], rows));
}

async function largeTable(daemon: MeasuredDaemon, session: Credentials): Promise<void> {
  const rows: string[][] = [];
  for (const form of ["UNSIGNED-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"] as const) {
    const before = (await daemon.memory("now")).rss;
    const samples = [before];
    const ending = new AbortController();
    const sampling = (async () => {
      while (!ending.signal.aborted) {
        samples.push((await daemon.memory("now")).rss);
        await delay(50);
      }
    })();
    const startedAt = performance.now();
    await putLarge(daemon.endpoint, "large", session, largeMegabytes, form);
    const seconds = (performance.now() - startedAt) / 1_000;
    ending.abort();
    await sampling;
    rows.push([form, megabytes(before), megabytes(Math.max(...samples)), seconds.toFixed(1)]);
  }
  console.log(`Resident memory of the gateway while ${largeMegabytes} MB pass, MB, sampled every 50 ms`);
  console.log(table(["payload", "before", "peak", "seconds"], rows));
}

async function main(): Promise<void> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const [cpu] = cpus();
  console.log(
    `${cpus().length} x ${cpu?.model ?? "unknown"}, ${megabytes(totalmem())} MB, Node ${process.version}`,
  );
  await startTable();
  const store = await startStore(await installStore());
  const daemon = await startMeasured();
  try {
    const bare = `http://127.0.0.1:${store.port}`;
    await prepareStore(bare);
    const session = await prepare(daemon.endpoint);
    await latencyTable(daemon.endpoint, bare, session);
    await memoryTable(daemon, session);
    await largeTable(daemon, session);
  } finally {
    await daemon.stop();
    await store.stop();
  }
}

void main();
