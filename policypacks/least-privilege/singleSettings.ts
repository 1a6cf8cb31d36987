/** A setting that AWS keeps once, and every way in which a program can set it. */
export interface SingleSetting {
  /** What a person calls it, with its article. */
  readonly called: string;
  /** Types of resources that each set all of it, with the property that names what they set it for. */
  readonly whole: readonly (readonly [type: string, property: string])[];
  /** Types of resources that each add a part. @default none */
  readonly parts?: readonly (readonly [type: string, property: string])[];
  /** What it is set for, and the property that sets all of it there. @default it is set beside it only */
  readonly inline?: {
    readonly types: readonly string[];
    readonly properties: readonly string[];
  };
  /** The properties by which what it is set for is named. */
  readonly names: readonly string[];
}

/** A part of a bucket: the types that set it beside the bucket, and the bucket's properties that set the same. */
const bucketParts: readonly (readonly [
  called: string,
  types: readonly string[],
  properties: readonly string[],
])[] = [
  ["the access logging", ["BucketLogging", "BucketLoggingV2"], ["logging", "loggings"]],
  ["the ACL", ["BucketAcl", "BucketAclV2"], ["acl", "grants"]],
  ["the CORS rules", ["BucketCorsConfiguration", "BucketCorsConfigurationV2"], ["corsRules"]],
  [
    "the encryption",
    ["BucketServerSideEncryptionConfiguration", "BucketServerSideEncryptionConfigurationV2"],
    ["serverSideEncryptionConfiguration", "serverSideEncryptionConfigurations"],
  ],
  [
    "the lifecycle rules",
    ["BucketLifecycleConfiguration", "BucketLifecycleConfigurationV2"],
    ["lifecycleRules"],
  ],
  [
    "the Object Lock configuration",
    ["BucketObjectLockConfiguration", "BucketObjectLockConfigurationV2"],
    ["objectLockConfiguration"],
  ],
  ["the policy", ["BucketPolicy"], ["policy"]],
  ["the notifications", ["BucketNotification"], []],
  ["the ownership controls", ["BucketOwnershipControls"], []],
  ["the public access block", ["BucketPublicAccessBlock"], []],
  ["the replication", ["BucketReplicationConfig"], ["replicationConfiguration", "replicationConfigurations"]],
  ["the versioning", ["BucketVersioning", "BucketVersioningV2"], ["versioning", "versionings"]],
  ["the website", ["BucketWebsiteConfiguration", "BucketWebsiteConfigurationV2"], ["website", "websites"]],
];

const typeToken = (module: string, name: string): string =>
  `aws:${module}/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;

const ofBuckets = bucketParts.map(([called, types, properties]): SingleSetting => ({
  called,
  whole: types.map((name) => [typeToken("s3", name), "bucket"]),
  inline: { types: ["Bucket", "BucketV2"].map((name) => typeToken("s3", name)), properties },
  names: ["bucket", "id"],
}));

/** The policy of another resource: its own type, what names it, and the type beside it with the property that names it. */
const otherPolicies: readonly (readonly [
  module: string,
  type: string,
  names: readonly string[],
  besideModule: string,
  beside: string,
  property: string,
])[] = [
  ["kms", "Key", ["keyId", "arn", "id"], "kms", "KeyPolicy", "keyId"],
  ["s3", "AccessPoint", ["arn", "id"], "s3control", "AccessPointPolicy", "accessPointArn"],
  ["sns", "Topic", ["arn", "id"], "sns", "TopicPolicy", "arn"],
  ["sqs", "Queue", ["url", "id"], "sqs", "QueuePolicy", "queueUrl"],
  ["secretsmanager", "Secret", ["arn", "id"], "secretsmanager", "SecretPolicy", "secretArn"],
];

const ofOthers = otherPolicies.map(
  ([module, type, names, besideModule, beside, property]): SingleSetting => ({
    called: "the policy",
    whole: [[typeToken(besideModule, beside), property]],
    inline: { types: [typeToken(module, type)], properties: ["policy"] },
    names,
  }),
);

/**
 * Every setting of which AWS keeps one, and the lists of a role's policies that a role sets as a whole.
 *
 * @see https://www.pulumi.com/registry/packages/aws/api-docs/iam/role/
 */
export const singleSettings: readonly SingleSetting[] = [
  ...ofBuckets,
  ...ofOthers,
  {
    called: "the inline policies",
    whole: [],
    parts: [["aws:iam/rolePolicy:RolePolicy", "role"]],
    inline: { types: ["aws:iam/role:Role"], properties: ["inlinePolicies"] },
    names: ["name", "id"],
  },
  {
    called: "the attached policies",
    whole: [],
    parts: [["aws:iam/rolePolicyAttachment:RolePolicyAttachment", "role"]],
    inline: { types: ["aws:iam/role:Role"], properties: ["managedPolicyArns"] },
    names: ["name", "id"],
  },
  {
    called: "the attachments",
    whole: [["aws:iam/policyAttachment:PolicyAttachment", "policyArn"]],
    parts: [
      ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", "policyArn"],
      ["aws:iam/userPolicyAttachment:UserPolicyAttachment", "policyArn"],
      ["aws:iam/groupPolicyAttachment:GroupPolicyAttachment", "policyArn"],
    ],
    names: ["arn", "id"],
  },
];
