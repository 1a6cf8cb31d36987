import { ofBucket, otherAccount, ownAccount } from "../example";
import { type Finding, unknownFinding } from "../finding";
import { replicaDestinations, replicationType } from "../replication";
import type { Rule } from "../rule";
import { isProperties, type Located, unknown, valuesAt } from "../value";

/** What of a destination names an account. */
const owners: readonly (readonly string[])[] = [
  ["account"],
  ["accountId"],
  ["encryptionConfiguration", "replicaKmsKeyId"],
  ["replicaKmsKeyId"],
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
  requirements: ["NIST-800-53-r5:AC-4"],
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
    return resources.flatMap((resource) => {
      return replicaDestinations(resource)
        .flatMap((found) => foreign(found, ours))
        .map((finding) => ({ resource, ...finding }));
    });
  },
};

function foreign({ path, value }: Located, ours: ReadonlySet<string>): readonly Finding[] {
  if (value === unknown) return [unknownFinding(path, "account")];
  if (!isProperties(value)) return [];
  return owners
    .flatMap((steps) => valuesAt(value, steps))
    .flatMap((owner): readonly Finding[] => {
      const where = `${path}.${owner.path}`;
      if (owner.value === unknown) {
        // A key that is made in the same update is one of the stack.
        return where.endsWith("replicaKmsKeyId") ? [] : [unknownFinding(where, "account")];
      }
      const account = /\b\d{12}\b/.exec(typeof owner.value === "string" ? owner.value : "")?.[0];
      if (account === undefined || ours.has(account)) return [];
      const fix = "name one that is ours, or list the account in ownAccounts";
      return [{ where, must: `must not be of account ${account}`, fix }];
    });
}

function replication(account: string) {
  return ofBucket(replicationType, {
    role: `arn:aws:iam::${ownAccount}:role/replication`,
    rules: [{ status: "Enabled", destination: { bucket: "arn:aws:s3:::acme-copy", account } }],
  });
}
