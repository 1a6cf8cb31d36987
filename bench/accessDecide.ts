import { decide, decideOnce } from "../access/evaluate/decide";
import { explain } from "../access/evaluate/explain";
import { preparePolicies } from "../access/evaluate/preparePolicies";
import type { AccessRequest, PolicySet } from "../access/evaluate/request";
import { simulateLine } from "../access/evaluate/simulateLine";
import { readPolicy } from "../access/read/readPolicy";
import type { PolicyDocument, PolicyKind } from "../access/model";

/**
 * Measures how many decisions a second one core makes on a set of 10 statements, prepared once, and beside
 * it the same set prepared anew each time, with explanations, and read from a line of JSON.
 *
 * Run: `node -r ts-node/register/transpile-only bench/accessDecide.ts`
 */

const bucket = "arn:aws:s3:::acme-drop";

const identityPolicy = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Put",
      Effect: "Allow",
      Action: "s3:PutObject",
      Resource: `${bucket}/in/\${aws:PrincipalTag/team}/*`,
    },
    { Sid: "List", Effect: "Allow", Action: "s3:ListBucket", Resource: bucket },
    { Sid: "Key", Effect: "Allow", Action: ["kms:GenerateDataKey", "kms:Decrypt"], Resource: "*" },
    {
      Sid: "Logs",
      Effect: "Allow",
      Action: "logs:*",
      Resource: "arn:aws:logs:*:222222222222:log-group:/app/*",
    },
    {
      Sid: "OnlyHere",
      Effect: "Deny",
      NotAction: ["iam:*", "sts:*"],
      Resource: "*",
      Condition: { StringNotEquals: { "aws:RequestedRegion": ["eu-west-1", "eu-central-1"] } },
    },
  ],
};
const bucketPolicy = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Put",
      Effect: "Allow",
      Principal: { AWS: "222222222222" },
      Action: "s3:PutObject",
      Resource: `${bucket}/in/*`,
      Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/app/*" } },
    },
    {
      Sid: "Tls",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [bucket, `${bucket}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    {
      Sid: "TlsVersion",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: `${bucket}/*`,
      Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
    },
    {
      Sid: "Net",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: `${bucket}/*`,
      Condition: { NotIpAddressIfExists: { "aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"] } },
    },
    {
      Sid: "Wrong",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutObject",
      Resource: `${bucket}/*`,
      Condition: {
        StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
        Null: { "s3:x-amz-server-side-encryption": "false" },
      },
    },
  ],
};
const request: AccessRequest = {
  principal: "arn:aws:iam::222222222222:role/app/uploader",
  action: "s3:PutObject",
  resource: `${bucket}/in/red/2026/11/report.csv`,
  resourceAccount: "111111111111",
  context: {
    "aws:PrincipalTag/team": "red",
    "aws:RequestedRegion": "eu-west-1",
    "aws:SecureTransport": "true",
    "aws:SourceIp": "203.0.113.7",
    "s3:TlsVersion": "1.3",
    "s3:x-amz-server-side-encryption": "aws:kms",
  },
};

function read(document: unknown, kind: PolicyKind): PolicyDocument {
  const result = readPolicy(document, kind);
  if (result.ok) return result.document;
  throw new Error(JSON.stringify(result.problems));
}

const set: PolicySet = {
  identityPolicies: [read(identityPolicy, "identity")],
  resourcePolicy: read(bucketPolicy, "resource"),
};
const prepared = preparePolicies(set);
const line = JSON.stringify({
  id: "1",
  request,
  identityPolicies: [identityPolicy],
  resourcePolicy: bucketPolicy,
});

const decision = decide(prepared, request).decision;
if (decision !== "allowed") throw new Error(`the request of the benchmark is ${decision}`);

/** Calls a second, best of five runs of at least 0.4 s each. */
function perSecond(call: () => unknown): number {
  let best = 0;
  for (let run = 0; run < 5; run++) {
    const start = process.hrtime.bigint();
    let calls = 0;
    let seconds = 0;
    while (seconds < 0.4) {
      for (let step = 0; step < 200; step++) call();
      calls += 200;
      seconds = Number(process.hrtime.bigint() - start) / 1e9;
    }
    best = Math.max(best, calls / seconds);
  }
  return best;
}

const rows: readonly (readonly [string, () => unknown])[] = [
  ["decide, set prepared once", () => decide(prepared, request)],
  ["prepare and decide", () => decideOnce(set, request)],
  ["explain every statement", () => explain(prepared, request)],
  ["answer one line of a batch", () => simulateLine(line)],
];
const measured = rows.map(([name, call]) => ({ name, rate: perSecond(call) }));
const fastest = measured[0]?.rate ?? 1;
process.stdout.write(
  `${"10 statements, one core".padEnd(30)}${"per second".padStart(12)}${"ratio".padStart(8)}\n`,
);
for (const { name, rate } of measured) {
  const ratio = (rate / fastest).toFixed(2);
  process.stdout.write(
    `${name.padEnd(30)}${Math.round(rate).toLocaleString("en").padStart(12)}${ratio.padStart(8)}\n`,
  );
}
