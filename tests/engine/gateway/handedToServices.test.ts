/**
 * What services are handed: roles (iam:PassRole), keys of log groups, topics of trails; and the parts of KMS, Logs,
 * S3 Control and EventBridge that the resources of an audited bucket need.
 *
 * Does not prove: that EventBridge retries, or any target of a rule but a queue.
 */
import assert from "node:assert/strict";
import {
  CloudTrailClient,
  CreateTrailCommand,
  DescribeTrailsCommand,
  GetTrailCommand,
} from "@aws-sdk/client-cloudtrail";
import {
  AssociateKmsKeyCommand,
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  DisassociateKmsKeyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyRotationCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
} from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import {
  CreateAccessPointCommand,
  GetAccessPointPolicyStatusCommand,
  ListTagsForResourceCommand,
  PutAccessPointPolicyCommand,
  S3ControlClient,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-s3-control";
import { CreateTopicCommand, SetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import { administrator, makeUser, policy, region, s3ClientOf, type Statement } from "./actors";
import { makeRole, trust } from "./identities";
import { eventually, jsonCall, type Members } from "./jsonCall";
import { refuses } from "./refusals";
import { sendSigned, type Credentials } from "./signing";

const owner = "555555560001";
const admin = administrator(owner);
const configOf = (credentials: Credentials) => ({
  region,
  endpoint: process.env.AWS_ENDPOINT_URL ?? "",
  maxAttempts: 1,
  credentials,
});
const cloudTrail = { Service: "cloudtrail.amazonaws.com" };
const root = { AWS: `arn:aws:iam::${owner}:root` };

describe("What services of the local AWS are handed", function () {
  this.timeout(60_000);
  const s3 = s3ClientOf(admin);
  const logsBucket = "handed-logs";
  const roleArn = `arn:aws:iam::${owner}:role/trail-to-logs`;
  const groupArn = `arn:aws:logs:${region}:${owner}:log-group:trail:*`;
  let trails: CloudTrailClient;
  let auditor: CloudTrailClient;
  let logs: CloudWatchLogsClient;
  let keys: KMSClient;
  let sns: SNSClient;
  let control: S3ControlClient;
  let ruler: Credentials;
  let made = 0;

  before(async () => {
    trails = new CloudTrailClient(configOf(admin));
    logs = new CloudWatchLogsClient(configOf(admin));
    keys = new KMSClient(configOf(admin));
    sns = new SNSClient(configOf(admin));
    // Its clients put the account before the host, which an address does not take.
    const url = new URL(process.env.AWS_ENDPOINT_URL ?? "");
    control = new S3ControlClient({ ...configOf(admin), endpointProvider: () => ({ url }) });
    await s3.send(new CreateBucketCommand({ Bucket: logsBucket }));
    await s3.send(
      new PutBucketPolicyCommand({
        Bucket: logsBucket,
        Policy: policy(
          { Principal: cloudTrail, Action: "s3:GetBucketAcl", Resource: `arn:aws:s3:::${logsBucket}` },
          { Principal: cloudTrail, Action: "s3:PutObject", Resource: `arn:aws:s3:::${logsBucket}/*` },
        ),
      }),
    );
    await logs.send(new CreateLogGroupCommand({ logGroupName: "trail" }));
    await makeRole(owner, "trail-to-logs", {
      trust: trust(cloudTrail),
      policy: policy({ Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: "*" }),
    });
    await makeRole(owner, "events-to-others", { trust: trust({ Service: "events.amazonaws.com" }) });
    const passes = (role: string, service: string): Statement => ({
      Action: "iam:PassRole",
      Resource: `arn:aws:iam::${owner}:role/${role}`,
      Condition: { StringEquals: { "iam:PassedToService": service } },
    });
    auditor = new CloudTrailClient(
      configOf(
        await makeUser(
          owner,
          "auditor",
          policy(
            { Action: "cloudtrail:CreateTrail", Resource: `arn:aws:cloudtrail:${region}:${owner}:trail/*` },
            passes("trail-to-logs", "cloudtrail.amazonaws.com"),
          ),
        ),
      ),
    );
    ruler = await makeUser(
      owner,
      "ruler",
      policy(
        {
          Action: ["events:PutRule", "events:PutTargets", "events:DescribeRule"],
          Resource: `arn:aws:events:${region}:${owner}:rule/mine-*`,
        },
        passes("events-to-others", "events.amazonaws.com"),
      ),
    );
  });

  after(() => {
    for (const client of [trails, auditor, logs, keys, sns, control, s3]) client.destroy();
  });

  const makeTrail = (client: CloudTrailClient, role: string | undefined, more: object = {}) => {
    made += 1;
    return client.send(
      new CreateTrailCommand({
        Name: `handed-${made}`,
        S3BucketName: logsBucket,
        ...(role === undefined ? {} : { CloudWatchLogsLogGroupArn: groupArn, CloudWatchLogsRoleArn: role }),
        ...more,
      }),
    );
  };
  const makeTopic = async (Name: string, ...statements: readonly Statement[]) => {
    const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name }));
    await sns.send(
      new SetTopicAttributesCommand({
        TopicArn,
        AttributeName: "Policy",
        AttributeValue: policy(...statements.map((one) => ({ ...one, Resource: TopicArn }))),
      }),
    );
    return TopicArn;
  };
  const makeKey = async (...statements: readonly Statement[]) => {
    const Policy = policy({ Principal: root, Action: "kms:*", Resource: "*" }, ...statements);
    const { KeyMetadata } = await keys.send(new CreateKeyCommand({ Policy }));
    return KeyMetadata?.Arn ?? "";
  };
  const letsLogs = (group: string): Statement => ({
    Principal: { Service: `logs.${region}.amazonaws.com` },
    Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
    Resource: "*",
    Condition: {
      ArnEquals: {
        "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${owner}:log-group:${group}`,
      },
    },
  });
  const events = (credentials: Credentials, operation: string, parameters: Members) =>
    jsonCall(credentials, "events", operation, parameters);
  /** SQS is not modelled: only an account's own keys may use it. */
  const sqs = async (operation: string, parameters: Members) => {
    const { httpStatus, body } = await sendSigned(
      {
        service: "sqs",
        region,
        method: "POST",
        target: "/",
        headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": `AmazonSQS.${operation}` },
        body: JSON.stringify(parameters),
      },
      admin,
    );
    assert.equal(httpStatus, 200, body);
    return JSON.parse(body) as Members;
  };
  const putTargets = (role: string) =>
    events(ruler, "PutTargets", {
      Rule: "mine-1",
      Targets: [
        {
          Id: "1",
          Arn: `arn:aws:events:${region}:${owner}:event-bus/default`,
          RoleArn: `arn:aws:iam::${owner}:role/${role}`,
        },
      ],
    });
  const pattern = (bucket: string) =>
    JSON.stringify({
      source: ["aws.s3"],
      "detail-type": ["Object Created"],
      detail: { bucket: { name: [bucket] } },
    });

  it("tells a trail's topic by its ARN, and nothing that the trail does not have", async () => {
    const topic = await makeTopic("trail-topic", {
      Principal: cloudTrail,
      Action: "sns:Publish",
      Resource: "*",
    });
    const answered = await makeTrail(trails, roleArn, { SnsTopicName: "trail-topic" });
    assert.equal(answered.SnsTopicARN, topic);
    const { Trail } = await trails.send(new GetTrailCommand({ Name: answered.Name }));
    assert.equal(Trail?.SnsTopicARN, topic);
    assert.equal(Trail.CloudWatchLogsRoleArn, roleArn);
    assert.equal(Trail.S3KeyPrefix, undefined);
    const { trailList } = await trails.send(
      new DescribeTrailsCommand({ trailNameList: [answered.Name ?? ""] }),
    );
    assert.equal(trailList?.[0]?.SnsTopicARN, topic);
  });

  it("tells the rotation of a key as KMS does", async () => {
    const KeyId = await makeKey();
    const status = () => keys.send(new GetKeyRotationStatusCommand({ KeyId }));
    assert.equal((await status()).RotationPeriodInDays, undefined);
    await keys.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 180 }));
    const on = await status();
    assert.equal(on.KeyRotationEnabled, true);
    assert.equal(on.RotationPeriodInDays, 180);
    await keys.send(new DisableKeyRotationCommand({ KeyId }));
    assert.equal((await status()).KeyRotationEnabled, false);
  });

  it("changes and takes away the key of a log group", async () => {
    const [first, second] = [await makeKey(letsLogs("changing")), await makeKey(letsLogs("changing"))];
    const logGroupName = "changing";
    await logs.send(new CreateLogGroupCommand({ logGroupName, kmsKeyId: first }));
    const keyOf = async () => {
      const { logGroups } = await logs.send(
        new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }),
      );
      return logGroups?.[0]?.kmsKeyId;
    };
    assert.equal(await keyOf(), first);
    await logs.send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId: second }));
    assert.equal(await keyOf(), second);
    await logs.send(new DisassociateKmsKeyCommand({ logGroupName }));
    assert.equal(await keyOf(), undefined);
  });

  it("keeps the tags of each access point, and tells whether its policy is public", async () => {
    await s3.send(new CreateBucketCommand({ Bucket: "handed-points" }));
    const AccountId = owner;
    const arnOf = (name: string) => `arn:aws:s3:${region}:${owner}:accesspoint/${name}`;
    for (const Name of ["one", "two"]) {
      await control.send(
        new CreateAccessPointCommand({
          AccountId,
          Name,
          Bucket: "handed-points",
          Tags: [{ Key: "name", Value: Name }],
        }),
      );
    }
    const ResourceArn = arnOf("one");
    const tags = async (name: string) => {
      const { Tags } = await control.send(
        new ListTagsForResourceCommand({ AccountId, ResourceArn: arnOf(name) }),
      );
      return Tags;
    };
    assert.deepEqual(await tags("one"), [{ Key: "name", Value: "one" }]);
    await control.send(new TagResourceCommand({ AccountId, ResourceArn, Tags: [{ Key: "b", Value: "c" }] }));
    await control.send(new UntagResourceCommand({ AccountId, ResourceArn, TagKeys: ["name"] }));
    assert.deepEqual(await tags("one"), [{ Key: "b", Value: "c" }]);
    assert.deepEqual(await tags("two"), [{ Key: "name", Value: "two" }]);

    const status = () => control.send(new GetAccessPointPolicyStatusCommand({ AccountId, Name: "one" }));
    await assert.rejects(status(), { name: "NoSuchAccessPointPolicy" });
    await control.send(
      new PutAccessPointPolicyCommand({
        AccountId,
        Name: "one",
        Policy: policy({ Principal: root, Action: "s3:GetObject", Resource: `${arnOf("one")}/object/*` }),
      }),
    );
    assert.equal((await status()).PolicyStatus?.IsPublic, false);
  });

  it("sends the event of a new object to a rule's target where the bucket sends events", async () => {
    for (const Bucket of ["sends-events", "sends-none"]) {
      await s3.send(new CreateBucketCommand({ Bucket }));
      const Name = `of-${Bucket}`;
      const Arn = `arn:aws:sqs:${region}:${owner}:${Bucket}`;
      await sqs("CreateQueue", {
        QueueName: Bucket,
        Attributes: {
          Policy: policy({
            Principal: { Service: "events.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: Arn,
          }),
        },
      });
      await events(admin, "PutRule", { Name, EventPattern: pattern(Bucket) });
      await events(admin, "PutTargets", { Rule: Name, Targets: [{ Id: "1", Arn }] });
    }
    await s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: "sends-events",
        NotificationConfiguration: { EventBridgeConfiguration: {} },
      }),
    );
    await s3.send(new PutObjectCommand({ Bucket: "sends-none", Key: "in/a", Body: "x" }));
    await s3.send(new PutObjectCommand({ Bucket: "sends-events", Key: "in/a", Body: "x" }));
    const told = async (bucket: string) => {
      const QueueUrl = `${process.env.AWS_ENDPOINT_URL}/${owner}/${bucket}`;
      const { Messages = [] } = await sqs("ReceiveMessage", { QueueUrl });
      return (Messages as readonly { readonly Body: string }[]).map(
        ({ Body }) => JSON.parse(Body) as { readonly "detail-type": string; readonly detail: Members },
      );
    };
    const [event] = await eventually("an event", async () => {
      const found = await told("sends-events");
      return found.length > 0 ? found : undefined;
    });
    assert.equal(event?.["detail-type"], "Object Created");
    assert.equal((event.detail["object"] as Members)["key"], "in/a");
    assert.deepEqual(await told("sends-none"), []);
  });

  const groupWithKey = async (...statements: readonly Statement[]) => {
    made += 1;
    const kmsKeyId = await makeKey(...statements);
    await logs.send(new CreateLogGroupCommand({ logGroupName: `group-${made}`, kmsKeyId }));
  };
  refuses([
    {
      what: "a trail with a role that its maker may not pass",
      refused: () => makeTrail(auditor, `arn:aws:iam::${owner}:role/events-to-others`),
      code: "AccessDeniedException",
      says: /iam:PassRole on resource: .*role\/events-to-others/,
      twin: () => makeTrail(auditor, roleArn),
    },
    {
      what: "a trail with a topic whose policy lets CloudTrail publish for another trail",
      refused: async () => {
        await makeTopic("other-trail", {
          Principal: cloudTrail,
          Action: "sns:Publish",
          Resource: "*",
          Condition: { StringEquals: { "aws:SourceArn": `arn:aws:cloudtrail:${region}:${owner}:trail/x` } },
        });
        await makeTrail(trails, undefined, { SnsTopicName: "other-trail" });
      },
      code: "InsufficientSnsTopicPolicyException",
      twin: () => makeTrail(trails, undefined, { SnsTopicName: "trail-topic" }),
    },
    {
      what: "a trail with a topic that is not there",
      refused: () => makeTrail(trails, undefined, { SnsTopicName: "absent-topic" }),
      code: "InvalidSnsTopicNameException",
      twin: () => makeTrail(trails, undefined, { SnsTopicName: "trail-topic" }),
    },
    {
      what: "a log group with a key whose policy does not name CloudWatch Logs",
      refused: () => groupWithKey(),
      code: "InvalidParameterException",
      twin: () => groupWithKey(letsLogs("*")),
    },
    {
      what: "a log group with a key that serves another group",
      refused: () => groupWithKey(letsLogs("another")),
      code: "InvalidParameterException",
      twin: () => groupWithKey({ ...letsLogs("x"), Condition: undefined }),
    },
    {
      what: "a rotation of 30 days",
      refused: async () =>
        keys.send(new EnableKeyRotationCommand({ KeyId: await makeKey(), RotationPeriodInDays: 30 })),
      code: "ValidationException",
      twin: async () =>
        keys.send(new EnableKeyRotationCommand({ KeyId: await makeKey(), RotationPeriodInDays: 90 })),
    },
    {
      what: "a rule of another name",
      refused: () => events(ruler, "PutRule", { Name: "yours-1", EventPattern: pattern("b") }),
      code: "AccessDeniedException",
      says: /events:PutRule on resource: .*:rule\/yours-1/,
      twin: () => events(ruler, "PutRule", { Name: "mine-1", EventPattern: pattern("b") }),
    },
    {
      what: "a target with a role that may not be passed",
      refused: () => putTargets("trail-to-logs"),
      code: "AccessDeniedException",
      says: /iam:PassRole/,
      twin: () => putTargets("events-to-others"),
    },
  ]);

  it("finds no operation of GuardDuty at a path of none", async () => {
    const { httpStatus } = await sendSigned(
      { service: "guardduty", region, method: "GET", target: "/detector" },
      admin,
    );
    assert.equal(httpStatus, 400);
  });
});
