/** Proves: what counts as a web site, split or inline. */
import { rule } from "../../../../policypacks/least-privilege/rules/bucket-is-no-website";
import { bucket, ofBucket } from "../../../../policypacks/least-privilege/example";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const site = { indexDocument: "index.html" };

ruleTests(rule, {
  message: /must not be a web site/,
  passes: [
    ["a bucket", bucket()],
    ["an empty list", bucket({ websites: [] })],
    ["what AWS answers for a bucket without one", bucket({ websiteEndpoint: "" })],
  ],
  fails: [
    ["a configuration", ofBucket("aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration", site)],
    [
      "a configuration of the older type",
      ofBucket("aws:s3/bucketWebsiteConfigurationV2:BucketWebsiteConfigurationV2", site),
    ],
    ["in the bucket itself", bucket({ website: site })],
    ["in a bucket of the older type", { ...bucket({ websites: [site] }), type: "aws:s3/bucketV2:BucketV2" }],
    ["one that is not known", bucket({ website: unknownText })],
  ],
  leavesAlone: [
    ["CORS", ofBucket("aws:s3/bucketCorsConfiguration:BucketCorsConfiguration", { corsRules: [] })],
  ],
});
