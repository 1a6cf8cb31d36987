/** Proves: which names of buckets have dots. Not what Pulumi calls a bucket whose name the program leaves out. */
import { rule } from "../../../../policypacks/least-privilege/rules/bucket-name-has-no-dots";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const bucket = (props: Readonly<Record<string, unknown>>, type = "bucket:Bucket") => ({
  type: `aws:s3/${type}`,
  props,
});

ruleTests(rule, {
  message: /must not have dots|must be known/,
  passes: [
    ["hyphens", bucket({ bucket: "acme-drop" })],
    ["a prefix without dots", bucket({ bucketPrefix: "acme-" })],
    ["no name of its own", bucket({})],
  ],
  fails: [
    ["a dot", bucket({ bucket: "acme.drop" })],
    ["the name of a host", bucket({ bucket: "drop.example.com" })],
    ["a dot in the prefix", bucket({ bucketPrefix: "acme.drop-" })],
    ["the older type", bucket({ bucket: "acme.drop" }, "bucketV2:BucketV2")],
    ["a name that is not known", bucket({ bucket: unknownText })],
  ],
  leavesAlone: [
    ["a part of a bucket", bucket({ bucket: "acme.drop" }, "bucketVersioning:BucketVersioning")],
    ["a key of an object", bucket({ key: "a.txt" }, "bucketObject:BucketObject")],
  ],
});
