import { AlarmWatcher } from "./alarms/alarmWatcher";
import type { LogListener, LoggedEvents } from "./logs/logged";
import { countLogged } from "./logs/metricFilters";
import { MessageList } from "./messages/messageList";
import type { Recorder } from "./record/recorder";
import type { CachedReader } from "./store/reader";

const everyMilliseconds = 1_000;

/**
 * What AWS does by itself after requests: metrics are counted, alarms are evaluated, messages are sent.
 *
 * Everything happens in turn and after the request was answered.
 */
export class Aftermath {
  readonly messages = new MessageList();
  readonly watcher: AlarmWatcher;
  private working: Promise<void> = Promise.resolve();
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly store: CachedReader) {
    this.watcher = new AlarmWatcher(store, this.messages);
    this.timer = setInterval(() => {
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
  readonly record: Recorder = () => undefined;

  /** Does something after all that is yet to be done. What it throws ends it alone. */
  readonly later = (work: () => Promise<void>): void => {
    // The store is going down, or a document is not what it was a moment ago: AWS would try again.
    this.working = this.working.then(work).catch(() => undefined);
  };

  /** Does what is yet to be done, and ends. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.working;
  }
}
