import { ofBucket, otherAccount, ownAccount } from "../example";
import { unknownFinding } from "../finding";
import type { Rule, StackFinding } from "../rule";
import { unknown, valuesAt } from "../value";

const type = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";

/** Where it names an account, as a path in a rule's destination. */
const places: readonly (readonly string[])[] = [
  ["rules", "*", "destination", "account"],
  ["rules", "*", "destination", "encryptionConfiguration", "replicaKmsKeyId"],
];

/** A bucket's ARN does not tell its account: who owns the copies and their key is judged. */
export const rule: Rule = {
  name: "replication-stays-ours",
  displayName: "Copies of objects stay in accounts that are ours",
  description:
    "A replication must name no owner and no key of an account that the stack does not deploy to and that ownAccounts does not list.",
  why: "Everything that is put is copied to somebody who was not meant to have it, as long as nobody looks.",
  severity: "high",
  level: "mandatory",
  requirements: ["NIST-800-53-r5:AC-4", "FSBP:S3.7"],
  topics: ["s3", "kms"],
  remediationSteps: "Name an account and a key that are ours, or list the account in ownAccounts.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-walkthrough-2.html",
  options: { ownAccounts: [] },
  example: {
    compliant: [replication(ownAccount)],
    violating: [replication(otherAccount)],
  },
  judges: "stack",
  check: (resources, { ownAccounts }) => {
    const ours = new Set([...ownAccounts, ...resources.flatMap(({ accountId }) => accountId ?? [])]);
    return resources
      .filter((one) => one.type === type)
      .flatMap((resource) =>
        places
          .flatMap((steps) => valuesAt(resource.properties, steps))
          .flatMap(({ path, value }): readonly StackFinding[] => {
            // A key that is made in the same update is one of the stack.
            if (value === unknown) {
              return path.endsWith("replicaKmsKeyId")
                ? []
                : [{ resource, ...unknownFinding(path, "account") }];
            }
            const account = /\b\d{12}\b/.exec(typeof value === "string" ? value : "")?.[0];
            return account === undefined || ours.has(account)
              ? []
              : [
                  {
                    resource,
                    where: path,
                    must: `must not be of account ${account}`,
                    fix: "name one that is ours, or list the account in ownAccounts",
                  },
                ];
          }),
      );
  },
};

function replication(account: string) {
  return ofBucket(type, {
    role: `arn:aws:iam::${ownAccount}:role/replication`,
    rules: [{ status: "Enabled", destination: { bucket: "arn:aws:s3:::acme-copy", account } }],
  });
}
