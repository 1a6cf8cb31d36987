/**
 * CloudWatch asked in each protocol that AWS's SDKs speak: JSON 1.0, forms and CBOR. What one makes the others see, and
 * each refusal comes in the words of its protocol.
 *
 * Does not prove that AWS answers byte for byte alike: the SDK's own readers are the judges here.
 */
import assert from "node:assert/strict";
import {
  CloudWatchClient,
  type CloudWatchClientConfig,
  DescribeAlarmsCommand,
  GetDashboardCommand,
  GetMetricStatisticsCommand,
  ListTagsForResourceCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import { AwsJson1_0Protocol, AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from "@aws-sdk/core/protocols";
import { administrator, makeUser, policy, region } from "./actors";
import { refuses } from "./refusals";
import type { Credentials } from "./signing";

const owner = "555555555077";
const protocols = [AwsJson1_0Protocol, AwsQueryProtocol, AwsSmithyRpcV2CborProtocol] as const;

function clientOf(protocol: (typeof protocols)[number], credentials: Credentials): CloudWatchClient {
  const config: CloudWatchClientConfig = {
    region,
    endpoint: process.env.AWS_ENDPOINT_URL ?? "",
    maxAttempts: 1,
    credentials,
    protocol,
  };
  return new CloudWatchClient(config);
}

const topicArn = `arn:aws:sns:${region}:${owner}:alarms`;
const dimensions = [{ Name: "bucket", Value: "7" }];

for (const protocol of protocols) {
  describe(`CloudWatch in ${protocol.name}`, () => {
    const AlarmName = `alarm-${protocol.name}`;
    const alarm = {
      AlarmName,
      Namespace: protocol.name,
      MetricName: "puts",
      Dimensions: dimensions,
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 2,
      Threshold: 1.5,
      ComparisonOperator: "GreaterThanThreshold",
      ActionsEnabled: false,
      AlarmActions: [topicArn],
    } as const;
    let admin: CloudWatchClient;
    let nobody: CloudWatchClient;

    before(async () => {
      admin = clientOf(protocol, administrator(owner));
      const deny = policy({ Effect: "Deny", Action: "cloudwatch:PutMetricAlarm", Resource: "*" });
      nobody = clientOf(protocol, await makeUser(owner, `nobody-${protocol.name}`, deny));
      await admin.send(
        new PutMetricAlarmCommand({
          ...alarm,
          Dimensions: [...dimensions],
          AlarmActions: [topicArn],
          Tags: [{ Key: "team", Value: "2" }],
        }),
      );
    });
    after(() => {
      admin.destroy();
      nobody.destroy();
    });

    it("makes an alarm that each protocol tells alike", async () => {
      for (const other of protocols) {
        const client = clientOf(other, administrator(owner));
        const { MetricAlarms = [] } = await client.send(
          new DescribeAlarmsCommand({ AlarmNames: [AlarmName] }),
        );
        const [found] = MetricAlarms;
        assert.ok(found !== undefined, other.name);
        const told = Object.keys(alarm).map((name) => [name, found[name as keyof typeof alarm]]);
        assert.deepEqual(Object.fromEntries(told), alarm, other.name);
        assert.ok(found.StateUpdatedTimestamp instanceof Date, other.name);
        const tags = await client.send(new ListTagsForResourceCommand({ ResourceARN: found.AlarmArn }));
        assert.deepEqual(tags.Tags, [{ Key: "team", Value: "2" }]);
        client.destroy();
      }
    });

    it("takes values and gives their sum", async () => {
      const Timestamp = new Date();
      const MetricData = [1, 2.5].map((Value) => ({
        MetricName: "puts",
        Dimensions: dimensions,
        Value,
        Timestamp,
      }));
      await admin.send(new PutMetricDataCommand({ Namespace: protocol.name, MetricData }));
      const { Datapoints = [] } = await admin.send(
        new GetMetricStatisticsCommand({
          Namespace: protocol.name,
          MetricName: "puts",
          Dimensions: dimensions,
          StartTime: new Date(Timestamp.getTime() - 600_000),
          EndTime: new Date(Timestamp.getTime() + 60_000),
          Period: 60,
          Statistics: ["Sum"],
        }),
      );
      assert.deepEqual(
        Datapoints.map(({ Sum }) => Sum),
        [3.5],
      );
    });

    refuses([
      {
        what: "an alarm by a user who may not",
        refused: () => nobody.send(new PutMetricAlarmCommand({ ...alarm, Dimensions: [], AlarmActions: [] })),
        // In CBOR the SDK takes the name that the query protocol has, which the answer's head tells.
        code: protocol === AwsJson1_0Protocol ? "AccessDeniedException" : "AccessDenied",
        says: /is not authorized to perform: cloudwatch:PutMetricAlarm/,
        twin: () => admin.send(new DescribeAlarmsCommand({})),
      },
      {
        what: "the state of an alarm that is not there",
        refused: () =>
          admin.send(new SetAlarmStateCommand({ AlarmName: "none", StateValue: "OK", StateReason: "-" })),
        code: "ResourceNotFound",
        says: /none not found/,
        twin: () => admin.send(new SetAlarmStateCommand({ AlarmName, StateValue: "OK", StateReason: "-" })),
      },
      {
        what: "what the store refuses of an operation that is not modelled",
        refused: () => admin.send(new GetDashboardCommand({ DashboardName: "none" })),
        code: "ResourceNotFound",
        says: /none does not exist/,
        twin: () => admin.send(new DescribeAlarmsCommand({})),
      },
    ]);
  });
}
