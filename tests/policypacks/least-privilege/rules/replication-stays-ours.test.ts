/** Proves: which replications name an owner or a key of another account. Not who owns the bucket of the copies. */
import { rule } from "../../../../policypacks/least-privilege/rules/replication-stays-ours";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const type = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
const of = (destination: object) => ({
  type,
  props: { bucket: "drop", rules: [{ destination: { bucket: "arn:aws:s3:::copy", ...destination } }] },
});
const key = (account: string) => ({
  encryptionConfiguration: { replicaKmsKeyId: `arn:aws:kms:eu-west-1:${account}:key/0a1b2c3d` },
});
const inline = (destination: object) => ({
  type: "aws:s3/bucket:Bucket",
  props: { bucket: "drop", replicationConfiguration: { rules: [{ destination }] } },
});
const older = (destination: object) => ({
  type: "aws:s3/bucketV2:BucketV2",
  props: { bucket: "drop", replicationConfigurations: [{ rules: [{ destinations: [destination] }] }] },
});
const others = { ownAccounts: ["222222222222"] };

ruleTests(rule, {
  message: /must not be of account 222222222222|must be known/,
  passes: [
    ["no owner", of({})],
    ["the own account", of({ account: "111111111111", ...key("111111111111") })],
    ["a listed account", of({ account: "222222222222", ...key("222222222222") }), others],
    ["a key that is not made yet", of({ encryptionConfiguration: { replicaKmsKeyId: unknownText } })],
    ["the own account, in the bucket itself", inline({ accountId: "111111111111" })],
    ["the own account, in a bucket of the older type", older({ accountId: "111111111111" })],
    [
      "a bucket of which AWS is yet to tell",
      {
        type: "aws:s3/bucket:Bucket",
        props: { bucket: "drop", replicationConfiguration: unknownText },
        madeFrom: { bucket: [] },
      },
    ],
    ["an alias", of({ encryptionConfiguration: { replicaKmsKeyId: "alias/copies" } })],
  ],
  fails: [
    ["another account", [of({ account: "222222222222" })]],
    ["a key of another account", [of(key("222222222222"))]],
    ["another account, in the bucket itself", [inline({ accountId: "222222222222" })]],
    [
      "a key of another account, in a bucket of the older type",
      [older({ replicaKmsKeyId: "arn:aws:kms:eu-west-1:222222222222:key/0a1b2c3d" })],
    ],
    ["rules that are not known", [{ type, props: { bucket: "drop", rules: unknownText } }]],
    ["an account that is not known", [of({ account: unknownText })]],
  ],
  leavesAlone: [["logging", { type: "aws:s3/bucketLogging:BucketLogging", props: { targetBucket: "logs" } }]],
});
