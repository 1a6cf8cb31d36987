import { key } from "../example";
import { judgeProperty } from "../property";
import type { FoundResource } from "../resource";
import type { Rule } from "../rule";

/** What KMS takes where the property is left out, in days. */
const defaultDays = 365;

/** Only keys with material that KMS makes, for symmetric encryption, can rotate by themselves. */
export const rule: Rule = {
  name: "key-rotates",
  displayName: "A symmetric key rotates",
  description:
    "A symmetric encryption key must rotate its material, and within the configured number of days.",
  why: "Everything that the key ever encrypted hangs on one piece of key material.",
  severity: "medium",
  level: "mandatory",
  requirements: ["FSBP:KMS.4", "CIS-AWS-5.0:3.6", "CIS-AWS-7.0:4.6"],
  topics: ["kms"],
  remediationSteps: "Set enableKeyRotation to true, and rotationPeriodInDays to maximumDays or less.",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
  options: { maximumDays: 365 },
  example: {
    compliant: [key()],
    violating: [{ ...key(), props: { description: "never rotates" } }],
  },
  judges: "resource",
  types: ["aws:kms/key:Key"],
  check: (resource, { maximumDays }) =>
    isSymmetric(resource)
      ? [
          ...judgeProperty(resource, "enableKeyRotation", {
            accepts: (value) => value === true,
            must: "must be true",
            fix: "set it to true",
          }),
          ...judgeProperty(resource, "rotationPeriodInDays", {
            accepts: (value) => Number(value ?? defaultDays) <= maximumDays,
            must: `must be at most ${maximumDays} days`,
            fix: `set it to ${maximumDays} or less, or leave it out for ${defaultDays}`,
          }),
        ]
      : [],
  remedy: (resource) =>
    isSymmetric(resource) && resource.properties["enableKeyRotation"] !== true
      ? { enableKeyRotation: true }
      : undefined,
};

function isSymmetric({ properties }: FoundResource): boolean {
  const { customerMasterKeySpec: spec, keyUsage: use, customKeyStoreId: store, xksKeyId } = properties;
  return (
    (spec === undefined || spec === null || spec === "SYMMETRIC_DEFAULT") &&
    (use === undefined || use === null || use === "ENCRYPT_DECRYPT") &&
    (store === undefined || store === null) &&
    (xksKeyId === undefined || xksKeyId === null)
  );
}
