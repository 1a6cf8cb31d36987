import { enter } from "../../client/enter";
import type { Clients } from "../admin";
import { at, lastMoment } from "../place";
import type { Attempt } from "./attempt";
import { elsewhere, put, type Trial } from "./trial";

/** A second at either side of a limit of a source's time. */
interface Edge {
  readonly outside: Date;
  readonly inside: Date;
}

/** Getting in, and putting with a session that was got in time, a second before a source begins and once it has ended. */
export function timeAttempts(trial: Trial): readonly Attempt[] {
  const { entrance, own, writer } = trial;
  return edgesOf(trial).flatMap(({ outside, inside }) => {
    const attempt = (what: string, clients: Clients, work: (then: Clients) => Promise<unknown>): Attempt => {
      const then = (moment: Date) => () => elsewhere(trial, clients, { ...trial.place, ...at(moment) }, work);
      return {
        attempt: `${what} at ${outside.toISOString()}`,
        refused: then(outside),
        allowed: then(inside),
        twin: `at ${inside.toISOString()}`,
      };
    };
    const putThen = attempt("put", writer, (clients) => put(trial, {}, clients));
    return entrance.kind === "direct"
      ? [putThen]
      : [putThen, attempt("assume", own, ({ sts }) => enter(sts, entrance))];
  });
}

function edgesOf({ source: { activeFrom, activeUntil } }: Trial): readonly Edge[] {
  const edges: Edge[] = [];
  if (activeFrom !== undefined) {
    const inside = new Date(activeFrom);
    edges.push({ outside: new Date(inside.getTime() - 1_000), inside });
  }
  if (activeUntil !== undefined) {
    edges.push({ outside: new Date(activeUntil), inside: lastMoment(activeUntil) });
  }
  return edges;
}
