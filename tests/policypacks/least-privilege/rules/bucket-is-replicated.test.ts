/** Proves: which buckets have a rule that copies them to another Region. Not that S3's role may copy. */
import { rule } from "../../../../policypacks/least-privilege/rules/bucket-is-replicated";
import { type Given, unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const bucket = (name = "drop", more: object = {}, type = "bucket:Bucket"): Given => ({
  type: `aws:s3/${type}`,
  name,
  props: { bucket: name, ...more },
});
const enabled = { status: "Enabled", destination: { bucket: "arn:aws:s3:::copy" } };
const replication = (rules: unknown, name = "drop"): Given => ({
  type: "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
  name: "replication",
  props: { bucket: name, rules },
});
const inRegion = (name: string, region: string) => bucket(name, { region });

ruleTests(rule, {
  message: /must have an enabled replication rule|must be copied to another Region/,
  passes: [
    ["a rule beside the bucket", [bucket(), replication([enabled])]],
    ["a second rule that is enabled", [bucket(), replication([{ ...enabled, status: "Disabled" }, enabled])]],
    ["rules that are not known yet", [bucket(), replication(unknownText)]],
    ["a status that is not known yet", [bucket(), replication([{ ...enabled, status: unknownText }])]],
    ["a rule in the bucket", [bucket("drop", { replicationConfiguration: { rules: [enabled] } })]],
    [
      "a rule in a bucket of the older type",
      [
        bucket(
          "drop",
          {
            replicationConfigurations: [
              { rules: [{ status: "Enabled", destinations: [{ bucket: "arn:aws:s3:::copy" }] }] },
            ],
          },
          "bucketV2:BucketV2",
        ),
      ],
    ],
    [
      "a copy of the stack in another Region",
      [inRegion("drop", "eu-west-1"), inRegion("copy", "eu-central-1"), replication([enabled])],
    ],
    ["a bucket that the configuration does not name", [bucket()], { buckets: ["other"] }],
  ],
  fails: [
    ["no rule", [bucket()]],
    ["no rule, the older type", [bucket("drop", {}, "bucketV2:BucketV2")]],
    ["a disabled rule", [bucket(), replication([{ ...enabled, status: "Disabled" }])]],
    ["no rules", [bucket(), replication([])]],
    ["a rule of another bucket", [bucket(), replication([enabled], "other")]],
    [
      "a copy of the stack in the same Region",
      [inRegion("drop", "eu-west-1"), inRegion("copy", "eu-west-1"), replication([enabled])],
    ],
    [
      "a bucket that the configuration names, although it receives copies",
      [bucket(), bucket("copy"), replication([enabled])],
      { buckets: ["copy"] },
    ],
  ],
  leavesAlone: [["a bucket that receives copies", [bucket(), bucket("copy"), replication([enabled])]]],
});
