import type { key } from "../../stack/given";
import { bucket, bucketArn, keyArn, resource, withInputs } from "../../stack/given";
import { changed } from "../changeCase";
import type { ChangeCase } from "../changeCase";
import { block, encryption, keyUse, keyWith, objectEvents, small, trail, writerArn } from "../smallStack";

const adding = (name: string, before: ChangeCase["before"], after: ChangeCase["after"]): ChangeCase => ({
  name,
  before: [...small, ...before],
  after: [...small, ...after],
});
const kms = encryption("aws:kms", { kmsMasterKeyId: keyArn });
const encrypted = (one: typeof key) => [...changed(small, "encryption", () => kms), one];
const lock = (mode: string, days: number) =>
  resource("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", "lock", {
    bucket: "acme-drop",
    rule: { defaultRetention: { mode, days } },
  });
const logs = (retentionInDays: number) =>
  resource("aws:cloudwatch/logGroup:LogGroup", "logs", { name: "audit", retentionInDays });
const alarm = (more: object = {}) =>
  resource("aws:cloudwatch/metricAlarm:MetricAlarm", "alarm", {
    name: "denied-puts",
    threshold: 1,
    alarmActions: ["arn:aws:sns:eu-west-1:111111111111:alarms"],
    ...more,
  });
const lifecycle = (noncurrentDays: number) =>
  resource("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "lifecycle", {
    bucket: "acme-drop",
    rules: [{ status: "Enabled", noncurrentVersionExpiration: { noncurrentDays } }],
  });
const versioning = (status: string) =>
  resource("aws:s3/bucketVersioning:BucketVersioning", "versioning", {
    bucket: "acme-drop",
    versioningConfiguration: { status },
  });

/** What guards and records access, and the keys. */
export const guardCases: readonly ChangeCase[] = [
  {
    name: "encryption from kms to s3",
    before: encrypted(keyWith(keyUse(writerArn))),
    after: [...small, keyWith(keyUse(writerArn))],
  },
  {
    name: "key policy lets another account decrypt",
    before: encrypted(keyWith(keyUse(writerArn))),
    after: encrypted(
      keyWith(keyUse(writerArn), keyUse("arn:aws:iam::333333333333:role/export", "kms:Decrypt")),
    ),
  },
  {
    name: "key policy no longer serves the writer",
    before: encrypted(keyWith(keyUse(writerArn))),
    after: encrypted(keyWith(keyUse("arn:aws:iam::111111111111:role/another"))),
  },
  {
    name: "key policy without the service that uses it",
    before: encrypted(keyWith(keyUse(writerArn))),
    after: encrypted(keyWith({ ...keyUse(writerArn), Condition: undefined })),
  },
  {
    name: "key rotation off, waiting period shorter",
    before: encrypted(keyWith(keyUse(writerArn))),
    after: encrypted(
      withInputs(keyWith(keyUse(writerArn)), { enableKeyRotation: false, deletionWindowInDays: 7 }),
    ),
  },
  adding(
    "trail selector narrowed to a prefix",
    [trail()],
    [trail({ advancedEventSelectors: [objectEvents(`${bucketArn}/in/`)] })],
  ),
  adding(
    "trail selector split in two that cover the same",
    [trail()],
    [
      trail({
        advancedEventSelectors: [objectEvents(`${bucketArn}/`), objectEvents(`${bucketArn}/in/`)],
      }),
    ],
  ),
  adding("trail stopped", [trail()], [trail({ enableLogging: false })]),
  adding("trail removed", [trail()], []),
  adding("log file validation off", [trail()], [trail({ enableLogFileValidation: false })]),
  adding("lock removed", [lock("GOVERNANCE", 30)], []),
  adding(
    "lock from compliance to governance, for longer",
    [lock("COMPLIANCE", 30)],
    [lock("GOVERNANCE", 60)],
  ),
  adding("retention of the log shortened", [logs(400)], [logs(30)]),
  adding("retention of the log from for ever to ten years", [logs(0)], [logs(3653)]),
  adding("alarm removed", [alarm()], []),
  adding("alarm that tells nobody", [alarm()], [alarm({ alarmActions: [] })]),
  adding("old versions kept for fewer days", [lifecycle(90)], [lifecycle(7)]),
  adding("versioning suspended", [versioning("Enabled")], [versioning("Suspended")]),
  {
    name: "public access block off in one flag",
    before: small,
    after: changed(small, "block", () => block(true, { restrictPublicBuckets: false })),
  },
  {
    name: "protection by Pulumi and against deletion taken off",
    before: changed(small, "drop", () => ({ ...bucket, isProtected: true })),
    after: changed(small, "drop", () => withInputs(bucket, { forceDestroy: true })),
  },
];
