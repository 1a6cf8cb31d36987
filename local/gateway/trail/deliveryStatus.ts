import { type Keeper, memoryOnly } from "../state/keeper";
import { KeptMap } from "../state/keptMap";

/** What became of a trail's last deliveries, for GetTrailStatus. Times in milliseconds since 1970. */
export interface DeliveryStatus {
  readonly latestDeliveryAt?: number;
  readonly latestDeliveryAttemptAt?: number;
  /** Empty when the last one went well. */
  readonly latestDeliveryError?: string;
  readonly latestDigestDeliveryAt?: number;
  readonly latestDigestDeliveryError?: string;
  readonly latestLogGroupDeliveryAt?: number;
  readonly latestLogGroupDeliveryError?: string;
}

/** The delivery statuses of all trails. */
export class DeliveryStatuses {
  private readonly statuses: KeptMap<DeliveryStatus>;

  constructor(keeper: Keeper = memoryOnly) {
    this.statuses = new KeptMap<DeliveryStatus>("deliveryStatus").attach(keeper);
  }

  of(trailArn: string): DeliveryStatus {
    return this.statuses.get(trailArn) ?? {};
  }

  note(trailArn: string, change: DeliveryStatus): void {
    this.statuses.set(trailArn, { ...this.of(trailArn), ...change });
  }

  forget(trailArn: string): void {
    this.statuses.delete(trailArn);
  }
}
