import type { LogListener } from "../logs/logged";
import type { StoreReader } from "../store";
import { DeliveryStatuses } from "./deliveryStatus";
import { makeDigest, type PreviousDigest } from "./digest";
import type { DigestSigner } from "./digestSigner";
import type { TrailEvent } from "./event";
import { putLogObject } from "./logBucket";
import { makeLogFile, type LogFile, type LogPlace } from "./logFile";
import { sendToLogGroup } from "./logGroup";
import type { LoggingTrail } from "./trails";

/** A file holds at most so many events; AWS cuts by size. */
const mostEventsInOneFile = 2_000;

interface Buffered {
  readonly place: LogPlace;
  readonly events: TrailEvent[];
}

/** The digests of one trail, account and region. */
interface DigestChain {
  place: LogPlace;
  periodStart: Date;
  logFiles: Omit<LogFile, "body">[];
  previous: PreviousDigest | undefined;
}

/**
 * Collects the events of trails and delivers them. What cannot be delivered is told by the trail's status and left
 * out: AWS would try again for 30 days.
 */
export class Delivery {
  readonly statuses = new DeliveryStatuses();
  private readonly buffers = new Map<string, Buffered>();
  private readonly chains = new Map<string, DigestChain>();

  constructor(
    private readonly store: StoreReader,
    private readonly signer: DigestSigner,
    private readonly heard: LogListener = () => undefined,
  ) {}

  /** Takes an event that a trail selects. */
  add(trail: LoggingTrail, event: TrailEvent): void {
    const { recipientAccountId: account, awsRegion: region } = event;
    const name = `${trail.arn} ${account} ${region}`;
    const buffered = this.buffers.get(name) ?? { place: { trail, account, region }, events: [] };
    this.buffers.set(name, buffered);
    buffered.events.push(event);
  }

  /** Delivers everything that was taken. Never throws: what goes wrong stands in the trail's status. */
  async deliver(now: Date): Promise<void> {
    const taken = [...this.buffers];
    this.buffers.clear();
    for (const [name, { place, events }] of taken) {
      for (let from = 0; from < events.length; from += mostEventsInOneFile) {
        await this.deliverFile(name, place, events.slice(from, from + mostEventsInOneFile), now);
      }
      await this.deliverToLogGroup(place, events);
    }
  }

  /** Delivers a digest for every chain that has log files since its last one. Never throws. */
  async deliverDigests(now: Date): Promise<void> {
    for (const chain of this.chains.values()) {
      if (chain.logFiles.length === 0) continue;
      const { place, periodStart: start, logFiles, previous } = chain;
      const { arn } = place.trail;
      const error = await this.attempt(async () => {
        const digest = await makeDigest({ place, start, end: now, logFiles, previous }, this.signer);
        const failure = await putLogObject(this.store, targetOf(place.trail), digest.object);
        if (failure === undefined) {
          Object.assign(chain, { periodStart: now, logFiles: [], previous: digest.asPrevious });
        }
        return failure;
      });
      const at = Date.now();
      this.statuses.note(
        arn,
        error === undefined
          ? { latestDigestDeliveryAt: at, latestDigestDeliveryError: "" }
          : { latestDigestDeliveryError: error },
      );
    }
  }

  /** Forgets a trail that is gone. */
  forget(trailArn: string): void {
    this.statuses.forget(trailArn);
    for (const name of [...this.chains.keys()]) {
      if (name.startsWith(`${trailArn} `)) this.chains.delete(name);
    }
  }

  private async deliverFile(
    name: string,
    place: LogPlace,
    events: readonly TrailEvent[],
    now: Date,
  ): Promise<void> {
    const { trail } = place;
    const attemptAt = Date.now();
    const error = await this.attempt(async () => {
      const file = await makeLogFile(place, events, now);
      const failure = await putLogObject(this.store, targetOf(trail), file);
      if (failure === undefined && trail.validatesLogFiles)
        this.chain(name, place, now).logFiles.push(withoutBody(file));
      return failure;
    });
    this.statuses.note(
      trail.arn,
      error === undefined
        ? { latestDeliveryAt: attemptAt, latestDeliveryAttemptAt: attemptAt, latestDeliveryError: "" }
        : { latestDeliveryAttemptAt: attemptAt, latestDeliveryError: error },
    );
  }

  private async deliverToLogGroup(place: LogPlace, events: readonly TrailEvent[]): Promise<void> {
    const { arn, logGroupArn, logsRoleArn } = place.trail;
    if (logGroupArn === undefined || logsRoleArn === undefined) return;
    const group = { groupArn: logGroupArn, roleArn: logsRoleArn };
    const error = await this.attempt(() => sendToLogGroup(this.store, group, events, place, this.heard));
    this.statuses.note(
      arn,
      error === undefined
        ? { latestLogGroupDeliveryAt: Date.now(), latestLogGroupDeliveryError: "" }
        : { latestLogGroupDeliveryError: error },
    );
  }

  private chain(name: string, place: LogPlace, now: Date): DigestChain {
    const chain = this.chains.get(name) ?? { place, periodStart: now, logFiles: [], previous: undefined };
    chain.place = place;
    this.chains.set(name, chain);
    return chain;
  }

  /** The store may be going down: then nothing can be delivered, and that is told. */
  private async attempt(deliver: () => Promise<string | undefined>): Promise<string | undefined> {
    try {
      return await deliver();
    } catch (error) {
      return `ServiceUnavailable: ${(error as Error).message}`;
    }
  }
}

function withoutBody({ key, sha256, oldestEventTime, newestEventTime }: LogFile): Omit<LogFile, "body"> {
  return { key, sha256, oldestEventTime, newestEventTime };
}

function targetOf({ arn, account, bucket, kmsKeyId }: LoggingTrail): Parameters<typeof putLogObject>[1] {
  return { trailArn: arn, account, bucket, kmsKeyId };
}
