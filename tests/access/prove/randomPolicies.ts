import fc from "fast-check";

/** Documents and requests that meet each other often: few names, many patterns over them. */

const accounts = ["111111111111", "222222222222", "333333333333"] as const;
const identities = [
  "role/app/uploader",
  "role/app/reader",
  "role/admin",
  "user/alice",
  "user/team/bob",
] as const;
const actions = [
  "s3:GetObject",
  "s3:PutObject",
  "s3:ListBucket",
  "s3:DeleteObject",
  "s3:ListAllMyBuckets",
  "kms:Decrypt",
  "sts:AssumeRole",
  "sqs:SendMessage",
] as const;
const resources = [
  "arn:aws:s3:::drop",
  "arn:aws:s3:::drop/in/a",
  "arn:aws:s3:::drop/in/bob/x",
  "arn:aws:s3:::drop/in/alice/x",
  "arn:aws:s3:::drop/out/b",
  "arn:aws:s3:::other",
  "arn:aws:s3:::other/in/a",
  "arn:aws:s3:eu-west-1:111111111111:accesspoint/ap",
  "arn:aws:s3:eu-west-1:111111111111:accesspoint/ap/object/in/a",
  "arn:aws:kms:eu-west-1:111111111111:key/k1",
  "arn:aws:iam::222222222222:role/app/uploader",
  "arn:aws:sqs:eu-west-1:111111111111:q",
  "*",
] as const;

const actionPattern = fc.constantFrom(
  ...actions,
  "s3:*",
  "s3:Get*",
  "s3:*Object",
  "S3:put*",
  "*",
  "kms:*",
  "s3:List?ucket",
  "sqs:*",
);
const resourcePattern = fc.constantFrom(
  ...resources,
  "*",
  "arn:aws:s3:::drop/*",
  "arn:aws:s3:::drop*",
  "arn:aws:s3:::drop/in/*",
  "arn:aws:s3:::drop/in/?",
  "arn:aws:s3:::*/in/*",
  "arn:aws:s3:::drop/in/${aws:username}/*",
  "arn:aws:s3:::drop/${aws:PrincipalTag/team}/*",
  "arn:aws:s3:::drop/in/${aws:username, 'nobody'}/x",
  "arn:aws:s3:::*",
  "arn:aws:kms:*:111111111111:key/*",
);

const list = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 3 });

const condition = fc.oneof(
  fc.record({
    operator: fc.constantFrom(
      "StringEquals",
      "StringNotEquals",
      "StringEqualsIgnoreCase",
      "StringLike",
      "StringNotLike",
      "StringEqualsIfExists",
      "StringNotLikeIfExists",
    ),
    key: fc.constantFrom(
      "aws:PrincipalTag/team",
      "s3:prefix",
      "aws:sourcevpce",
      "aws:PrincipalOrgID",
      "aws:ResourceTag/team",
    ),
    values: list(
      fc.constantFrom(
        "in",
        "out",
        "i*",
        "*",
        "In",
        "?n",
        "${aws:PrincipalTag/team}",
        "in/${aws:username}",
        "",
      ),
    ),
  }),
  fc.record({
    operator: fc.constantFrom("ArnLike", "ArnEquals", "ArnNotLike", "StringLike", "ArnLikeIfExists"),
    key: fc.constantFrom("aws:PrincipalArn", "aws:SourceArn"),
    values: list(
      fc.constantFrom(
        "arn:aws:iam::222222222222:role/app/uploader",
        "arn:aws:iam::222222222222:role/app/*",
        "arn:aws:iam::*:role/*",
        "arn:aws:iam::1*:user/*",
        "*",
      ),
    ),
  }),
  fc.record({
    operator: fc.constantFrom("StringEquals", "StringNotEquals", "StringLike", "StringEqualsIfExists"),
    key: fc.constantFrom("aws:PrincipalAccount", "aws:ResourceAccount", "s3:ResourceAccount", "aws:username"),
    values: list(fc.constantFrom(...accounts, "1*", "alice", "${aws:PrincipalAccount}")),
  }),
  fc.record({
    operator: fc.constantFrom("Bool", "BoolIfExists", "Null", "StringEquals"),
    key: fc.constantFrom("aws:SecureTransport", "aws:MultiFactorAuthPresent", "aws:PrincipalIsAWSService"),
    values: list(fc.constantFrom("true", "false")),
  }),
  fc.record({
    operator: fc.constantFrom("IpAddress", "NotIpAddress", "IpAddressIfExists"),
    key: fc.constant("aws:SourceIp"),
    values: list(
      fc.constantFrom(
        "10.0.0.0/8",
        "10.1.0.0/16",
        "203.0.113.7",
        "2001:db8::/32",
        "0.0.0.0/0",
        "::ffff:10.1.2.0/120",
      ),
    ),
  }),
  fc.record({
    operator: fc.constantFrom(
      "NumericLessThan",
      "NumericEquals",
      "NumericGreaterThanEquals",
      "NumericNotEquals",
      "NumericLessThanIfExists",
    ),
    key: fc.constantFrom("s3:TlsVersion", "s3:max-keys"),
    values: list(fc.constantFrom("1.2", "1", "10", "1.20")),
  }),
  fc.record({
    operator: fc.constantFrom("DateLessThan", "DateGreaterThan", "DateEquals", "DateNotEquals"),
    key: fc.constant("aws:CurrentTime"),
    values: list(fc.constantFrom("2025-01-01T00:00:00Z", "2026", "1767225600", "2026-01-01T01:00:00+01:00")),
  }),
  fc
    .record({
      operator: fc.constantFrom(
        "ForAllValues:StringEquals",
        "ForAnyValue:StringEquals",
        "ForAnyValue:StringNotEquals",
        "ForAllValues:StringLike",
        "ForAllValues:StringNotEquals",
        "ForAnyValue:StringLikeIfExists",
        "Null",
      ),
      key: fc.constantFrom("aws:TagKeys", "custom:list"),
      values: list(fc.constantFrom("team", "cost", "t*", "true")),
    })
    .map((made) => (made.operator === "Null" ? { ...made, values: ["true"] } : made)),
);

const conditions = fc.array(condition, { maxLength: 2 }).map((made) => {
  const block: Record<string, Record<string, readonly string[]>> = {};
  for (const { operator, key, values } of made) block[operator] = { ...block[operator], [key]: values };
  return block;
});

const principalArn = fc
  .tuple(fc.constantFrom(...accounts), fc.constantFrom(...identities))
  .map(([account, identity]) => `arn:aws:iam::${account}:${identity}`);

const principal = fc.oneof(
  { weight: 2, arbitrary: fc.constant("*") },
  {
    weight: 4,
    arbitrary: list(
      fc.oneof(
        principalArn,
        fc.constantFrom(...accounts),
        fc.constant("arn:aws:sts::222222222222:assumed-role/admin/s"),
      ),
    ).map((AWS) => ({ AWS })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom("cloudtrail.amazonaws.com", "logs.amazonaws.com")
      .map((Service) => ({ Service })),
  },
);

const negatable = (name: string, positives: fc.Arbitrary<unknown>, negatedWeight: number) =>
  fc.oneof(
    { weight: 6, arbitrary: positives.map((value) => ({ [name]: value })) },
    { weight: negatedWeight, arbitrary: positives.map((value) => ({ [`Not${name}`]: value })) },
  );

/** Statements of documents of this kind, as JSON. */
export function statement(kind: "identity" | "resource" | "trust"): fc.Arbitrary<object> {
  const effect = fc.constantFrom("Allow", "Allow", "Deny");
  const trustAction = fc.constantFrom("sts:AssumeRole", "sts:*", "sts:TagSession", "*");
  const parts = [
    kind === "trust"
      ? list(trustAction).map((Action) => ({ Action }))
      : negatable("Action", list(actionPattern), 1),
    kind === "trust" ? fc.constant({}) : negatable("Resource", list(resourcePattern), 1),
    kind === "identity" ? fc.constant({}) : negatable("Principal", principal, kind === "resource" ? 1 : 0),
  ] as const;
  return fc.tuple(effect, ...parts, conditions).map(([Effect, action, resource, who, Condition]) => ({
    Effect,
    ...action,
    ...resource,
    ...who,
    ...(Object.keys(Condition).length === 0 ? {} : { Condition }),
  }));
}

/** A document of up to four statements. */
export function policy(kind: "identity" | "resource" | "trust"): fc.Arbitrary<object> {
  return fc
    .tuple(
      fc.constantFrom("2012-10-17", "2012-10-17", "2012-10-17", "2008-10-17"),
      fc.array(statement(kind), { minLength: 1, maxLength: 4 }),
    )
    .map(([Version, Statement]) => ({ Version, Statement }));
}

const optional = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });

/** A request near the documents of a kind: its principal, action, resource and keys are among what they name. */
export function nearRequest(kind: "identity" | "resource" | "trust") {
  return anyRequest.filter(({ principal: who, action }) => {
    if (kind === "identity") return who.startsWith("arn:aws:iam::") && !who.endsWith(":root");
    return kind === "resource" || action === "sts:AssumeRole";
  });
}

const anyRequest = fc
  .record({
    principal: fc.oneof(
      { weight: 8, arbitrary: principalArn },
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          "*",
          "cloudtrail.amazonaws.com",
          "arn:aws:sts::222222222222:assumed-role/admin/s",
          "arn:aws:iam::222222222222:root",
        ),
      },
    ),
    operation: fc.constantFrom(
      { action: "sts:AssumeRole", resource: "arn:aws:iam::222222222222:role/app/uploader" },
      { action: "sts:AssumeRole", resource: "arn:aws:iam::111111111111:role/drop" },
      ...actions.flatMap((action) =>
        resources.filter((resource) => fits(action, resource)).map((resource) => ({ action, resource })),
      ),
    ),
    account: fc.constantFrom(...accounts),
    secure: fc.constantFrom("true", "false"),
    now: fc.constantFrom(
      "2024-06-01T00:00:00Z",
      "2025-06-01T00:00:00Z",
      "2026-01-01T00:00:00Z",
      "2026-06-01T00:00:00Z",
    ),
    tag: optional(fc.constantFrom("in", "out", "In", "x")),
    resourceTag: optional(fc.constantFrom("in", "out", "x")),
    prefix: optional(fc.constantFrom("in", "in/bob", "out", "i", "zz")),
    endpoint: optional(fc.constantFrom("in", "vpce-1", "iz")),
    organization: optional(fc.constantFrom("in", "o-1")),
    sourceArn: optional(
      fc.constantFrom(
        "arn:aws:iam::222222222222:role/app/uploader",
        "arn:aws:iam::222222222222:role/app/z",
        "arn:aws:s3:::drop",
      ),
    ),
    mfa: optional(fc.constantFrom("true", "false")),
    ip: optional(
      fc.constantFrom("10.2.0.1", "10.1.2.3", "203.0.113.7", "2001:db8::1", "192.0.2.1", "2001:db9::1"),
    ),
    tls: optional(fc.constantFrom("1.1", "1.2", "1.3", "1", "10")),
    maxKeys: optional(fc.constantFrom("1", "1.2", "5", "10", "11")),
    tagKeys: optional(fc.subarray(["team", "cost", "tz", "zz"], { minLength: 1 })),
    custom: optional(fc.subarray(["team", "cost", "tz", "zz"], { minLength: 1 })),
  })
  .map((made) => {
    const iam = made.principal.startsWith("arn:aws:iam::") || made.principal.startsWith("arn:aws:sts::");
    const account = /^arn:[^:]+:[^:]+:[^:]*:(\d{12}):/.exec(made.operation.resource)?.[1] ?? made.account;
    const entries: readonly (readonly [string, string | readonly string[] | undefined])[] = [
      ["aws:SecureTransport", made.secure],
      ["aws:CurrentTime", made.now],
      ["aws:ResourceAccount", account],
      ["s3:ResourceAccount", account],
      ["aws:PrincipalTag/team", iam ? made.tag : undefined],
      ["aws:ResourceTag/team", made.resourceTag],
      ["s3:prefix", made.prefix],
      ["aws:SourceVpce", made.endpoint],
      ["aws:PrincipalOrgID", iam ? made.organization : undefined],
      ["aws:SourceArn", made.sourceArn],
      ["aws:MultiFactorAuthPresent", iam ? made.mfa : undefined],
      ["aws:SourceIp", made.ip],
      ["s3:TlsVersion", made.tls],
      ["s3:max-keys", made.maxKeys],
      ["aws:TagKeys", made.tagKeys],
      ["custom:list", made.custom],
    ];
    const context: Record<string, string | readonly string[]> = {};
    for (const [key, value] of entries) if (value !== undefined) context[key] = value;
    return { principal: made.principal, ...made.operation, context };
  });

function fits(action: string, resource: string): boolean {
  const object = resource.includes(":s3:::") ? resource.includes("/") : resource.includes("/object/");
  switch (action) {
    case "s3:ListBucket":
      return resource.includes(":s3:") && !object;
    case "s3:ListAllMyBuckets":
      return resource === "*";
    case "kms:Decrypt":
      return resource.includes(":kms:");
    case "sts:AssumeRole":
      return resource.includes(":role/");
    case "sqs:SendMessage":
      return resource.includes(":sqs:");
    default:
      return resource.includes(":s3:") && object;
  }
}
