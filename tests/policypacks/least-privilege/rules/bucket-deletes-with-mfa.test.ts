/** Proves: which versioning settings have MFA delete. Not that a bucket keeps versions at all. */
import { rule } from "../../../../policypacks/least-privilege/rules/bucket-deletes-with-mfa";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const split = (versioningConfiguration: unknown, type = "bucketVersioning:BucketVersioning") => ({
  type: `aws:s3/${type}`,
  props: { bucket: "drop", versioningConfiguration },
});
const inline = (versioning: unknown) => ({
  type: "aws:s3/bucket:Bucket",
  props: { bucket: "drop", versioning },
});
const inlineList = (...versionings: readonly unknown[]) => ({
  type: "aws:s3/bucketV2:BucketV2",
  props: { bucket: "drop", versionings },
});

ruleTests(rule, {
  message: /mfaDelete must be (?:enabled|known at preview)|must be known at preview/,
  passes: [
    ["enabled", split({ status: "Enabled", mfaDelete: "Enabled" })],
    ["enabled in the bucket", inline({ enabled: true, mfaDelete: true })],
    ["enabled in the bucket's list", inlineList({ enabled: true, mfaDelete: true })],
  ],
  fails: [
    ["not said", split({ status: "Enabled" })],
    ["disabled", split({ status: "Enabled", mfaDelete: "Disabled" })],
    ["another case, which AWS refuses", split({ status: "Enabled", mfaDelete: "enabled" })],
    ["not known", split({ status: "Enabled", mfaDelete: unknownText })],
    ["of versioning that is not known", split({ status: unknownText, mfaDelete: "Disabled" })],
    ["in the second type", split({ status: "Enabled" }, "bucketVersioningV2:BucketVersioningV2")],
    ["off in the bucket", inline({ enabled: true, mfaDelete: false })],
    ["not said in the bucket's list", inlineList({ enabled: true })],
  ],
  leavesAlone: [
    ["suspended versioning", split({ status: "Suspended" })],
    ["a bucket without versioning", inline(undefined)],
    ["a bucket that keeps no versions", inline({ enabled: false })],
  ],
});
