/**
 * What CloudTrail records of a put by another account, of sessions and of management calls; which trails take it; and
 * how it is delivered.
 *
 * Does not prove: that AWS's own records have no further members, nor AWS's delivery times.
 */
import assert from "node:assert/strict";
import { createHash, createPublicKey, createVerify, randomUUID } from "node:crypto";
import { CreateAccessKeyCommand } from "@aws-sdk/client-iam";
import {
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { administrator, iamClientOf, makeUser, policy, region, s3ClientOf, type Statement } from "./actors";
import { assume, makeRole, trust } from "./identities";
import {
  eventually,
  gunzipped,
  jsonCall,
  keysBelow,
  recordsBelow,
  type Members,
  type TrailRecord,
} from "./jsonCall";
import { refuses } from "./refusals";
import type { Credentials } from "./signing";

const owner = "555555551001";
const source = "555555551002";
const admin = administrator(owner);
const unique = randomUUID().slice(0, 8);
const bucket = `trail-data-${unique}`;
const logs = `trail-logs-${unique}`;
const sourceLogs = `trail-source-logs-${unique}`;
const closedLogs = `trail-closed-logs-${unique}`;

const cloudtrail = (credentials: Credentials, operation: string, parameters: Members) =>
  jsonCall(credentials, "cloudtrail", operation, parameters);
const trailArn = (account: string, name: string) => `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;

/** What AWS's console writes, for trails of one account under a prefix or none. */
function logBucketPolicy(logBucket: string, account: string, sourceArn: string): string {
  const Principal = { Service: "cloudtrail.amazonaws.com" };
  const source = { "aws:SourceArn": sourceArn };
  return policy(
    {
      Principal,
      Action: "s3:GetBucketAcl",
      Resource: `arn:aws:s3:::${logBucket}`,
      Condition: { StringLike: source },
    },
    {
      Principal,
      Action: "s3:PutObject",
      Resource: `arn:aws:s3:::${logBucket}/*AWSLogs/${account}/*`,
      Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" }, StringLike: source },
    },
  );
}

describe("The local AWS's CloudTrail", function () {
  this.timeout(90_000);
  let ownerS3: S3Client;
  let sourceS3: S3Client;
  let uploaderS3: S3Client;
  let uploader: Credentials;
  let reader: Credentials;
  let watcher: Credentials;

  const put = (Key: string, client = uploaderS3) =>
    client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: "x" }));

  const found = (
    where: { readonly client: S3Client; readonly bucket: string; readonly prefix: string },
    what: string,
    matches: (record: TrailRecord) => boolean,
  ): Promise<TrailRecord> =>
    eventually(what, async () =>
      (await recordsBelow(where.client, where.bucket, where.prefix)).find(matches),
    );
  const inOwnerTrail = (what: string, matches: (record: TrailRecord) => boolean) =>
    found({ client: ownerS3, bucket: logs, prefix: "all/" }, what, matches);
  const inSourceTrail = (what: string, matches: (record: TrailRecord) => boolean) =>
    found({ client: sourceS3, bucket: sourceLogs, prefix: "" }, what, matches);
  const ofKey = (eventName: string, key: string) => (record: TrailRecord) =>
    record.eventName === eventName && record.requestParameters?.["key"] === key;

  async function makeTrail(credentials: Credentials, name: string, logBucket: string, more: Members = {}) {
    await cloudtrail(credentials, "CreateTrail", { Name: name, S3BucketName: logBucket, ...more });
    await cloudtrail(credentials, "StartLogging", { Name: name });
  }

  before(async () => {
    ownerS3 = s3ClientOf(admin);
    sourceS3 = s3ClientOf(administrator(source));
    for (const [client, name] of [
      [ownerS3, bucket],
      [ownerS3, logs],
      [ownerS3, closedLogs],
      [sourceS3, sourceLogs],
    ] as const) {
      await client.send(new CreateBucketCommand({ Bucket: name }));
    }
    await makeRole(source, "uploader", {
      trust: trust({ AWS: `arn:aws:iam::${source}:root` }),
      policy: policy(
        { Action: "s3:PutObject", Resource: `arn:aws:s3:::${bucket}/*` },
        { Action: "sts:AssumeRole", Resource: "*" },
      ),
    });
    const uploaderArn = `arn:aws:iam::${source}:role/uploader`;
    await makeRole(owner, "writer", {
      trust: trust({ AWS: uploaderArn }, { StringEquals: { "sts:ExternalId": "right" } }),
      policy: policy({ Action: "s3:PutObject", Resource: `arn:aws:s3:::${bucket}/*` }),
    });
    uploader = await assume(administrator(source), uploaderArn, { RoleSessionName: "batch-7" });
    uploaderS3 = s3ClientOf(uploader);
    reader = await makeUser(owner, "reader", policy({ Action: "cloudtrail:LookupEvents", Resource: "*" }));
    watcher = await makeUser(
      owner,
      "watcher",
      policy({ Action: "cloudtrail:GetTrailStatus", Resource: trailArn(owner, "everything") }),
    );
    await ownerS3.send(
      new PutBucketPolicyCommand({
        Bucket: bucket,
        Policy: policy({
          Principal: { AWS: uploaderArn },
          Action: "s3:PutObject",
          Resource: `arn:aws:s3:::${bucket}/in/*`,
        }),
      }),
    );
    for (const [client, name, account] of [
      [ownerS3, logs, owner],
      [sourceS3, sourceLogs, source],
    ] as const) {
      const Policy = logBucketPolicy(name, account, trailArn(account, "*"));
      await client.send(new PutBucketPolicyCommand({ Bucket: name, Policy }));
    }
    await makeTrail(admin, "everything", logs, { S3KeyPrefix: "all", EnableLogFileValidation: true });
    await cloudtrail(admin, "PutEventSelectors", {
      TrailName: "everything",
      EventSelectors: [
        {
          ReadWriteType: "All",
          IncludeManagementEvents: true,
          DataResources: [{ Type: "AWS::S3::Object", Values: [`arn:aws:s3:::${bucket}/`] }],
        },
      ],
    });
    // A trail takes management events until it is told what to take.
    await cloudtrail(admin, "CreateTrail", { Name: "writes", S3BucketName: logs, S3KeyPrefix: "writes" });
    await cloudtrail(admin, "PutEventSelectors", {
      TrailName: "writes",
      AdvancedEventSelectors: [
        {
          Name: "puts below in/a/",
          FieldSelectors: [
            { Field: "eventCategory", Equals: ["Data"] },
            { Field: "resources.type", Equals: ["AWS::S3::Object"] },
            { Field: "readOnly", Equals: ["false"] },
            { Field: "eventName", NotEquals: ["DeleteObject"] },
            { Field: "resources.ARN", StartsWith: [`arn:aws:s3:::${bucket}/in/a/`] },
          ],
        },
      ],
    });
    await cloudtrail(admin, "StartLogging", { Name: "writes" });
    await makeTrail(admin, "management", logs, { S3KeyPrefix: "management" });
    await makeTrail(administrator(source), "mine", sourceLogs);
    await cloudtrail(administrator(source), "PutEventSelectors", {
      TrailName: "mine",
      EventSelectors: [{ DataResources: [{ Type: "AWS::S3::Object", Values: ["arn:aws:s3"] }] }],
    });
  });

  it("records an allowed put by another account in both accounts, each as it sees the caller", async () => {
    const { $metadata } = await put("in/a/allowed");
    const ofOwner = await inOwnerTrail("the put", ofKey("PutObject", "in/a/allowed"));
    assert.equal(ofOwner.errorCode, undefined);
    assert.equal(ofOwner.userIdentity["type"], "AWSAccount");
    assert.equal(ofOwner.userIdentity["accountId"], source);
    assert.match(String(ofOwner.userIdentity["principalId"]), /^AROA\w+:batch-7$/);
    assert.equal(ofOwner.userIdentity["arn"], undefined);
    assert.equal(ofOwner.recipientAccountId, owner);
    assert.equal(ofOwner.managementEvent, false);
    assert.equal(ofOwner.requestID, $metadata.requestId);
    assert.deepEqual(ofOwner.resources, [
      { type: "AWS::S3::Object", ARN: `arn:aws:s3:::${bucket}/in/a/allowed` },
      { accountId: owner, type: "AWS::S3::Bucket", ARN: `arn:aws:s3:::${bucket}` },
    ]);
    assert.equal(ofOwner.additionalEventData?.["bytesTransferredIn"], 1);
    assert.equal(ofOwner.additionalEventData["AuthenticationMethod"], "AuthHeader");
    const ofSource = await inSourceTrail("the put", ofKey("PutObject", "in/a/allowed"));
    assert.equal(ofSource.userIdentity["type"], "AssumedRole");
    assert.equal(ofSource.userIdentity["arn"], `arn:aws:sts::${source}:assumed-role/uploader/batch-7`);
    assert.equal(ofSource.recipientAccountId, source);
    assert.equal(ofSource.sharedEventID, ofOwner.sharedEventID);
    assert.ok(ofSource.sharedEventID !== undefined);
  });

  it("records a denied put in both accounts, and does not tell the caller who the owner is", async () => {
    await assert.rejects(put("out/denied"), { name: "AccessDenied" });
    const ofOwner = await inOwnerTrail("the denied put", ofKey("PutObject", "out/denied"));
    assert.equal(ofOwner.errorCode, "AccessDenied");
    assert.equal(ofOwner.userIdentity["accountId"], source);
    assert.equal(ofOwner.resources?.[1]?.["accountId"], owner);
    const ofSource = await inSourceTrail("the denied put", ofKey("PutObject", "out/denied"));
    assert.equal(ofSource.errorCode, "AccessDenied");
    assert.equal(ofSource.resources?.[1]?.["accountId"], "");
    assert.ok(!JSON.stringify(ofSource).includes(owner));
  });

  it("records an assumed role in both accounts, without the secret", async () => {
    const role = `arn:aws:iam::${owner}:role/writer`;
    const session = await assume(uploader, role, { ExternalId: "right", RoleSessionName: "both" });
    const isIt = ({ eventName, requestParameters }: TrailRecord) =>
      eventName === "AssumeRole" && requestParameters?.["roleSessionName"] === "both";
    const ofOwner = await inOwnerTrail("the session", isIt);
    assert.deepEqual(Object.keys(ofOwner.userIdentity), ["type", "principalId", "accountId"]);
    assert.equal(ofOwner.requestParameters?.["externalId"], "right");
    assert.deepEqual(ofOwner.resources, [{ accountId: owner, type: "AWS::IAM::Role", ARN: role }]);
    const ofSource = await inSourceTrail("the session", isIt);
    assert.equal(ofSource.userIdentity["type"], "AssumedRole");
    assert.equal(ofSource.sharedEventID, ofOwner.sharedEventID);
    const { credentials } = ofSource.responseElements as { credentials: Members };
    assert.equal(credentials["accessKeyId"], session.accessKeyId);
    for (const record of [ofOwner, ofSource]) {
      const text = JSON.stringify(record);
      assert.ok(!text.includes(session.secretAccessKey));
      assert.ok(!text.includes(session.sessionToken ?? "-"));
    }
    // What the writer then puts is the owner's own session: it is seen whole.
    await put("in/a/by-writer", s3ClientOf(session));
    const written = await inOwnerTrail("the writer's put", ofKey("PutObject", "in/a/by-writer"));
    assert.equal(written.userIdentity["arn"], `arn:aws:sts::${owner}:assumed-role/writer/both`);
    assert.equal(written.sharedEventID, undefined);
  });

  it("records a refused session with the caller only", async () => {
    const wrong = { ExternalId: "wrong", RoleSessionName: "refused" };
    await assert.rejects(assume(uploader, `arn:aws:iam::${owner}:role/writer`, wrong), {
      name: "AccessDenied",
    });
    const isIt = ({ eventName, requestParameters }: TrailRecord) =>
      eventName === "AssumeRole" && requestParameters?.["roleSessionName"] === "refused";
    assert.equal((await inSourceTrail("the refusal", isIt)).errorCode, "AccessDenied");
    assert.ok(!(await recordsBelow(ownerS3, logs, "all/")).some(isIt));
  });

  it("delivers to each trail what its selectors take, and nothing else", async () => {
    await put("in/a/selected");
    await put("in/b/other");
    await ownerS3.send(new GetObjectCommand({ Bucket: bucket, Key: "in/a/selected" }));
    await ownerS3.send(new ListObjectsV2Command({ Bucket: bucket }));
    await inOwnerTrail("the listing", ({ eventName, resources }) => {
      return eventName === "ListObjects" && resources?.[0]?.["ARNPrefix"] === `arn:aws:s3:::${bucket}/`;
    });
    await inOwnerTrail("the other put", ofKey("PutObject", "in/b/other"));
    await inOwnerTrail("the get", ofKey("GetObject", "in/a/selected"));
    const writing = { client: ownerS3, bucket: logs, prefix: "writes/" };
    await found(writing, "the selected put", ofKey("PutObject", "in/a/selected"));
    const writes = await recordsBelow(ownerS3, logs, "writes/");
    assert.ok(!writes.some(ofKey("PutObject", "in/b/other")));
    assert.ok(!writes.some(ofKey("GetObject", "in/a/selected")));
    assert.ok(!writes.some(({ eventCategory }) => eventCategory === "Management"));
    const managing = { client: ownerS3, bucket: logs, prefix: "management/" };
    await found(managing, "the start of a trail", ({ eventName }) => eventName === "StartLogging");
    const management = await recordsBelow(ownerS3, logs, "management/");
    assert.ok(!management.some(({ eventCategory }) => eventCategory === "Data"));
  });

  it("finds calls to IAM, without the secret of a new access key", async () => {
    const iam = iamClientOf(owner);
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "reader" }));
    iam.destroy();
    const isIt = ({ eventName, requestParameters }: TrailRecord) =>
      eventName === "CreateAccessKey" && requestParameters?.["userName"] === "reader";
    const { Events } = (await jsonCall(
      admin,
      "cloudtrail",
      "LookupEvents",
      { LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "CreateAccessKey" }] },
      // IAM's events are all of this region.
      "us-east-1",
    )) as { readonly Events: readonly { readonly CloudTrailEvent: string }[] };
    const texts = Events.map(({ CloudTrailEvent }) => CloudTrailEvent);
    assert.ok(texts.some((text) => isIt(JSON.parse(text) as TrailRecord)));
    assert.ok(!texts.some((text) => text.includes(AccessKey?.SecretAccessKey ?? "-")));
  });

  it("delivers the events of all regions to a multi-region trail", async () => {
    await makeTrail(admin, "regions", logs, { S3KeyPrefix: "regions", IsMultiRegionTrail: true });
    await makeUser(owner, "seen-everywhere", policy({ Action: "s3:GetObject", Resource: "*" }));
    const isIt = ({ eventName, requestParameters }: TrailRecord) =>
      eventName === "CreateUser" && requestParameters?.["userName"] === "seen-everywhere";
    await found({ client: ownerS3, bucket: logs, prefix: "regions/" }, "the new user", isIt);
    const [key = ""] = await keysBelow(ownerS3, logs, `regions/AWSLogs/${owner}/CloudTrail/us-east-1/`);
    assert.match(key, /_CloudTrail_us-east-1_/);
    assert.ok(!(await recordsBelow(ownerS3, logs, "all/")).some(isIt));
  });

  it("encrypts its files with a key that lets it, and takes no other", async () => {
    const makeKey = async (...statements: readonly Statement[]) => {
      const Policy = policy(
        { Principal: { AWS: `arn:aws:iam::${owner}:root` }, Action: "kms:*", Resource: "*" },
        ...statements,
      );
      const { KeyMetadata } = await jsonCall(admin, "kms", "CreateKey", { Policy });
      return (KeyMetadata as { readonly Arn: string }).Arn;
    };
    const generates: Statement = {
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "kms:GenerateDataKey*",
      Resource: "*",
      Condition: {
        StringEquals: { "aws:SourceArn": trailArn(owner, "everything") },
        StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": `arn:aws:cloudtrail:*:${owner}:trail/*` },
      },
    };
    const describes: Statement = {
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "kms:DescribeKey",
      Resource: "*",
    };
    const open = await makeKey(generates, describes);
    const update = (KmsKeyId: string) => cloudtrail(admin, "UpdateTrail", { Name: "everything", KmsKeyId });
    const ofAnotherTrail: Statement = {
      ...generates,
      Condition: {
        StringEquals: { "kms:EncryptionContext:aws:cloudtrail:arn": trailArn(owner, "another") },
      },
    };
    for (const statements of [[], [generates], [describes], [ofAnotherTrail, describes]]) {
      const closed = await makeKey(...statements);
      await assert.rejects(update(closed), { name: "InsufficientEncryptionPolicyException" });
    }
    await update(open);
    await put("in/a/encrypted-trail");
    const key = await eventually("an encrypted log file", async () => {
      for (const Key of await keysBelow(ownerS3, logs, "all/")) {
        const head = await ownerS3.send(new HeadObjectCommand({ Bucket: logs, Key }));
        if (head.SSEKMSKeyId === open) return Key;
      }
      return undefined;
    });
    assert.match(key, /\.json\.gz$/);
    await update("");
  });

  it("names its files as CloudTrail does", async () => {
    const [key = ""] = await eventually("a log file", async () => {
      const keys = await keysBelow(ownerS3, logs, `all/AWSLogs/${owner}/CloudTrail/`);
      return keys.length === 0 ? undefined : keys;
    });
    assert.match(
      key,
      new RegExp(
        `^all/AWSLogs/${owner}/CloudTrail/${region}/\\d{4}/\\d\\d/\\d\\d/${owner}_CloudTrail_${region}_\\d{8}T\\d{4}Z_\\w{16}\\.json\\.gz$`,
      ),
    );
  });

  it("chains digests of its files, signed with the key that ListPublicKeys gives", async () => {
    const prefix = `all/AWSLogs/${owner}/CloudTrail-Digest/`;
    await eventually("a digest", async () =>
      (await keysBelow(ownerS3, logs, prefix)).length > 0 ? 1 : undefined,
    );
    await put("in/a/for-the-next-digest");
    const keys = await eventually("a second digest", async () => {
      const some = await keysBelow(ownerS3, logs, prefix);
      return some.length > 1 ? some : undefined;
    });
    const { PublicKeyList } = (await cloudtrail(admin, "ListPublicKeys", {})) as {
      readonly PublicKeyList: readonly { readonly Value: string; readonly Fingerprint: string }[];
    };
    let previous: { readonly key: string; readonly sha256: string; readonly signature: string } | undefined;
    for (const key of keys) {
      const text = await gunzipped(ownerS3, logs, key);
      const digest = JSON.parse(text) as Readonly<Record<string, string>> & {
        readonly logFiles: readonly { readonly s3Object: string; readonly hashValue: string }[];
      };
      const sha256 = createHash("sha256").update(text).digest("hex");
      const { Metadata } = await ownerS3.send(new HeadObjectCommand({ Bucket: logs, Key: key }));
      const signature = Metadata?.["signature"] ?? "";
      const publicKey = PublicKeyList.find((one) => one.Fingerprint === digest["digestPublicKeyFingerprint"]);
      const signed = [digest["digestEndTime"], `${logs}/${key}`, sha256, previous?.signature ?? "null"].join(
        "\n",
      );
      const verifier = createVerify("RSA-SHA256").update(signed);
      const der = Buffer.from(publicKey?.Value ?? "", "base64");
      assert.ok(
        verifier.verify(createPublicKey({ key: der, format: "der", type: "pkcs1" }), signature, "hex"),
      );
      assert.equal(digest["previousDigestS3Object"] ?? undefined, previous?.key);
      assert.equal(digest["previousDigestHashValue"] ?? undefined, previous?.sha256);
      for (const { s3Object, hashValue } of digest.logFiles) {
        const file = await gunzipped(ownerS3, logs, s3Object);
        assert.equal(createHash("sha256").update(file).digest("hex"), hashValue);
      }
      previous = { key, sha256, signature };
    }
  });

  it("tells that it cannot deliver while the log bucket does not let it, and delivers again", async () => {
    const Policy = logBucketPolicy(closedLogs, owner, trailArn(owner, "closed"));
    await ownerS3.send(new PutBucketPolicyCommand({ Bucket: closedLogs, Policy }));
    await makeTrail(admin, "closed", closedLogs);
    const status = () => cloudtrail(admin, "GetTrailStatus", { Name: "closed" });
    const first = await eventually("a delivery", async () => {
      const answer = await status();
      return answer["LatestDeliveryTime"] === undefined ? undefined : answer;
    });
    assert.equal(first["LatestDeliveryError"], undefined);
    assert.equal(first["IsLogging"], true);
    await ownerS3.send(new DeleteBucketPolicyCommand({ Bucket: closedLogs }));
    await eventually("the error", async () =>
      (await status())["LatestDeliveryError"] === "AccessDenied" ? 1 : undefined,
    );
    await ownerS3.send(new PutBucketPolicyCommand({ Bucket: closedLogs, Policy }));
    await eventually("no error", async () =>
      (await status())["LatestDeliveryError"] === undefined ? 1 : undefined,
    );
    await cloudtrail(admin, "StopLogging", { Name: "closed" });
    assert.equal((await status())["IsLogging"], false);
    const files = await keysBelow(ownerS3, closedLogs, "AWSLogs/");
    await cloudtrail(admin, "GetTrail", { Name: "closed" });
    await inOwnerTrail("a call after the stop", ({ eventName }) => eventName === "GetTrail");
    assert.deepEqual(await keysBelow(ownerS3, closedLogs, "AWSLogs/"), files);
    await cloudtrail(admin, "DeleteTrail", { Name: "closed" });
  });

  it("sends events to a log group, with a role that may", async () => {
    await jsonCall(admin, "logs", "CreateLogGroup", { logGroupName: "trail" });
    const group = `arn:aws:logs:${region}:${owner}:log-group:trail:*`;
    await makeRole(owner, "to-logs", {
      trust: trust({ Service: "cloudtrail.amazonaws.com" }),
      policy: policy({ Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: group }),
    });
    await makeRole(owner, "not-to-logs", { trust: trust({ Service: "cloudtrail.amazonaws.com" }) });
    const withRole = (role: string) => ({
      CloudWatchLogsLogGroupArn: group,
      CloudWatchLogsRoleArn: `arn:aws:iam::${owner}:role/${role}`,
    });
    await assert.rejects(
      cloudtrail(admin, "CreateTrail", { Name: "grouped", S3BucketName: logs, ...withRole("not-to-logs") }),
      { name: "InvalidCloudWatchLogsRoleArnException" },
    );
    await makeTrail(admin, "grouped", logs, { S3KeyPrefix: "grouped", ...withRole("to-logs") });
    await cloudtrail(admin, "ListTrails", {});
    const messages = await eventually("an event in the group", async () => {
      const { events } = (await jsonCall(admin, "logs", "FilterLogEvents", { logGroupName: "trail" })) as {
        readonly events?: readonly { readonly message: string }[];
      };
      return events === undefined || events.length === 0 ? undefined : events;
    });
    assert.equal((JSON.parse(messages[0]?.message ?? "") as TrailRecord).recipientAccountId, owner);
    await cloudtrail(admin, "DeleteTrail", { Name: "grouped" });
  });

  it("finds management events of its own account by attribute", async () => {
    const lookUp = async (credentials: Credentials, key: string, value: string) => {
      const { Events } = (await cloudtrail(credentials, "LookupEvents", {
        LookupAttributes: [{ AttributeKey: key, AttributeValue: value }],
      })) as { readonly Events: readonly { readonly EventName: string }[] };
      return Events.map(({ EventName }) => EventName);
    };
    assert.ok((await lookUp(reader, "ResourceName", bucket)).includes("PutBucketPolicy"));
    assert.ok((await lookUp(admin, "EventName", "AssumeRole")).every((name) => name === "AssumeRole"));
    assert.ok((await lookUp(admin, "EventName", "PutObject")).length === 0);
    assert.ok(!(await lookUp(administrator(source), "ResourceName", bucket)).includes("PutBucketPolicy"));
  });

  refuses([
    {
      what: "a trail to a bucket that is not there",
      refused: () => cloudtrail(admin, "CreateTrail", { Name: "t-1", S3BucketName: `${logs}-not` }),
      code: "S3BucketDoesNotExistException",
      twin: () => cloudtrail(admin, "UpdateTrail", { Name: "management", S3BucketName: logs }),
    },
    {
      what: "a trail to a bucket whose policy does not let CloudTrail",
      refused: () => cloudtrail(admin, "UpdateTrail", { Name: "management", S3BucketName: bucket }),
      code: "InsufficientS3BucketPolicyException",
      twin: () => cloudtrail(admin, "UpdateTrail", { Name: "management", S3BucketName: logs }),
    },
    {
      what: "a trail of another account to this log bucket",
      refused: () => cloudtrail(administrator(source), "UpdateTrail", { Name: "mine", S3BucketName: logs }),
      code: "InsufficientS3BucketPolicyException",
      twin: () =>
        cloudtrail(administrator(source), "UpdateTrail", { Name: "mine", S3BucketName: sourceLogs }),
    },
    {
      what: "a trail with a key that is not there",
      refused: () =>
        cloudtrail(admin, "UpdateTrail", {
          Name: "management",
          KmsKeyId: "00000000-0000-0000-0000-000000000000",
        }),
      code: "KmsKeyNotFoundException",
      twin: () => cloudtrail(admin, "UpdateTrail", { Name: "management" }),
    },
    {
      what: "a name that no trail can have",
      refused: () => cloudtrail(admin, "CreateTrail", { Name: "-t", S3BucketName: logs }),
      code: "InvalidTrailNameException",
      twin: () => cloudtrail(admin, "UpdateTrail", { Name: "management" }),
    },
    {
      what: "a selector of data that names no type",
      refused: () =>
        cloudtrail(admin, "PutEventSelectors", {
          TrailName: "management",
          AdvancedEventSelectors: [{ FieldSelectors: [{ Field: "eventCategory", Equals: ["Data"] }] }],
        }),
      code: "InvalidEventSelectorsException",
      twin: () =>
        cloudtrail(admin, "PutEventSelectors", {
          TrailName: "management",
          AdvancedEventSelectors: [{ FieldSelectors: [{ Field: "eventCategory", Equals: ["Management"] }] }],
        }),
    },
    {
      what: "the events to a user who may only see a status",
      refused: () => cloudtrail(watcher, "LookupEvents", {}),
      code: "AccessDeniedException",
      says: /not authorized to perform: cloudtrail:LookupEvents because/,
      twin: () => cloudtrail(reader, "LookupEvents", {}),
    },
    {
      what: "the status of another trail",
      refused: () => cloudtrail(watcher, "GetTrailStatus", { Name: "writes" }),
      code: "AccessDeniedException",
      says: /trail\/writes/,
      twin: () => cloudtrail(watcher, "GetTrailStatus", { Name: "everything" }),
    },
    {
      what: "stopping a trail by a user who may only see its status",
      refused: () => cloudtrail(watcher, "StopLogging", { Name: "everything" }),
      code: "AccessDeniedException",
      twin: () => cloudtrail(watcher, "GetTrailStatus", { Name: "everything" }),
    },
    {
      what: "a trail of another account by its ARN",
      refused: () => cloudtrail(administrator(source), "GetTrail", { Name: trailArn(owner, "everything") }),
      code: "TrailNotFoundException",
      twin: () => cloudtrail(admin, "GetTrail", { Name: trailArn(owner, "everything") }),
    },
    {
      what: "two lookup attributes",
      refused: () =>
        cloudtrail(admin, "LookupEvents", {
          LookupAttributes: [
            { AttributeKey: "EventName", AttributeValue: "a" },
            { AttributeKey: "Username", AttributeValue: "b" },
          ],
        }),
      code: "InvalidLookupAttributesException",
      twin: () =>
        cloudtrail(admin, "LookupEvents", {
          LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "a" }],
        }),
    },
  ]);
});
