import type { Outcome } from "../model";
import type { Recorder } from "../record/recorder";
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

/**
 * Makes CloudTrail events of all requests, and delivers them every second.
 *
 * Memory does not grow with the number of requests: what is kept is what came since the last flush, and the events
 * that LookupEvents finds.
 */
export class TrailRecorder {
  readonly history = new EventHistory();
  readonly signer = new DigestSigner();
  readonly delivery: Delivery;
  private pending: Outcome[] = [];
  private flushing: Promise<void> = Promise.resolve();
  private readonly timers: readonly NodeJS.Timeout[];

  /** @param heard is told what trails send to log groups */
  constructor(
    private readonly store: StoreReader,
    heard?: LogListener,
  ) {
    this.delivery = new Delivery(store, this.signer, heard);
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
    this.pending.push(outcome);
    if (this.pending.length === mostPending) void this.flush();
  };

  /** Delivers every event of the requests that were recorded before. Never throws. */
  async flush(): Promise<void> {
    return this.inTurn(async () => {
      await this.sortPending();
      await this.delivery.deliver(new Date());
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

  private async sortPending(): Promise<void> {
    const outcomes = this.pending;
    this.pending = [];
    for (const outcome of outcomes) {
      for (const event of [...makeEvents(outcome), ...makeKeyEvents(outcome)]) {
        this.history.add(event);
        await this.toTrails(event);
      }
    }
  }

  private async toTrails(event: TrailEvent): Promise<void> {
    try {
      for (const trail of await trailsFor(this.store, event.recipientAccountId, event.awsRegion)) {
        if (selects(trail.selection, event)) this.delivery.add(trail, event);
      }
    } catch {
      // The store is going down, and the trails with it: there is nowhere to deliver to.
    }
  }
}
