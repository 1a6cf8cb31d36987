import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";

const names: PolicyConfigJSONSchema = { type: "array", items: { type: "string" } };
const conditions: PolicyConfigJSONSchema = { type: "object" };

const objects = (
  description: string,
  required: readonly string[],
  properties: Readonly<Record<string, PolicyConfigJSONSchema>>,
): PolicyConfigJSONSchema => ({
  type: "array",
  description,
  items: {
    type: "object",
    additionalProperties: false,
    required: [...required],
    properties: { ...properties },
  },
});

/** What a configuration may say in the options that hold objects. */
export const meantSchemas = {
  intents: objects(
    "What is meant to be possible on buckets.",
    ["name", "bucketArn", "who", "actions", "prefixes"],
    {
      name: { type: "string", minLength: 1 },
      bucketArn: { type: "string" },
      who: {
        ...names,
        description: "ARNs, with wildcards where many are meant; identity providers; services; *.",
      },
      role: { type: "string", description: "ARN of the role that they assume." },
      accessPoint: { type: "string", description: "ARN of the access point that they go through." },
      actions: { ...names, description: "On objects." },
      prefixes: { ...names, description: "Object keys begin with one of these." },
      objects: { ...names, description: "Keys of single objects." },
      bucketActions: { ...names, description: "On the bucket itself." },
      assumeConditions: { ...conditions, description: "When the role is assumed." },
      tagConditions: { ...conditions, description: "When the session is tagged; absent: it is not." },
      useConditions: { ...conditions, description: "When the bucket is used." },
      useAlternatives: { type: "array", items: conditions, description: "One of these holds, too." },
      keyConditions: { ...conditions, description: "When the bucket's key is used for it." },
      keyActions: { ...names, description: "That use, where it is not what S3 asks for." },
      elsewhere: objects("What the role may do elsewhere.", ["actions", "resources"], {
        actions: names,
        resources: names,
        conditions,
      }),
    },
  ),
  keyUses: objects("Uses of buckets' keys that are meant besides.", ["name", "bucketArn", "who", "actions"], {
    name: { type: "string", minLength: 1 },
    bucketArn: { type: "string" },
    who: names,
    actions: names,
    conditions,
  }),
  refusals: objects("What is refused to everyone.", ["bucketArn", "actions", "conditions"], {
    bucketArn: { type: "string" },
    actions: names,
    conditions,
  }),
  seals: objects(
    "Actions that nobody else of the bucket's own account may do either, whatever its IAM says.",
    ["bucketArn", "actions"],
    { bucketArn: { type: "string" }, actions: names },
  ),
  protections: objects("Resources that must be in the stack.", ["type", "named"], {
    type: { type: "string", description: "Type token, like aws:sns/topicSubscription:TopicSubscription." },
    named: { type: "object", description: "The properties that tell it from others of its type." },
    set: { type: "object", description: "Properties and their values; of lists each item, in any order." },
    unset: { type: "object", description: "Properties and values that they must not have." },
  }),
  topics: objects("What the policies of topics allow and refuse.", ["topicArn", "uses"], {
    topicArn: { type: "string", pattern: "^arn:" },
    uses: objects("What is allowed.", ["who", "actions"], { who: names, actions: names, conditions }),
    refusals: objects("What is refused to everyone.", ["actions", "conditions"], {
      actions: names,
      conditions,
    }),
  }),
  sessions: objects("Roles with a number of their own.", ["role", "maximumSeconds"], {
    role: { type: "string", description: "Its name." },
    maximumSeconds: { type: "integer", minimum: 900, maximum: 43_200 },
  }),
  kept: objects("How long buckets keep their objects.", ["bucket"], {
    bucket: { type: "string" },
    expires: objects("What may expire, and when; all else is kept.", ["prefix", "days"], {
      prefix: { type: "string" },
      days: { type: "integer", minimum: 1 },
    }),
    versionDays: {
      type: "integer",
      minimum: 1,
      description: "Days that old versions are kept at least; absent: for ever.",
    },
  }),
} as const;
