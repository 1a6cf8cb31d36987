import type { Statement } from "../../../access/model";
import { documentsOf, statementName } from "../document";
import { key, ownAccount, rolePolicy } from "../example";
import { type Holder, holders } from "../holder";
import { beyondPut, onlyPuts, usesKey } from "../putKeyUse";
import type { Rule, StackFinding } from "../rule";

/** A stack rule: a key policy does not say what else the roles that it names may do. */
export const rule: Rule = {
  name: "key-limits-writers",
  displayName: "A key policy lets writers put, and nothing else",
  description:
    "A key policy must allow those who only put objects no more than what a put through S3 into the bucket takes.",
  why: "Who may decrypt past S3 can read what others have put, without any permission to read the bucket.",
  severity: "high",
  level: "mandatory",
  requirements: ["NIST-800-53-r5:AC-6"],
  topics: ["kms", "s3"],
  remediationSteps:
    "Allow the writer kms:GenerateDataKey and kms:Decrypt only, with kms:ViaService of S3 and the bucket in kms:EncryptionContext:aws:s3:arn.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context",
  example: {
    compliant: [writer(), key(use(["kms:GenerateDataKey", "kms:Decrypt"]))],
    violating: [writer(), key(use(["kms:GenerateDataKey", "kms:Decrypt", "kms:ReEncryptTo"]))],
  },
  judges: "stack",
  check: (resources) => {
    const all = holders(resources);
    const writers = all.filter(
      (holder) => onlyPuts(holder.document) && all.every((other) => !isSame(holder, other) || !reads(other)),
    );
    return resources.flatMap((resource) =>
      documentsOf(resource, ["key"]).flatMap((found): readonly StackFinding[] => {
        if (found.state !== "read") return [];
        return found.policy.document.statements.flatMap((statement) => {
          const more = usesKey(statement) || statement.effect === "Allow" ? beyondPut(statement) : undefined;
          const named = writers.filter((one) => isNamed(one, statement)).map(({ name }) => name);
          if (more === undefined || named.length === 0) return [];
          return [
            {
              resource,
              where: `${found.policy.path}, ${statementName(statement)}`,
              must: `must not ${more} (${[...new Set(named)].join(", ")} may only put)`,
              fix: "allow kms:GenerateDataKey and kms:Decrypt with kms:ViaService and the bucket's encryption context",
            },
          ];
        });
      }),
    );
  },
};

function isSame(a: Holder, b: Holder): boolean {
  return a.kind === b.kind && a.name === b.name && a.account === b.account;
}

function reads({ document }: Holder): boolean {
  const puts = document.statements.some(({ action }) => action.patterns.some((one) => /^s3:put/i.test(one)));
  return puts && !onlyPuts(document);
}

/** Whether a statement names somebody as principal or by aws:PrincipalArn. */
function isNamed({ kind, name, account }: Holder, { principal, conditions }: Statement): boolean {
  const pinned = conditions.flatMap(({ key: name_, values, operator }) =>
    name_.toLowerCase() === "aws:principalarn" && !operator.includes("Not") ? values : [],
  );
  return [...(principal?.aws ?? []), ...pinned].some((arn) => {
    const [, , , , owner, resource = ""] = arn.split(":");
    return (
      (account === undefined || owner === account) &&
      resource.startsWith(`${kind}/`) &&
      resource.endsWith(`/${name}`)
    );
  });
}

function writer() {
  return rolePolicy({
    Sid: "AllowPut",
    Effect: "Allow",
    Action: "s3:PutObject",
    Resource: "arn:aws:s3:::acme-drop/in/*",
  });
}

function use(Action: readonly string[]): object {
  return {
    Sid: "AllowWriter",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${ownAccount}:role/writer` },
    Action,
    Resource: "*",
    Condition: {
      StringEquals: {
        "kms:ViaService": "s3.eu-west-1.amazonaws.com",
        "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::acme-drop",
      },
    },
  };
}
