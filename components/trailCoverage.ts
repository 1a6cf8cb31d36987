import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Place } from "../iam/place";
import { trailGaps } from "../iam/trailCoverage";
import type { RecordedEvents } from "../iam/trailSelectors";
import type { InAccount } from "./inAccount";

export interface TrailCoverageArgs {
  readonly trailArn: string;
  /** Of the bucket. */
  readonly place: Place;
  readonly events: RecordedEvents;
}

/**
 * What a trail has unless CloudTrail says otherwise. At preview, a property that a read leaves out counts as unknown
 * instead of absent, and the trail would be looked at only when everything else is made.
 */
const unlessTold = {
  isMultiRegionTrail: false,
  isOrganizationTrail: false,
  enableLogging: true,
  advancedEventSelectors: [],
  eventSelectors: [],
};

/** Makes sure that a trail that exists records the requests for the bucket's objects; makes nothing. */
export class TrailCoverage extends pulumi.ComponentResource {
  /**
   * The trail's ARN once it is known to cover the objects.
   *
   * It fails with a RunError that says what the trail lacks, at preview already: a trail is read, not made.
   */
  readonly coveredBy: pulumi.Output<string>;

  constructor(name: string, { trailArn, place, events }: TrailCoverageArgs, opts: InAccount) {
    super("xput:index:TrailCoverage", name, {}, opts);
    const trail = aws.cloudtrail.Trail.get(name, trailArn, unlessTold, { parent: this });
    this.coveredBy = pulumi
      .all([
        trail.homeRegion,
        trail.isMultiRegionTrail,
        trail.isOrganizationTrail,
        trail.enableLogging,
        trail.advancedEventSelectors,
        trail.eventSelectors,
      ])
      .apply(([homeRegion, multiRegion, ofOrganization, logging, advanced, basic]) => {
        const gaps = trailGaps(
          {
            arn: trailArn,
            homeRegion,
            isMultiRegionTrail: multiRegion ?? unlessTold.isMultiRegionTrail,
            isOrganizationTrail: ofOrganization ?? unlessTold.isOrganizationTrail,
            enableLogging: logging ?? unlessTold.enableLogging,
            advancedEventSelectors: advanced ?? unlessTold.advancedEventSelectors,
            eventSelectors: basic ?? unlessTold.eventSelectors,
          },
          place,
          events,
        );
        if (gaps.length === 0) return trailArn;
        throw new pulumi.RunError(`xput:audit.trailArn: ${trailArn} ${gaps.join("; it ")}`);
      });
    this.registerOutputs();
  }
}
