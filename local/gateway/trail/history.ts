import { type Keeper, memoryOnly } from "../state/keeper";
import type { TrailEvent } from "./event";

/** One event as LookupEvents answers it. @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Event.html */
export interface FoundEvent {
  readonly EventId: string;
  readonly EventName: string;
  readonly ReadOnly: string;
  readonly AccessKeyId?: string;
  /** Seconds since 1970. */
  readonly EventTime: number;
  readonly EventSource: string;
  readonly Username?: string;
  readonly Resources: readonly { readonly ResourceType: string; readonly ResourceName: string }[];
  /** JSON text of the record. */
  readonly CloudTrailEvent: string;
}

/** What LookupEvents is asked. */
export interface Lookup {
  readonly account: string;
  readonly region: string;
  /** At most one, as AWS takes it. */
  readonly attribute?: { readonly key: string; readonly value: string };
  /** Seconds since 1970. */
  readonly startTime?: number;
  readonly endTime?: number;
  readonly maxResults: number;
  /** How many of the newest to pass over: where the page before ended. */
  readonly skip: number;
}

interface Kept {
  readonly account: string;
  readonly region: string;
  readonly event: FoundEvent;
}

const keptEvents = 5_000;
const keptUnder = "history/";
const oldestSeconds = 90 * 24 * 3_600;

/**
 * The management events that LookupEvents finds: the newest 5 000 of all accounts together, of the last 90 days.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html
 */
export class EventHistory {
  private readonly ring: Kept[] = [];
  private next = 0;

  constructor(private readonly keeper: Keeper = memoryOnly) {
    // In the order of keeping: the last is the newest.
    for (const [place, kept] of keeper.entries(keptUnder)) {
      this.ring[Number(place)] = kept as Kept;
      this.next = (Number(place) + 1) % keptEvents;
    }
  }

  /** Keeps a management event; of others nothing. */
  add(event: TrailEvent): void {
    if (event.eventCategory !== "Management") return;
    const { recipientAccountId: account, awsRegion: region } = event;
    const kept = { account, region, event: foundEvent(event) };
    this.ring[this.next] = kept;
    this.keeper.set(`${keptUnder}${this.next}`, kept);
    this.next = (this.next + 1) % keptEvents;
  }

  /** The newest first, and whether there are more. */
  find(lookup: Lookup): { readonly events: readonly FoundEvent[]; readonly more: boolean } {
    const oldest = Date.now() / 1_000 - oldestSeconds;
    const newestFirst = [...this.ring.slice(this.next), ...this.ring.slice(0, this.next)].reverse();
    const matching = newestFirst.filter(
      ({ account, region, event }) =>
        account === lookup.account &&
        region === lookup.region &&
        event.EventTime >= Math.max(oldest, lookup.startTime ?? 0) &&
        event.EventTime <= (lookup.endTime ?? Infinity) &&
        (lookup.attribute === undefined || hasAttribute(event, lookup.attribute)),
    );
    const end = lookup.skip + lookup.maxResults;
    return {
      events: matching.slice(lookup.skip, end).map(({ event }) => event),
      more: matching.length > end,
    };
  }
}

/** The attributes by which AWS finds events. */
export const lookupAttributes: ReadonlySet<string> = new Set([
  "AccessKeyId",
  "EventId",
  "EventName",
  "EventSource",
  "ReadOnly",
  "ResourceName",
  "ResourceType",
  "Username",
]);

function hasAttribute(event: FoundEvent, { key, value }: NonNullable<Lookup["attribute"]>): boolean {
  switch (key) {
    case "AccessKeyId":
      return event.AccessKeyId === value;
    case "EventId":
      return event.EventId === value;
    case "EventName":
      return event.EventName === value;
    case "EventSource":
      return event.EventSource === value;
    case "ReadOnly":
      return event.ReadOnly === value;
    case "ResourceName":
      return event.Resources.some(({ ResourceName }) => ResourceName === value);
    case "ResourceType":
      return event.Resources.some(({ ResourceType }) => ResourceType === value);
    case "Username":
      return event.Username === value;
    default:
      return false;
  }
}

function foundEvent(event: TrailEvent): FoundEvent {
  const { userIdentity, resources = [] } = event;
  const { type, userName, principalId } = userIdentity;
  const username =
    type === "Root" ? "root" : type === "AssumedRole" ? principalId.replace(/^[^:]*:/, "") : userName;
  return {
    EventId: event.eventID,
    EventName: event.eventName,
    ReadOnly: String(event.readOnly),
    ...(userIdentity.accessKeyId === undefined ? {} : { AccessKeyId: userIdentity.accessKeyId }),
    EventTime: Date.parse(event.eventTime) / 1_000,
    EventSource: event.eventSource,
    ...(username === undefined ? {} : { Username: username }),
    Resources: resources.flatMap(({ type: ResourceType, ARN }) =>
      ARN === undefined ? [] : [{ ResourceType, ResourceName: resourceName(ARN) }],
    ),
    CloudTrailEvent: JSON.stringify(event),
  };
}

/** AWS finds buckets and roles by their names, keys by their ARNs. */
function resourceName(arn: string): string {
  return /^arn:[^:]+:s3:::([^/]+)$/.exec(arn)?.[1] ?? arn;
}
