import { AlarmWatcher } from "./alarms/alarmWatcher";
import type { LogListener, LoggedEvents } from "./logs/logged";
import { countLogged } from "./logs/metricFilters";
import { MessageList } from "./messages/messageList";
import type { Outcome } from "./model";
import { AccessLogs } from "./objects/accessLogs";
import { copyInStore, type CopyObject } from "./objects/copyObject";
import { replicate, wantedReplica } from "./objects/replicate";
import { scanForMalware } from "./objects/scanForMalware";
import { writtenObject } from "./objects/writtenObject";
import type { Recorder } from "./record/recorder";
import type { StoreConnection } from "./store/connection";
import type { CachedReader } from "./store/reader";

const everyMilliseconds = 1_000;

/**
 * What AWS does by itself after requests: metrics are counted, alarms are evaluated, messages are sent; objects are
 * replicated and scanned, access logs delivered.
 *
 * Everything happens in turn and after the request was answered.
 */
export class Aftermath {
  readonly messages = new MessageList();
  readonly watcher: AlarmWatcher;
  private readonly accessLogs: AccessLogs;
  private readonly copy: CopyObject;
  private working: Promise<void> = Promise.resolve();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly store: CachedReader,
    connection: StoreConnection,
  ) {
    this.accessLogs = new AccessLogs(store);
    this.copy = copyInStore(connection);
    this.watcher = new AlarmWatcher(store, this.messages);
    this.timer = setInterval(() => {
      this.later(() => this.accessLogs.deliver());
      this.later(() => this.watcher.evaluate());
    }, everyMilliseconds);
    // It does not keep the process up.
    this.timer.unref();
  }

  /** Counts what was logged. */
  readonly logged: LogListener = (logged: LoggedEvents) => {
    this.later(async () => {
      await countLogged(this.store, this.watcher, logged);
      await this.watcher.evaluate();
    });
  };

  /** Notes what a request left to do. */
  readonly record: Recorder = ({ outcome }) => {
    this.accessLogs.add(outcome);
    if (outcome.call.service === "s3") void this.objectChanged(outcome);
  };

  /** Does something after all that is yet to be done. What it throws ends it alone. */
  readonly later = (work: () => Promise<void>): void => {
    // The store is going down, or a document is not what it was a moment ago: AWS would try again.
    this.working = this.working.then(work).catch(() => undefined);
  };

  /** Does what is yet to be done, and ends. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.later(() => this.accessLogs.deliver());
    await this.working;
  }

  /** What is wanted of a new version is found out at once, so that its status is soon told, and done in turn. */
  private async objectChanged(outcome: Outcome): Promise<void> {
    try {
      const written = await writtenObject(this.store, outcome);
      if (written === undefined) return;
      const replica = await wantedReplica(this.store, written);
      this.later(() => scanForMalware(this.store, written));
      if (replica !== undefined) this.later(() => replicate(this.store, replica, this.copy));
    } catch {
      // The store is going down: there is nothing to copy from.
    }
  }
}
