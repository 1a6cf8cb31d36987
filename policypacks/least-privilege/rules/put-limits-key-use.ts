import { statementName } from "../document";
import { ownAccount, rolePolicy } from "../example";
import { beyondPut, onlyPuts } from "../putKeyUse";
import type { Rule } from "../rule";

/** The key's side of the same is `key-limits-writers`. */
export const rule: Rule = {
  name: "put-limits-key-use",
  displayName: "Who only puts objects may use the key for nothing else",
  description:
    "A policy that allows to put objects and not to read them must allow of KMS only what a put through S3 into the bucket takes.",
  why: "Who may decrypt past S3 can read what others have put, without any permission to read the bucket.",
  severity: "high",
  level: "mandatory",
  requirements: ["NIST-800-53-r5:AC-6", "FSBP:KMS.2"],
  topics: ["kms", "s3", "iam"],
  remediationSteps:
    "Allow kms:GenerateDataKey and kms:Decrypt only, with kms:ViaService of S3 and the bucket in kms:EncryptionContext:aws:s3:arn.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context",
  example: {
    compliant: [putting(["kms:GenerateDataKey", "kms:Decrypt"])],
    violating: [putting(["kms:GenerateDataKey", "kms:Decrypt", "kms:Encrypt"])],
  },
  judges: "documents",
  subjects: ["identity"],
  check: ({ document }) =>
    onlyPuts(document)
      ? document.statements.flatMap((statement) => {
          const more = beyondPut(statement);
          return more === undefined
            ? []
            : [
                {
                  where: statementName(statement),
                  must: `must not ${more}`,
                  fix: "allow kms:GenerateDataKey and kms:Decrypt with kms:ViaService and the bucket's encryption context",
                },
              ];
        })
      : [],
};

function putting(Action: readonly string[]) {
  return rolePolicy(
    { Sid: "AllowPut", Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::acme-drop/in/*" },
    {
      Sid: "AllowKeyUse",
      Effect: "Allow",
      Action,
      Resource: `arn:aws:kms:eu-west-1:${ownAccount}:key/0a1b2c3d-0000-4000-8000-000000000000`,
      Condition: {
        StringEquals: {
          "kms:ViaService": "s3.eu-west-1.amazonaws.com",
          "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::acme-drop",
        },
      },
    },
  );
}
