import type { Outcome } from "../model";
import type { Recorder } from "../record/recorder";
import { type Keeper, memoryOnly } from "../state/keeper";
import type { LogListener } from "../logs/logged";
import type { StoreReader } from "../store";
import { Delivery } from "./delivery";
import { DigestSigner } from "./digestSigner";
import type { TrailEvent } from "./event";
import { EventHistory } from "./history";
import { makeEvents } from "./makeEvents";
import { makeKeyEvents } from "./makeKeyEvents";
import { selects } from "./selectors";
import { trailsFor } from "./trails";

const flushEveryMilliseconds = 1_000;

/** AWS makes a digest an hour; who tries things out here does not want to wait for one. */
const digestEveryMilliseconds = 10_000;

/** So many requests are not kept for the next flush: they are looked at at once. */
const mostPending = 500;

const keptUnder = "event/";

/** What waits for the next flush. Events are made then, unless they are to outlive this process. */
type Pending =
  | { readonly kind: "outcome"; readonly outcome: Outcome }
  | { readonly kind: "events"; readonly number: number; readonly events: readonly TrailEvent[] };

function eventsOf(outcome: Outcome): readonly TrailEvent[] {
  return [...makeEvents(outcome), ...makeKeyEvents(outcome)];
}

/**
 * Makes CloudTrail events of all requests, and delivers them every second.
 *
 * Memory does not grow with the number of requests: what is kept is what came since the last flush, and the events
 * that LookupEvents finds.
 */
export class TrailRecorder {
  readonly history: EventHistory;
  readonly signer: DigestSigner;
  readonly delivery: Delivery;
  private pending: Pending[] = [];
  private nextNumber = 0;
  private flushing: Promise<void> = Promise.resolve();
  private readonly timers: readonly NodeJS.Timeout[];

  /**
   * @param heard is told what trails send to log groups
   * @param keeper keeps what is not yet delivered, the digests so far and the key that signs them
   */
  constructor(
    private readonly store: StoreReader,
    heard?: LogListener,
    private readonly keeper: Keeper = memoryOnly,
  ) {
    this.history = new EventHistory(keeper);
    this.signer = new DigestSigner(keeper);
    this.delivery = new Delivery(store, this.signer, heard, keeper);
    for (const [number, events] of keeper.entries(keptUnder)) {
      this.pending.push({ kind: "events", number: Number(number), events: events as readonly TrailEvent[] });
      this.nextNumber = Math.max(this.nextNumber, Number(number) + 1);
    }
    this.timers = [
      setInterval(() => void this.flush(), flushEveryMilliseconds),
      setInterval(() => void this.flushDigests(), digestEveryMilliseconds),
    ];
    // They do not keep the process up.
    for (const timer of this.timers) timer.unref();
  }

  /** CloudTrail does not record who could not be made out. */
  readonly record: Recorder = ({ outcome, authenticated }) => {
    if (!authenticated) return;
    this.pending.push(this.keeper.lasts ? this.keptEvents(outcome) : { kind: "outcome", outcome });
    if (this.pending.length === mostPending) void this.flush();
  };

  /** Delivers every event of the requests that were recorded before. Never throws. */
  async flush(): Promise<void> {
    return this.inTurn(async () => {
      const sorted = await this.sortPending();
      const delivered = await this.delivery.deliver(new Date());
      if (delivered) for (const number of sorted) this.keeper.remove(`${keptUnder}${number}`);
    });
  }

  /** Delivers what there is, digests too, and ends. */
  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await this.flush();
    await this.flushDigests();
  }

  private async flushDigests(): Promise<void> {
    return this.inTurn(() => this.delivery.deliverDigests(new Date()));
  }

  private async inTurn(work: () => Promise<void>): Promise<void> {
    this.flushing = this.flushing.then(work);
    return this.flushing;
  }

  private keptEvents(outcome: Outcome): Pending {
    const events = eventsOf(outcome);
    const number = this.nextNumber++;
    if (events.length > 0) this.keeper.set(`${keptUnder}${number}`, events);
    return { kind: "events", number, events };
  }

  /** Gives every pending event to the trails that select it; returns the numbers of those for which that was done. */
  private async sortPending(): Promise<readonly number[]> {
    const pending = this.pending;
    this.pending = [];
    const sorted: number[] = [];
    for (const one of pending) {
      let reached = true;
      for (const event of one.kind === "events" ? one.events : eventsOf(one.outcome)) {
        this.history.add(event);
        if (!(await this.toTrails(event))) reached = false;
      }
      if (one.kind === "events" && reached) sorted.push(one.number);
    }
    return sorted;
  }

  /** False when the store is going down, and the trails with it: there is nowhere to deliver to. */
  private async toTrails(event: TrailEvent): Promise<boolean> {
    try {
      for (const trail of await trailsFor(this.store, event.recipientAccountId, event.awsRegion)) {
        if (selects(trail.selection, event)) this.delivery.add(trail, event);
      }
      return true;
    } catch {
      return false;
    }
  }
}
