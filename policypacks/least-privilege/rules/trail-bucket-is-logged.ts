import { bucketsWithout } from "../bucket";
import { loggingTypes, trailsOf } from "../dataEvents";
import { bucket, ofBucket, trail } from "../example";
import { refersTo } from "../reference";
import type { Rule } from "../rule";

const delivering = trail({ s3BucketName: "acme-drop" });

/**
 * Off until the configuration asks for it: CIS wants access logs of the bucket itself, although the trail's digest files show
 * every log file that was taken away or changed. Buckets that other stacks make are theirs to log.
 */
export const rule: Rule = {
  name: "trail-bucket-is-logged",
  displayName: "Requests to a trail's bucket are logged",
  description: "A bucket to which a trail delivers must have access logging.",
  why: "Nobody can tell afterwards who read the log, or who tried to take it away.",
  severity: "low",
  level: "disabled",
  requirements: ["FSBP:CloudTrail.7", "CIS-AWS-5.0:3.4", "CIS-AWS-7.0:4.4"],
  topics: ["cloudtrail", "s3"],
  remediationSteps: "Add an aws.s3.BucketLogging to another bucket.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html",
  example: {
    compliant: [
      bucket(),
      delivering,
      ofBucket("aws:s3/bucketLogging:BucketLogging", { targetBucket: "acme-logs", targetPrefix: "drop/" }),
    ],
    violating: [bucket(), delivering],
  },
  judges: "stack",
  check: (resources) => {
    const trails = trailsOf(resources);
    const unlogged = bucketsWithout(resources, {
      types: loggingTypes,
      inline: ["logging", "loggings"],
      called: "a BucketLogging",
    });
    return unlogged.filter(({ resource }) =>
      trails.some((one) => refersTo(one, "s3BucketName", resource, ["bucket", "id"])),
    );
  },
};
