import { ofBucket } from "../example";
import { unknownFinding } from "../finding";
import type { Rule } from "../rule";
import { unknown, type Value, valuesAt } from "../value";

/** Where a resource type sets versioning, what says that it is on, and what says that deletion needs a second factor. */
interface VersioningPlace {
  readonly steps: readonly string[];
  readonly status: string;
  readonly mfaDelete: string;
}

const split: VersioningPlace = {
  steps: ["versioningConfiguration"],
  status: "status",
  mfaDelete: "mfaDelete",
};
const places: Readonly<Record<string, VersioningPlace>> = {
  "aws:s3/bucketVersioning:BucketVersioning": split,
  "aws:s3/bucketVersioningV2:BucketVersioningV2": split,
  "aws:s3/bucket:Bucket": { steps: ["versioning"], status: "enabled", mfaDelete: "mfaDelete" },
  "aws:s3/bucketV2:BucketV2": { steps: ["versionings", "*"], status: "enabled", mfaDelete: "mfaDelete" },
};

/**
 * Off until the configuration asks for it: only the account's root user can switch it on, with its device at hand, and
 * lifecycle rules are refused then. Object lock does more without a person. Of buckets that keep no versions,
 * `bucket-is-versioned` tells.
 */
export const rule: Rule = {
  name: "bucket-deletes-with-mfa",
  displayName: "Versions are deleted with a second factor only",
  description: "A bucket that keeps versions must have MFA delete enabled.",
  why: "Whoever gets hold of an administrator's credentials can delete every version.",
  severity: "low",
  level: "disabled",
  requirements: ["FSBP:S3.20", "CIS-AWS-5.0:2.1.2", "CIS-AWS-7.0:3.1.2"],
  topics: ["s3"],
  remediationSteps:
    "As the root user, set mfaDelete to Enabled with the serial number and a code of its device.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html",
  example: {
    compliant: [versioning({ status: "Enabled", mfaDelete: "Enabled" })],
    violating: [versioning({ status: "Enabled" })],
  },
  judges: "resource",
  types: Object.keys(places),
  check: ({ type, properties }) => {
    const place = places[type];
    if (place === undefined) return [];
    const { steps, status, mfaDelete } = place;
    return valuesAt(properties, steps).flatMap(({ path, value }) => {
      const [state] = valuesAt({ value }, ["value", status]);
      if (state === undefined || !isOn(state.value)) return [];
      const [second] = valuesAt({ value }, ["value", mfaDelete]);
      const where = `${path}.${mfaDelete}`;
      if (state.value === unknown || second?.value === unknown) return [unknownFinding(where, "setting")];
      return second !== undefined && isOn(second.value)
        ? []
        : [
            {
              where,
              must: "must be enabled",
              fix: "enable it as the root user, or lock the objects instead",
            },
          ];
    });
  },
};

const isOn = (value: Value): boolean => value === true || value === "Enabled" || value === unknown;

function versioning(versioningConfiguration: Readonly<Record<string, string>>) {
  return ofBucket("aws:s3/bucketVersioning:BucketVersioning", { versioningConfiguration });
}
