/**
 * CloudWatch Logs and SNS as far as an audit uses them: log groups, metric filters, topics and their policies.
 *
 * Does not prove: that a mail arrives. What metric filters count, and alarms send, `alarms.test.ts` tries.
 */
import assert from "node:assert/strict";
import { administrator, makeUser, policy, region } from "./actors";
import { jsonCall, JsonServiceError, type Members } from "./jsonCall";
import { refuses } from "./refusals";
import { sendSigned, type Credentials } from "./signing";

const owner = "555555553001";
const other = "555555553002";
const admin = administrator(owner);
const logs = (credentials: Credentials, operation: string, parameters: Members) =>
  jsonCall(credentials, "logs", operation, parameters);

/** Calls SNS. @returns the XML of the answer @throws JsonServiceError when it refuses */
async function sns(credentials: Credentials, fields: Readonly<Record<string, string>>): Promise<string> {
  const { httpStatus, body } = await sendSigned(
    {
      service: "sns",
      region,
      method: "POST",
      target: "/",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ Version: "2010-03-31", ...fields }).toString(),
    },
    credentials,
  );
  if (httpStatus === 200) return body;
  const code = /<Code>([^<]*)<\/Code>/.exec(body)?.[1] ?? "";
  throw new JsonServiceError(code, body, { httpStatusCode: httpStatus });
}

describe("The local AWS's CloudWatch Logs and SNS", function () {
  this.timeout(60_000);
  const open = `arn:aws:sns:${region}:${owner}:open`;
  const closed = `arn:aws:sns:${region}:${owner}:closed`;
  let auditor: Credentials;
  let publisher: Credentials;
  let foreigner: Credentials;

  before(async () => {
    const group = `arn:aws:logs:${region}:${owner}:log-group:audit`;
    auditor = await makeUser(
      owner,
      "auditor",
      policy(
        { Action: ["logs:PutMetricFilter", "logs:PutRetentionPolicy"], Resource: `${group}:*` },
        { Action: "logs:PutLogEvents", Resource: `${group}:log-stream:one` },
        { Action: "logs:DescribeLogGroups", Resource: "*" },
      ),
    );
    publisher = await makeUser(owner, "publisher", policy({ Action: "sns:Publish", Resource: open }));
    foreigner = await makeUser(other, "foreigner", policy({ Action: "sns:*", Resource: "*" }));
    for (const logGroupName of ["audit", "other"]) {
      await logs(admin, "CreateLogGroup", { logGroupName });
      for (const logStreamName of ["one", "two"]) {
        await logs(admin, "CreateLogStream", { logGroupName, logStreamName });
      }
    }
    for (const Name of ["open", "closed"]) await sns(admin, { Action: "CreateTopic", Name });
    await sns(admin, {
      Action: "SetTopicAttributes",
      TopicArn: open,
      AttributeName: "Policy",
      AttributeValue: policy({
        Principal: { AWS: `arn:aws:iam::${other}:root` },
        Action: ["sns:Publish", "sns:Subscribe"],
        Resource: open,
        Condition: { StringEqualsIfExists: { "sns:Protocol": "sqs" } },
      }),
    });
  });

  const filter = (credentials: Credentials, logGroupName: string) =>
    logs(credentials, "PutMetricFilter", {
      logGroupName,
      filterName: "denied",
      filterPattern: '{ $.errorCode = "AccessDenied" }',
      metricTransformations: [{ metricName: "denied", metricNamespace: "audit", metricValue: "1" }],
    });
  const write = (credentials: Credentials, logStreamName: string) =>
    logs(credentials, "PutLogEvents", {
      logGroupName: "audit",
      logStreamName,
      logEvents: [{ timestamp: Date.now(), message: "m" }],
    });
  const publish = (credentials: Credentials, TopicArn: string) =>
    sns(credentials, { Action: "Publish", TopicArn, Message: "m" });
  const subscribe = (credentials: Credentials, Protocol: string, Endpoint: string) =>
    sns(credentials, { Action: "Subscribe", TopicArn: open, Protocol, Endpoint });

  refuses([
    {
      what: "a metric filter of another group",
      refused: () => filter(auditor, "other"),
      code: "AccessDeniedException",
      says: /log-group:other/,
      twin: () => filter(auditor, "audit"),
    },
    {
      what: "events for another stream",
      refused: () => write(auditor, "two"),
      code: "AccessDeniedException",
      says: /log-group:audit:log-stream:two/,
      twin: () => write(auditor, "one"),
    },
    {
      what: "the end of a group",
      refused: () => logs(auditor, "DeleteLogGroup", { logGroupName: "other" }),
      code: "AccessDeniedException",
      twin: () => logs(auditor, "DescribeLogGroups", {}),
    },
    {
      what: "a group of another account by its ARN",
      refused: () =>
        logs(administrator(other), "FilterLogEvents", {
          logGroupIdentifier: `arn:aws:logs:${region}:${owner}:log-group:audit`,
        }),
      code: "ResourceNotFoundException",
      twin: () => logs(admin, "FilterLogEvents", { logGroupName: "audit" }),
    },
    {
      what: "a message to another topic",
      refused: () => publish(publisher, closed),
      code: "AuthorizationError",
      twin: () => publish(publisher, open),
    },
    {
      what: "a message by another account to a topic whose policy does not name it",
      refused: () => publish(foreigner, closed),
      code: "AuthorizationError",
      twin: () => publish(foreigner, open),
    },
    {
      what: "a subscription with another protocol than the topic's policy allows",
      refused: () => subscribe(foreigner, "email", "a@example.com"),
      code: "AuthorizationError",
      twin: () => subscribe(foreigner, "sqs", `arn:aws:sqs:${region}:${other}:q`),
    },
    {
      what: "the end of a topic by another account",
      refused: () => sns(foreigner, { Action: "DeleteTopic", TopicArn: open }),
      code: "AuthorizationError",
      twin: () => publish(foreigner, open),
    },
  ]);

  it("waits for the confirmation of a mail subscription", async () => {
    const endpoint = process.env.AWS_ENDPOINT_URL ?? "";
    const Endpoint = "waits@example.com";
    const shown = await sns(admin, { Action: "Subscribe", TopicArn: open, Protocol: "email", Endpoint });
    assert.match(shown, /<SubscriptionArn>pending confirmation</);
    const answer = await fetch(`${endpoint}/_xput/messages`);
    const mails = ((await answer.json()) as readonly { readonly message: string }[]).filter(({ message }) =>
      message.includes("SubscriptionConfirmation"),
    );
    const { Token = "", SubscriptionArn = "" } = JSON.parse(mails.at(-1)?.message ?? "{}") as Readonly<
      Record<string, string>
    >;
    const attributes = () => sns(admin, { Action: "GetSubscriptionAttributes", SubscriptionArn });
    const pending = (is: boolean) => new RegExp(`<key>PendingConfirmation</key><value>${String(is)}<`);
    assert.match(await attributes(), pending(true));
    const listed = await sns(admin, { Action: "ListSubscriptionsByTopic", TopicArn: open });
    assert.match(listed, /<SubscriptionArn>PendingConfirmation</);
    const confirm = (given: string) =>
      sns(admin, { Action: "ConfirmSubscription", TopicArn: open, Token: given });
    const unsubscribe = () => sns(admin, { Action: "Unsubscribe", SubscriptionArn });
    await assert.rejects(unsubscribe(), { name: "InvalidParameter" });
    await assert.rejects(confirm("0".repeat(64)));
    assert.match(await confirm(Token), new RegExp(SubscriptionArn));
    assert.match(await attributes(), pending(false));
    await unsubscribe();
  });

  it("makes topics in the account of whoever asks", async () => {
    assert.match(await sns(foreigner, { Action: "CreateTopic", Name: "mine" }), new RegExp(`${other}:mine`));
  });
});
