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
    const trail = aws.cloudtrail.Trail.get(name, trailArn, {}, { parent: this });
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
            // What the provider leaves out is CloudTrail's default.
            isMultiRegionTrail: multiRegion ?? false,
            isOrganizationTrail: ofOrganization ?? false,
            enableLogging: logging ?? true,
            advancedEventSelectors: advanced ?? [],
            eventSelectors: basic ?? [],
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
