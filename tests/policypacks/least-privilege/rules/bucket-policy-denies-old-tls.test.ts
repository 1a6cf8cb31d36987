/** Proves: what counts as a denial of TLS before 1.2. Not that plain HTTP is denied. */
import { rule } from "../../../../policypacks/least-privilege/rules/bucket-policy-denies-old-tls";
import { bucketPolicy } from "../../../../policypacks/least-privilege/example";
import { ruleTests } from "../ruleTests";

const deny = {
  Sid: "DenyOldTls",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: ["arn:aws:s3:::acme-drop", "arn:aws:s3:::acme-drop/*"],
  Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
};
const condition = (Condition: object) => bucketPolicy({ ...deny, Condition });

ruleTests(rule, {
  message: /must deny everyone s3:\* over TLS before 1\.2/,
  passes: [
    ["the statement", bucketPolicy(deny)],
    ["a number, another case", condition({ numericlessthan: { "S3:tlsVersion": 1.2 } })],
    ["a higher version", condition({ NumericLessThan: { "s3:TlsVersion": ["1.3"] } })],
    ["less or equal", condition({ NumericLessThanEquals: { "s3:TlsVersion": "1.1" } })],
    ["everyone, spelled AWS", bucketPolicy({ ...deny, Principal: { AWS: "*" } })],
  ],
  fails: [
    ["nothing", bucketPolicy({ ...deny, Condition: { Bool: { "aws:SecureTransport": "false" } } })],
    ["a lower version", condition({ NumericLessThan: { "s3:TlsVersion": "1.1" } })],
    ["a further condition", condition({ ...deny.Condition, StringEquals: { "aws:PrincipalAccount": "1" } })],
    ["the other way round", condition({ NumericGreaterThan: { "s3:TlsVersion": "1.2" } })],
    ["an Allow", bucketPolicy({ ...deny, Effect: "Allow" })],
    ["one principal", bucketPolicy({ ...deny, Principal: { AWS: "222222222222" } })],
    ["all but some", bucketPolicy({ ...deny, Action: undefined, NotAction: "s3:PutObject" })],
    ["the bucket only", bucketPolicy({ ...deny, Resource: "arn:aws:s3:::acme-drop" })],
    [
      "an object policy, not a text",
      { type: "aws:s3/bucket:Bucket", props: { policy: { Statement: [{ ...deny, Effect: "Allow" }] } } },
    ],
  ],
  leavesAlone: [
    [
      "an access point",
      {
        type: "aws:s3/accessPoint:AccessPoint",
        props: { policy: bucketPolicy({ ...deny, Effect: "Allow" }).props["policy"] },
      },
    ],
  ],
});
