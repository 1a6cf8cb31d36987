import { bucketTypes } from "../bucket";
import { bucket, ownAccount } from "../example";
import { unknownFinding } from "../finding";
import type { FoundResource } from "../resource";
import type { Rule, StackFinding } from "../rule";
import { unknown, type Value } from "../value";

const type = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock";

const allBlocked = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};

/** Off until the configuration asks for it: an account has one, which most set where they make their accounts. */
export const rule: Rule = {
  name: "account-has-public-access-block",
  displayName: "An account with buckets blocks public access as a whole",
  description: "A stack must set the public access block of each account in which it makes buckets.",
  why: "A bucket that somebody makes beside the program is not covered by the blocks of the program's buckets.",
  severity: "medium",
  level: "disabled",
  requirements: ["FSBP:S3.1", "CIS-AWS-5.0:2.1.4", "CIS-AWS-7.0:3.1.4"],
  topics: ["s3"],
  remediationSteps:
    "Add an aws.s3.AccountPublicAccessBlock with all four settings true, in one program for each account.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/configuring-block-public-access-account.html",
  example: {
    compliant: [bucket(), { type, name: "account-block", props: { accountId: ownAccount, ...allBlocked } }],
    violating: [bucket()],
  },
  judges: "stack",
  check: (resources) => {
    const blocked = resources.filter((one) => one.type === type).map(blockedAccount);
    const unblocked = new Map<string, FoundResource>();
    for (const resource of resources) {
      const account = resource.accountId ?? "";
      if (!bucketTypes.includes(resource.type) || blocked.includes(account) || unblocked.has(account))
        continue;
      unblocked.set(account, resource);
    }
    return [...unblocked].map(([account, resource]): StackFinding => {
      if (blocked.includes(unknown)) return { resource, ...unknownFinding("", "account of the block") };
      const fix = "add an AccountPublicAccessBlock for the account of this bucket";
      const of = account === "" ? "its account" : `the account ${account}`;
      return {
        resource,
        where: "",
        must: `must be in an account that blocks public access: ${of} does not`,
        fix,
      };
    });
  },
};

/** Empty for the account of a provider that says none: buckets with that provider are in the same one. */
function blockedAccount({ properties, accountId = "" }: FoundResource): Value {
  const named = properties["accountId"];
  return named === unknown || (typeof named === "string" && named !== "") ? named : accountId;
}
