import type { Call, Caller, Need, Outcome, RoleSession } from "../../../../local/gateway/model";

export const owner = "111111111111";
export const source = "222222222222";

/** A session of the source's uploader. */
export const uploader: RoleSession = {
  kind: "session",
  account: source,
  accessKeyId: "ASIAUPLOADER",
  roleName: "uploader",
  roleArn: `arn:aws:iam::${source}:role/app/uploader`,
  roleId: "AROAUPLOADER",
  sessionName: "batch-7",
  issuedAt: new Date("2026-01-31T09:59:58.700Z"),
  expiresAt: new Date("2026-01-31T10:59:58.700Z"),
  sessionPolicies: [],
  tags: {},
  transitiveTagKeys: [],
  chained: false,
};

/** A call, with the parts that matter to a test. */
export function call(parts: Partial<Call>): Call {
  return {
    service: "s3",
    operation: "PutObject",
    region: "eu-west-1",
    method: "PUT",
    url: new URL("http://localhost/"),
    headers: {
      host: "acme.s3.eu-west-1.amazonaws.com",
      "user-agent": "test",
      authorization: "AWS4-HMAC-SHA256",
    },
    body: undefined,
    parameters: { bucketName: "acme", key: "in/a" },
    requestId: "REQUEST",
    receivedAt: new Date("2026-01-31T10:00:00.900Z"),
    sourceIp: "203.0.113.7",
    ...parts,
  };
}

/** What a put into the owner's bucket needs. */
export const putNeed: Need = {
  action: "s3:PutObject",
  resource: "arn:aws:s3:::acme/in/a",
  resourceAccount: owner,
  context: {},
  policyOf: { kind: "bucket", bucket: "acme" },
};

/** A put by the uploader that was answered, with the parts that matter to a test. */
export function outcome(parts: Partial<Outcome> & { readonly caller?: Caller } = {}): Outcome {
  return { call: call({}), caller: uploader, needs: [putNeed], httpStatus: 200, ...parts };
}

/** S3's refusal. */
export const denied = {
  httpStatus: 403,
  error: { httpStatus: 403, code: "AccessDenied", message: "Access Denied" },
} as const;
