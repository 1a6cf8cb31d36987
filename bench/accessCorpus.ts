import type { PolicyDocument } from "../access/model";
import type { ComparableKind } from "../access/prove/problem";
import { readPolicy } from "../access/read/readPolicy";

/** One pair of documents of a deterministic corpus in the style of published policies. */
export interface Pair {
  readonly kind: ComparableKind;
  readonly reference: PolicyDocument;
  readonly candidate: PolicyDocument;
}

/** Numbers from 0 to 1, the same in every run (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const actionSets = [
  ["s3:GetObject"],
  ["s3:GetObject", "s3:GetObjectVersion"],
  ["s3:PutObject", "s3:AbortMultipartUpload"],
  ["s3:ListBucket", "s3:GetBucketLocation"],
  ["s3:Get*", "s3:List*"],
  ["s3:*"],
  ["kms:Decrypt", "kms:GenerateDataKey*"],
  ["kms:*"],
  ["sts:AssumeRole"],
  ["iam:PassRole"],
  ["iam:Get*", "iam:List*"],
  ["logs:CreateLogStream", "logs:PutLogEvents"],
  ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"],
  ["sqs:SendMessage"],
  ["*"],
] as const;

const resourcesOf: Readonly<Record<string, readonly string[]>> = {
  s3: [
    "arn:aws:s3:::BUCKET",
    "arn:aws:s3:::BUCKET/*",
    "arn:aws:s3:::BUCKET/PREFIX/*",
    "arn:aws:s3:::BUCKET/PREFIX/${aws:username}/*",
    "*",
  ],
  kms: [
    "arn:aws:kms:eu-west-1:ACCOUNT:key/*",
    "arn:aws:kms:*:ACCOUNT:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "*",
  ],
  sts: ["arn:aws:iam::ACCOUNT:role/PREFIX-*", "arn:aws:iam::ACCOUNT:role/deploy"],
  iam: ["arn:aws:iam::ACCOUNT:role/PREFIX/*", "arn:aws:iam::ACCOUNT:role/*", "*"],
  logs: ["arn:aws:logs:*:ACCOUNT:log-group:/aws/lambda/PREFIX*:*", "*"],
  dynamodb: ["arn:aws:dynamodb:eu-west-1:ACCOUNT:table/PREFIX", "arn:aws:dynamodb:*:ACCOUNT:table/*"],
  sqs: ["arn:aws:sqs:*:ACCOUNT:PREFIX-*"],
  "*": ["*"],
};

const conditionSets = [
  { Bool: { "aws:SecureTransport": "true" } },
  { StringEquals: { "aws:PrincipalOrgID": "o-abc1234567" } },
  { IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "198.51.100.0/24"] } },
  { StringEquals: { "s3:x-amz-server-side-encryption": ["aws:kms", "AES256"] } },
  { StringLike: { "s3:prefix": ["in/*", "out/*"] } },
  { StringEquals: { "aws:ResourceAccount": "${aws:PrincipalAccount}" } },
  {
    ArnLike: { "aws:SourceArn": "arn:aws:sns:*:111111111111:*" },
    StringEquals: { "aws:SourceAccount": "111111111111" },
  },
  { NumericGreaterThanEquals: { "s3:TlsVersion": "1.2" } },
  { DateLessThan: { "aws:CurrentTime": "2027-01-01T00:00:00Z" } },
  { "ForAllValues:StringEquals": { "aws:TagKeys": ["team", "cost-centre"] } },
  { BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } },
  { StringNotEquals: { "aws:SourceVpce": ["vpce-1a2b3c4d", "vpce-5e6f7a8b"] } },
  { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/app/*" } },
] as const;

type Statement = Readonly<Record<string, unknown>>;

/** Makes `count` pairs of up to 20 statements: a document and a changed copy of it, in every kind. */
export function corpus(count: number, seed = 1): readonly Pair[] {
  const random = randomFrom(seed);
  const pick = <T>(values: readonly T[]): T => {
    const value = values[Math.floor(random() * values.length)];
    if (value === undefined) throw new Error("picked from an empty list");
    return value;
  };
  const fill = (pattern: string): string =>
    pattern
      .replace("BUCKET", pick(["acme-drop", "acme-logs", "acme-data-prod"]))
      .replace("PREFIX", pick(["in", "out", "app", "team-a", "reports/2026"]))
      .replace("ACCOUNT", pick(["111111111111", "222222222222"]));
  const principal = (): unknown =>
    pick([
      { AWS: "arn:aws:iam::222222222222:root" },
      { AWS: ["arn:aws:iam::222222222222:role/app/uploader", "arn:aws:iam::333333333333:user/alice"] },
      { AWS: "333333333333" },
      { Service: "cloudtrail.amazonaws.com" },
      "*",
    ]);
  const statement = (kind: ComparableKind, number: number): Statement => {
    const actions =
      kind === "trust" ? pick([["sts:AssumeRole"], ["sts:AssumeRole", "sts:TagSession"]]) : pick(actionSets);
    const service = actions[0].split(":")[0] ?? "*";
    const resources = Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
      fill(pick(resourcesOf[service] ?? ["*"])),
    );
    return {
      Sid: `S${number}`,
      Effect: random() < 0.2 ? "Deny" : "Allow",
      Action: actions,
      ...(kind === "trust" ? {} : { Resource: [...new Set(resources)] }),
      ...(kind === "identity" ? {} : { Principal: principal() }),
      ...(random() < 0.45 ? { Condition: pick(conditionSets) } : {}),
    };
  };
  const changed = (kind: ComparableKind, statements: readonly Statement[]): readonly Statement[] => {
    const at = Math.floor(random() * statements.length);
    const before = statements.slice(0, at);
    const after = statements.slice(at + 1);
    const own = statements[at] ?? {};
    switch (Math.floor(random() * 6)) {
      case 0:
        return [...after, own, ...before];
      case 1:
        return [...before, { ...own, Condition: pick(conditionSets) }, ...after];
      case 2:
        return [
          ...before,
          Object.fromEntries(Object.entries(own).filter(([name]) => name !== "Condition")),
          ...after,
        ];
      case 3:
        return [...statements, statement(kind, statements.length)];
      case 4:
        return statements.length > 1 ? [...before, ...after] : statements;
      default:
        return kind === "trust"
          ? [...before, { ...own, Principal: principal() }, ...after]
          : [...before, { ...own, Resource: ["*"] }, ...after];
    }
  };
  return Array.from({ length: count }, (): Pair => {
    const kind = pick(["identity", "identity", "resource", "trust"] as const);
    const size = 1 + Math.floor(random() ** 2 * 20);
    const reference = Array.from({ length: size }, (_, index) => statement(kind, index));
    let candidate: readonly Statement[] = reference;
    for (let times = 1 + Math.floor(random() * 3); times > 0; times--) candidate = changed(kind, candidate);
    return { kind, reference: read(kind, reference), candidate: read(kind, candidate.slice(0, 20)) };
  });
}

function read(kind: ComparableKind, statements: readonly Statement[]): PolicyDocument {
  const unnamed = statements.map((statement, index) => ({ ...statement, Sid: `S${index}` }));
  const result = readPolicy({ Version: "2012-10-17", Statement: unnamed }, kind);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.document;
}
