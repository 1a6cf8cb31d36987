import { bucketsWithout } from "../bucket";
import { bucketName, logBuckets } from "../dataEvents";
import { bucket, ofBucket } from "../example";
import type { FoundResource } from "../resource";
import type { Rule } from "../rule";
import { isList, unknown } from "../value";

const type = "aws:s3/bucketNotification:BucketNotification";

/** Off until the configuration asks for it: nobody may need the events. Buckets that receive logs are left alone. */
export const rule: Rule = {
  name: "bucket-sends-events",
  displayName: "A bucket tells of its objects",
  description: "A bucket must send events to EventBridge, a function, a queue or a topic.",
  why: "What should look at every new object, such as a scan, has to ask for it, and comes late.",
  severity: "low",
  level: "disabled",
  requirements: ["FSBP:S3.11"],
  topics: ["s3"],
  remediationSteps: "Add an aws.s3.BucketNotification with eventbridge true.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html",
  options: { buckets: [] },
  example: {
    compliant: [bucket(), ofBucket(type, { eventbridge: true })],
    violating: [bucket(), ofBucket(type, { eventbridge: false })],
  },
  judges: "stack",
  check: (resources, { buckets: names }) => {
    const logs = logBuckets(resources);
    const telling = resources.filter((one) => one.type !== type || sends(one));
    return bucketsWithout(telling, {
      types: [type],
      inline: [],
      called: "a BucketNotification that sends events",
    }).filter(({ resource }) => {
      const name = bucketName(resource) ?? "";
      return names.length === 0 ? !logs.includes(name) : names.includes(name);
    });
  },
};

/** Where one is not known yet, the program sets it. */
function sends({ properties }: FoundResource): boolean {
  const { eventbridge, ...others } = properties;
  return (
    eventbridge === true ||
    eventbridge === unknown ||
    ["lambdaFunctions", "queues", "topics"].some((name) => {
      const given = others[name] ?? null;
      return given === unknown || (isList(given) && given.length > 0);
    })
  );
}
