import type { LogListener } from "../logs/logged";
import { type Keeper, memoryOnly } from "../state/keeper";
import { KeptMap } from "../state/keptMap";
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
const unreachable = "ServiceUnavailable";

interface Buffered {
  readonly place: LogPlace;
  readonly events: TrailEvent[];
}

/** The digests of one trail, account and region. */
interface DigestChain {
  readonly place: LogPlace;
  readonly periodStart: Date;
  readonly logFiles: readonly Omit<LogFile, "body">[];
  readonly previous: PreviousDigest | undefined;
}

/**
 * Collects the events of trails and delivers them. What cannot be delivered is told by the trail's status and left
 * out: AWS would try again for 30 days.
 */
export class Delivery {
  readonly statuses: DeliveryStatuses;
  private readonly buffers = new Map<string, Buffered>();
  private readonly chains: KeptMap<DigestChain>;

  constructor(
    private readonly store: StoreReader,
    private readonly signer: DigestSigner,
    private readonly heard: LogListener = () => undefined,
    keeper: Keeper = memoryOnly,
  ) {
    this.statuses = new DeliveryStatuses(keeper);
    this.chains = new KeptMap<DigestChain>("digestChain").attach(keeper);
  }

  /** Takes an event that a trail selects. */
  add(trail: LoggingTrail, event: TrailEvent): void {
    const { recipientAccountId: account, awsRegion: region } = event;
    const name = `${trail.arn} ${account} ${region}`;
    const buffered = this.buffers.get(name) ?? { place: { trail, account, region }, events: [] };
    this.buffers.set(name, buffered);
    buffered.events.push(event);
  }

  /**
   * Delivers everything that was taken. Never throws: what goes wrong stands in the trail's status.
   *
   * @returns false when the store did not answer: the same events may be delivered again
   */
  async deliver(now: Date): Promise<boolean> {
    const taken = [...this.buffers];
    this.buffers.clear();
    const errors: (string | undefined)[] = [];
    for (const [name, { place, events }] of taken) {
      for (let from = 0; from < events.length; from += mostEventsInOneFile) {
        const part = events.slice(from, from + mostEventsInOneFile);
        errors.push(await this.deliverFile(name, place, part, now));
      }
      errors.push(await this.deliverToLogGroup(place, events));
    }
    return !errors.some((error) => error?.startsWith(unreachable));
  }

  /** Delivers a digest for every chain that has log files since its last one. Never throws. */
  async deliverDigests(now: Date): Promise<void> {
    for (const [name, chain] of this.chains.entries()) {
      if (chain.logFiles.length === 0) continue;
      const { place, periodStart: start, logFiles, previous } = chain;
      const { arn } = place.trail;
      const error = await this.attempt(async () => {
        const digest = await makeDigest({ place, start, end: now, logFiles, previous }, this.signer);
        const failure = await putLogObject(this.store, targetOf(place.trail), digest.object);
        if (failure === undefined) {
          this.chains.set(name, { place, periodStart: now, logFiles: [], previous: digest.asPrevious });
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
    for (const [name] of this.chains.entries()) {
      if (name.startsWith(`${trailArn} `)) this.chains.delete(name);
    }
  }

  private async deliverFile(
    name: string,
    place: LogPlace,
    events: readonly TrailEvent[],
    now: Date,
  ): Promise<string | undefined> {
    const { trail } = place;
    const attemptAt = Date.now();
    const error = await this.attempt(async () => {
      const file = await makeLogFile(place, events, now);
      const failure = await putLogObject(this.store, targetOf(trail), file);
      if (failure === undefined && trail.validatesLogFiles) this.chain(name, place, now, file);
      return failure;
    });
    this.statuses.note(
      trail.arn,
      error === undefined
        ? { latestDeliveryAt: attemptAt, latestDeliveryAttemptAt: attemptAt, latestDeliveryError: "" }
        : { latestDeliveryAttemptAt: attemptAt, latestDeliveryError: error },
    );
    return error;
  }

  private async deliverToLogGroup(
    place: LogPlace,
    events: readonly TrailEvent[],
  ): Promise<string | undefined> {
    const { arn, logGroupArn, logsRoleArn } = place.trail;
    if (logGroupArn === undefined || logsRoleArn === undefined) return undefined;
    const group = { groupArn: logGroupArn, roleArn: logsRoleArn };
    const error = await this.attempt(() => sendToLogGroup(this.store, group, events, place, this.heard));
    this.statuses.note(
      arn,
      error === undefined
        ? { latestLogGroupDeliveryAt: Date.now(), latestLogGroupDeliveryError: "" }
        : { latestLogGroupDeliveryError: error },
    );
    return error;
  }

  /** Notes a file that was delivered for the next digest. */
  private chain(name: string, place: LogPlace, now: Date, file: LogFile): void {
    const { periodStart = now, logFiles = [], previous } = this.chains.get(name) ?? {};
    this.chains.set(name, { place, periodStart, logFiles: [...logFiles, withoutBody(file)], previous });
  }

  /** The store may be going down: then nothing can be delivered, and that is told. */
  private async attempt(deliver: () => Promise<string | undefined>): Promise<string | undefined> {
    try {
      return await deliver();
    } catch (error) {
      return `${unreachable}: ${(error as Error).message}`;
    }
  }
}

function withoutBody({ key, sha256, oldestEventTime, newestEventTime }: LogFile): Omit<LogFile, "body"> {
  return { key, sha256, oldestEventTime, newestEventTime };
}

function targetOf({ arn, account, bucket, kmsKeyId }: LoggingTrail): Parameters<typeof putLogObject>[1] {
  return { trailArn: arn, account, bucket, kmsKeyId };
}
