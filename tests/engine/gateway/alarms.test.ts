/**
 * From what is logged to a message: metric filters count, alarms change their state, topics get a message if their
 * policy and the policy of their key let CloudWatch.
 *
 * Does not prove: how long AWS takes (an alarm there waits for its period), nor that a mail arrives.
 */
import assert from "node:assert/strict";
import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  GetMetricStatisticsCommand,
  ListTagsForResourceCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from "@aws-sdk/client-cloudtrail";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  PutMetricFilterCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { CreateBucketCommand, PutBucketPolicyCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { CreateTopicCommand, SetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import { administrator, makeUser, policy, region, s3ClientOf, type Statement } from "./actors";
import { makeRole, trust } from "./identities";
import { eventually } from "./jsonCall";
import { refuses } from "./refusals";
import type { Credentials } from "./signing";

const owner = "555555555001";
const admin = administrator(owner);
const configOf = (credentials: Credentials) => ({
  region,
  endpoint: process.env.AWS_ENDPOINT_URL ?? "",
  maxAttempts: 1,
  credentials,
});
const alarmArn = (name: string) => `arn:aws:cloudwatch:${region}:${owner}:alarm:${name}`;
const sourceIsAlarm = {
  ArnLike: { "aws:SourceArn": alarmArn("*") },
  StringEquals: { "aws:SourceAccount": owner },
};
const cloudWatch = { Service: "cloudwatch.amazonaws.com" };
const root = { AWS: `arn:aws:iam::${owner}:root` };

interface Message {
  readonly topicArn: string;
  readonly from: string;
  readonly subject: string;
  readonly message: string;
  readonly refused?: string;
}

async function messagesOf(alarm: string): Promise<readonly Message[]> {
  const answer = await fetch(`${process.env.AWS_ENDPOINT_URL}/_xput/messages`);
  return ((await answer.json()) as readonly Message[]).filter(({ from }) => from === alarmArn(alarm));
}

describe("The local AWS's metric filters and alarms", function () {
  this.timeout(60_000);
  let watch: CloudWatchClient;
  let logs: CloudWatchLogsClient;
  let sns: SNSClient;
  let kms: KMSClient;
  let auditor: CloudWatchClient;

  before(async () => {
    watch = new CloudWatchClient(configOf(admin));
    logs = new CloudWatchLogsClient(configOf(admin));
    sns = new SNSClient(configOf(admin));
    kms = new KMSClient(configOf(admin));
    auditor = new CloudWatchClient(
      configOf(
        await makeUser(
          owner,
          "auditor",
          policy(
            {
              Action: [
                "cloudwatch:PutMetricAlarm",
                "cloudwatch:DeleteAlarms",
                "cloudwatch:ListTagsForResource",
              ],
              Resource: alarmArn("mine-*"),
            },
            { Action: "cloudwatch:DescribeAlarms", Resource: alarmArn("*") },
            {
              Action: "cloudwatch:PutMetricData",
              Resource: "*",
              Condition: { StringEquals: { "cloudwatch:namespace": "mine" } },
            },
          ),
        ),
      ),
    );
    await logs.send(new CreateLogGroupCommand({ logGroupName: "audit" }));
    await logs.send(new CreateLogStreamCommand({ logGroupName: "audit", logStreamName: "s" }));
  });

  after(() => {
    for (const client of [watch, logs, sns, kms, auditor]) client.destroy();
  });

  const log = (events: readonly object[]) =>
    logs.send(
      new PutLogEventsCommand({
        logGroupName: "audit",
        logStreamName: "s",
        logEvents: events.map((event) => ({ timestamp: Date.now(), message: JSON.stringify(event) })),
      }),
    );
  const putFilter = (metricName: string, filterPattern: string, metricValue = "1") =>
    logs.send(
      new PutMetricFilterCommand({
        logGroupName: "audit",
        filterName: metricName,
        filterPattern,
        metricTransformations: [{ metricName, metricNamespace: "audit", metricValue }],
      }),
    );
  const putAlarm = (client: CloudWatchClient, name: string, metric: string, topicArn: string) =>
    client.send(
      new PutMetricAlarmCommand({
        AlarmName: name,
        Namespace: "audit",
        MetricName: metric,
        Statistic: "Sum",
        Period: 300,
        EvaluationPeriods: 1,
        Threshold: 2,
        ComparisonOperator: "GreaterThanOrEqualToThreshold",
        TreatMissingData: "notBreaching",
        AlarmActions: [topicArn],
      }),
    );
  const makeTopic = async (Name: string, Policy: string | undefined, KmsMasterKeyId?: string) => {
    const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name }));
    const set = (AttributeName: string, AttributeValue: string) =>
      sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue }));
    if (Policy !== undefined) await set("Policy", Policy.replaceAll("$TOPIC", TopicArn));
    if (KmsMasterKeyId !== undefined) await set("KmsMasterKeyId", KmsMasterKeyId);
    return TopicArn;
  };
  const makeKey = async (...more: readonly Statement[]) => {
    const Policy = policy({ Principal: root, Action: "kms:*", Resource: "*" }, ...more);
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Policy }));
    return KeyMetadata?.Arn ?? "";
  };
  const letsCloudWatch = () =>
    policy({ Principal: cloudWatch, Action: "sns:Publish", Resource: "$TOPIC", Condition: sourceIsAlarm });
  const stateOf = async (name: string) => {
    const { MetricAlarms = [] } = await watch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
    return MetricAlarms[0]?.StateValue;
  };
  const set = (AlarmName: string, StateValue: "ALARM" | "OK") =>
    watch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: "test" }));

  it("counts what a filter means, and alarms once the threshold is reached", async () => {
    const topic = await makeTopic("refused-puts", letsCloudWatch());
    await putFilter("refused", '{ ($.eventName = "PutObject") && ($.errorCode = "AccessDenied*") }');
    await putAlarm(watch, "refused", "refused", topic);
    await log([{ eventName: "PutObject" }, { eventName: "GetObject", errorCode: "AccessDenied" }]);
    await log([{ eventName: "PutObject", errorCode: "AccessDenied" }]);
    await eventually("the alarm is OK", async () => ((await stateOf("refused")) === "OK" ? true : undefined));
    assert.deepEqual(await messagesOf("refused"), []);

    const startedAt = Date.now();
    await log([{ eventName: "PutObject", errorCode: "AccessDenied" }]);
    const [message] = await eventually("a message", async () => {
      const found = await messagesOf("refused");
      return found.length > 0 ? found : undefined;
    });
    assert.ok(Date.now() - startedAt < 3_000, `${Date.now() - startedAt} ms`);
    assert.equal(message?.topicArn, topic);
    assert.equal(message.refused, undefined);
    const told = JSON.parse(message.message) as Readonly<Record<string, unknown>>;
    assert.equal(told["NewStateValue"], "ALARM");
    assert.equal(told["AlarmName"], "refused");
    assert.equal(await stateOf("refused"), "ALARM");

    const { Datapoints = [] } = await watch.send(
      new GetMetricStatisticsCommand({
        Namespace: "audit",
        MetricName: "refused",
        StartTime: new Date(startedAt - 600_000),
        EndTime: new Date(startedAt + 600_000),
        Period: 3_600,
        Statistics: ["Sum"],
      }),
    );
    assert.equal(
      Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0),
      2,
    );
    assert.equal((await messagesOf("refused")).length, 1, "it is told once");
  });

  it("tells of a refused put that a trail recorded", async () => {
    const s3 = s3ClientOf(admin);
    const trails = new CloudTrailClient(configOf(admin));
    const stranger = s3ClientOf(administrator("555555555002"));
    try {
      for (const Bucket of ["alarmed", "alarmed-logs"]) await s3.send(new CreateBucketCommand({ Bucket }));
      const cloudTrail = { Service: "cloudtrail.amazonaws.com" };
      const Policy = policy(
        { Principal: cloudTrail, Action: "s3:GetBucketAcl", Resource: "arn:aws:s3:::alarmed-logs" },
        { Principal: cloudTrail, Action: "s3:PutObject", Resource: "arn:aws:s3:::alarmed-logs/*" },
      );
      await s3.send(new PutBucketPolicyCommand({ Bucket: "alarmed-logs", Policy }));
      await logs.send(new CreateLogGroupCommand({ logGroupName: "trail" }));
      await makeRole(owner, "to-logs", {
        trust: trust(cloudTrail),
        policy: policy({ Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: "*" }),
      });
      const Name = "alarmed";
      await trails.send(
        new CreateTrailCommand({
          Name,
          S3BucketName: "alarmed-logs",
          CloudWatchLogsLogGroupArn: `arn:aws:logs:${region}:${owner}:log-group:trail:*`,
          CloudWatchLogsRoleArn: `arn:aws:iam::${owner}:role/to-logs`,
        }),
      );
      await trails.send(
        new PutEventSelectorsCommand({
          TrailName: Name,
          AdvancedEventSelectors: [
            {
              FieldSelectors: [
                { Field: "eventCategory", Equals: ["Data"] },
                { Field: "resources.type", Equals: ["AWS::S3::Object"] },
                { Field: "resources.ARN", StartsWith: ["arn:aws:s3:::alarmed/"] },
              ],
            },
          ],
        }),
      );
      await trails.send(new StartLoggingCommand({ Name }));
      await logs.send(
        new PutMetricFilterCommand({
          logGroupName: "trail",
          filterName: "refused-puts",
          filterPattern:
            '{ ($.eventSource = "s3.amazonaws.com") && ($.eventName = "PutObject") && ($.errorCode = "AccessDenied") && ($.requestParameters.bucketName = "alarmed") }',
          metricTransformations: [{ metricName: "strangers", metricNamespace: "audit", metricValue: "1" }],
        }),
      );
      await putAlarm(watch, "strangers", "strangers", await makeTopic("strangers", letsCloudWatch()));
      await s3.send(new PutObjectCommand({ Bucket: "alarmed", Key: "own", Body: "x" }));
      for (let tries = 0; tries < 2; tries += 1) {
        await assert.rejects(stranger.send(new PutObjectCommand({ Bucket: "alarmed", Key: "a", Body: "x" })));
      }
      const [message] = await eventually("a message", async () => {
        const found = await messagesOf("strangers");
        return found.length > 0 ? found : undefined;
      });
      assert.equal(message?.refused, undefined);
      assert.match(message?.subject ?? "", /^ALARM: "strangers"/);
    } finally {
      for (const client of [s3, trails, stranger]) client.destroy();
    }
  });

  it("takes the value of a property", async () => {
    const topic = await makeTopic("bytes", letsCloudWatch());
    await putFilter("bytes", "{ $.bytes > 0 }", "$.bytes");
    await putAlarm(watch, "bytes", "bytes", topic);
    await log([{ bytes: 5 }]);
    await eventually("the alarm", async () => ((await stateOf("bytes")) === "ALARM" ? true : undefined));
  });

  it("tells clients the topics of an alarm as they gave them", async () => {
    const { MetricAlarms = [] } = await watch.send(new DescribeAlarmsCommand({ AlarmNames: ["refused"] }));
    assert.deepEqual(MetricAlarms[0]?.AlarmActions, [`arn:aws:sns:${region}:${owner}:refused-puts`]);
  });

  /** How a topic and its key are made, and how CloudWatch's message is refused, if it is. */
  const topics: readonly (readonly [
    name: string,
    make: () => Promise<string>,
    refused: RegExp | undefined,
  ])[] = [
    ["policy-allows", () => makeTopic("policy-allows", letsCloudWatch()), undefined],
    [
      "policy-of-others",
      () => makeTopic("policy-of-others", policy({ Principal: root, Action: "sns:*", Resource: "$TOPIC" })),
      /^AuthorizationError/,
    ],
    [
      "policy-for-other-alarms",
      () =>
        makeTopic(
          "policy-for-other-alarms",
          policy({
            Principal: cloudWatch,
            Action: "sns:Publish",
            Resource: "$TOPIC",
            Condition: { ArnLike: { "aws:SourceArn": alarmArn("other-*") } },
          }),
        ),
      /^AuthorizationError/,
    ],
    [
      "key-allows",
      async () =>
        makeTopic(
          "key-allows",
          letsCloudWatch(),
          await makeKey({
            Principal: cloudWatch,
            Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
            Resource: "*",
            Condition: sourceIsAlarm,
          }),
        ),
      undefined,
    ],
    [
      "key-of-others",
      async () => makeTopic("key-of-others", letsCloudWatch(), await makeKey()),
      /^KMSAccessDenied.*kms:GenerateDataKey/,
    ],
    [
      "key-half-open",
      async () =>
        makeTopic(
          "key-half-open",
          letsCloudWatch(),
          await makeKey({ Principal: cloudWatch, Action: "kms:GenerateDataKey", Resource: "*" }),
        ),
      /^KMSAccessDenied.*kms:Decrypt/,
    ],
    ["managed-key", () => makeTopic("managed-key", letsCloudWatch(), "alias/aws/sns"), /^KMS/],
  ];
  for (const [name, make, refused] of topics) {
    it(`a topic "${name}" ${refused === undefined ? "takes" : "does not take"} an alarm's message`, async () => {
      await putAlarm(watch, name, "nothing", await make());
      await set(name, "ALARM");
      const [message] = await eventually("a message", async () => {
        const found = await messagesOf(name);
        return found.length > 0 ? found : undefined;
      });
      if (refused === undefined) assert.equal(message?.refused, undefined);
      else assert.match(message?.refused ?? "it was taken", refused);
    });
  }

  const topicArn = `arn:aws:sns:${region}:${owner}:refused-puts`;
  const tagged = (client: CloudWatchClient, name: string, tags: boolean) =>
    client.send(
      new PutMetricAlarmCommand({
        AlarmName: name,
        Namespace: "audit",
        MetricName: "none",
        Statistic: "Sum",
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: "GreaterThanThreshold",
        ...(tags ? { Tags: [{ Key: "a", Value: "b" }] } : {}),
      }),
    );
  refuses([
    {
      what: "an alarm of another name",
      refused: () => putAlarm(auditor, "yours-1", "none", topicArn),
      code: "AccessDeniedException",
      says: /cloudwatch:PutMetricAlarm on resource: .*:alarm:yours-1/,
      twin: () => putAlarm(auditor, "mine-1", "none", topicArn),
    },
    {
      what: "a tagged alarm without cloudwatch:TagResource",
      refused: () => tagged(auditor, "mine-2", true),
      code: "AccessDeniedException",
      says: /cloudwatch:TagResource/,
      twin: () => tagged(auditor, "mine-2", false),
    },
    {
      what: "the tags of another alarm",
      refused: () => auditor.send(new ListTagsForResourceCommand({ ResourceARN: alarmArn("refused") })),
      code: "AccessDeniedException",
      twin: () => auditor.send(new ListTagsForResourceCommand({ ResourceARN: alarmArn("mine-1") })),
    },
    {
      what: "the state of an alarm",
      refused: () =>
        auditor.send(new SetAlarmStateCommand({ AlarmName: "mine-1", StateValue: "OK", StateReason: "r" })),
      code: "AccessDeniedException",
      twin: () => auditor.send(new DescribeAlarmsCommand({ AlarmNames: ["mine-1"] })),
    },
    {
      what: "a metric of another namespace",
      refused: () =>
        auditor.send(
          new PutMetricDataCommand({ Namespace: "yours", MetricData: [{ MetricName: "m", Value: 1 }] }),
        ),
      code: "AccessDeniedException",
      twin: () =>
        auditor.send(
          new PutMetricDataCommand({ Namespace: "mine", MetricData: [{ MetricName: "m", Value: 1 }] }),
        ),
    },
    {
      what: "an alarm's end",
      refused: () => auditor.send(new DeleteAlarmsCommand({ AlarmNames: ["refused"] })),
      code: "AccessDeniedException",
      twin: () => auditor.send(new DeleteAlarmsCommand({ AlarmNames: ["mine-1"] })),
    },
    {
      what: "a topic of another region",
      refused: () => putAlarm(watch, "far", "none", topicArn.replace(region, "us-east-1")),
      code: "ValidationException",
      twin: () => putAlarm(watch, "far", "none", topicArn),
    },
    {
      what: "a metric filter with a pattern that is none",
      refused: () => putFilter("broken", "{ $.eventName = }"),
      code: "InvalidParameterException",
      twin: () => putFilter("broken", "{ $.eventName = a }"),
    },
  ]);
});
