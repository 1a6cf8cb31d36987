/** Log events that a group took. */
export interface LoggedEvents {
  /** The group's account: 12 digits. */
  readonly account: string;
  readonly region: string;
  readonly groupName: string;
  readonly events: readonly LogEvent[];
}

export interface LogEvent {
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly message: string;
}

/** Takes note of what was logged. Must not throw, and returns at once. */
export type LogListener = (logged: LoggedEvents) => void;
