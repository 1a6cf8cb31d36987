/**
 * Proves: which settings two resources of a stack set. Not what AWS keeps of them, nor what another stack or a person sets.
 * That every type and property of the table exists is shown by `types.test.ts`.
 */
import { rule } from "../../../../policypacks/least-privilege/rules/setting-is-set-once";
import { type Given, unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const one = (type: string, name: string, props: Readonly<Record<string, unknown>>): Given => ({
  type: `aws:${type}`,
  name,
  props,
});
const bucket = (props: Readonly<Record<string, unknown>> = {}) =>
  one("s3/bucket:Bucket", "drop", { bucket: "drop", id: "drop", ...props });
const bucketPolicy = (name: string, of = "drop") =>
  one("s3/bucketPolicy:BucketPolicy", name, { bucket: of, policy: "{}" });
const role = (props: Readonly<Record<string, unknown>> = {}) =>
  one("iam/role:Role", "writer", { name: "writer", assumeRolePolicy: "{}", ...props });
const rolePolicy = (name: string, of = "writer") =>
  one("iam/rolePolicy:RolePolicy", name, { role: of, policy: "{}" });
const attachment = (policyArn: string) =>
  one("iam/rolePolicyAttachment:RolePolicyAttachment", "attached", { role: "writer", policyArn });
const arn = "arn:aws:iam::111111111111:policy/put";
const topic = "arn:aws:sns:eu-west-1:111111111111:alarms";

ruleTests(rule, {
  message: /must not set .+ that .+ sets, too/,
  passes: [
    ["one policy of each bucket", [bucket(), bucketPolicy("a"), bucketPolicy("b", "other")]],
    ["a policy in the bucket", [bucket({ policy: "{}" })]],
    ["an empty policy in the bucket", [bucket({ policy: "" }), bucketPolicy("a")]],
    [
      "what AWS has of a bucket",
      [{ ...bucket({ policy: "{}" }), madeFrom: { bucket: [] } }, bucketPolicy("a")],
    ],
    [
      "what AWS has of a bucket of which the program sets nothing",
      [{ ...bucket({ policy: "{}" }), madeFrom: {} }, bucketPolicy("a")],
    ],
    ["two inline policies of a role", [role(), rolePolicy("a"), rolePolicy("b")]],
    [
      "two attachments to a role",
      [role(), attachment(arn), { ...attachment(`${arn}-2`), name: "attached-2" }],
    ],
    [
      "one attachment to several roles",
      [one("iam/policyAttachment:PolicyAttachment", "a", { policyArn: arn })],
    ],
    [
      "roles of one name in two accounts",
      [
        role({ inlinePolicies: [{ name: "put", policy: "{}" }] }),
        { ...rolePolicy("a"), provider: { allowedAccountIds: ["222222222222"] } },
      ],
    ],
    [
      "policies of two buckets that are not made yet",
      [
        { ...bucket({ bucket: unknownText, id: unknownText }), name: "one" },
        { ...bucket({ bucket: unknownText, id: unknownText }), name: "two" },
        { ...bucketPolicy("a", unknownText), madeFrom: { bucket: ["one"] } },
        { ...bucketPolicy("b", unknownText), madeFrom: { bucket: ["two"] } },
      ],
    ],
  ],
  fails: [
    ["two policies of a bucket", [bucket(), bucketPolicy("a"), bucketPolicy("b")]],
    ["two policies of a bucket that is elsewhere", [bucketPolicy("a"), bucketPolicy("b")]],
    ["a policy in the bucket and one beside it", [bucket({ policy: "{}" }), bucketPolicy("a")]],
    [
      "a bucket of the older type",
      [one("s3/bucketV2:BucketV2", "drop", { bucket: "drop", policy: "{}" }), bucketPolicy("a")],
    ],
    [
      "two policies of a bucket that is not made yet",
      [
        bucket({ bucket: unknownText, id: unknownText }),
        { ...bucketPolicy("a", unknownText), madeFrom: { bucket: ["drop"] } },
        { ...bucketPolicy("b", unknownText), madeFrom: { bucket: ["drop"] } },
      ],
    ],
    [
      "two types of the same part",
      [
        one("s3/bucketVersioning:BucketVersioning", "a", { bucket: "drop" }),
        one("s3/bucketVersioningV2:BucketVersioningV2", "b", { bucket: "drop" }),
      ],
    ],
    [
      "a role's list and a policy beside it",
      [role({ inlinePolicies: [{ name: "put", policy: "{}" }] }), rolePolicy("a")],
    ],
    ["a role's list and an attachment", [role({ managedPolicyArns: [arn] }), attachment(arn)]],
    [
      "a policy that is attached to a list, and beside it",
      [
        one("iam/policyAttachment:PolicyAttachment", "a", { policyArn: arn, roles: ["other"] }),
        attachment(arn),
      ],
    ],
    [
      "a key's policy in the key and beside it",
      [
        one("kms/key:Key", "key", { keyId: "0a1b2c3d", policy: "{}" }),
        one("kms/keyPolicy:KeyPolicy", "a", { keyId: "0a1b2c3d", policy: "{}" }),
      ],
    ],
    [
      "a topic's policy in the topic and beside it",
      [
        one("sns/topic:Topic", "alarms", { arn: topic, policy: "{}" }),
        one("sns/topicPolicy:TopicPolicy", "a", { arn: topic, policy: "{}" }),
      ],
    ],
  ],
  leavesAlone: [
    [
      "two policies of which nobody knows whose they are",
      [bucketPolicy("a", unknownText), bucketPolicy("b", unknownText)],
    ],
    [
      "two objects of a bucket",
      [
        one("s3/bucketObject:BucketObject", "a", { bucket: "drop", key: "a" }),
        one("s3/bucketObject:BucketObject", "b", { bucket: "drop", key: "b" }),
      ],
    ],
  ],
});
