/** What a policy document is attached to; `resource` is every other resource that has a policy of its own. */
export type DocumentSubject = "identity" | "trust" | "bucket" | "accessPoint" | "key" | "resource";

/** A property of a resource type that holds a policy document. */
export interface DocumentPlace {
  readonly type: string;
  /** `*` stands for each item of a list. */
  readonly steps: readonly string[];
  readonly subject: DocumentSubject;
}

/** Policies of other resources, by type and property. */
const ofOtherResources: readonly (readonly [string, string])[] = [
  ["aws:acmpca/policy:Policy", "policy"],
  ["aws:amp/resourcePolicy:ResourcePolicy", "policyDocument"],
  ["aws:apigateway/domainName:DomainName", "policy"],
  ["aws:apigateway/restApi:RestApi", "policy"],
  ["aws:apigateway/restApiPolicy:RestApiPolicy", "policy"],
  ["aws:backup/vaultPolicy:VaultPolicy", "policy"],
  ["aws:bedrock/agentcoreResourcePolicy:AgentcoreResourcePolicy", "policy"],
  ["aws:cloudsearch/domainServiceAccessPolicy:DomainServiceAccessPolicy", "accessPolicy"],
  ["aws:cloudwatch/eventBusPolicy:EventBusPolicy", "policy"],
  ["aws:cloudwatch/logDeliveryDestinationPolicy:LogDeliveryDestinationPolicy", "deliveryDestinationPolicy"],
  ["aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy", "accessPolicy"],
  ["aws:cloudwatch/logResourcePolicy:LogResourcePolicy", "policyDocument"],
  ["aws:codeartifact/domainPermissions:DomainPermissions", "policyDocument"],
  ["aws:codeartifact/repositoryPermissionsPolicy:RepositoryPermissionsPolicy", "policyDocument"],
  ["aws:codebuild/resourcePolicy:ResourcePolicy", "policy"],
  ["aws:dsql/clusterPolicy:ClusterPolicy", "policy"],
  ["aws:dynamodb/resourcePolicy:ResourcePolicy", "policy"],
  ["aws:ecr/registryPolicy:RegistryPolicy", "policy"],
  ["aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate", "repositoryPolicy"],
  ["aws:ecr/repositoryPolicy:RepositoryPolicy", "policy"],
  ["aws:ecrpublic/repositoryPolicy:RepositoryPolicy", "policy"],
  ["aws:efs/fileSystemPolicy:FileSystemPolicy", "policy"],
  ["aws:elasticsearch/domain:Domain", "accessPolicies"],
  ["aws:elasticsearch/domainPolicy:DomainPolicy", "accessPolicies"],
  ["aws:glacier/vault:Vault", "accessPolicy"],
  ["aws:glacier/vaultLock:VaultLock", "policy"],
  ["aws:glue/resourcePolicy:ResourcePolicy", "policy"],
  ["aws:kinesis/resourcePolicy:ResourcePolicy", "policy"],
  ["aws:lambda/resourcePolicy:ResourcePolicy", "policy"],
  ["aws:mediastore/containerPolicy:ContainerPolicy", "policy"],
  ["aws:msk/clusterPolicy:ClusterPolicy", "policy"],
  ["aws:networkfirewall/resourcePolicy:ResourcePolicy", "policy"],
  ["aws:oam/sinkPolicy:SinkPolicy", "policy"],
  ["aws:opensearch/domain:Domain", "accessPolicies"],
  ["aws:opensearch/domainPolicy:DomainPolicy", "accessPolicies"],
  ["aws:opensearchingest/resourcePolicy:ResourcePolicy", "policy"],
  ["aws:pinpoint/smsvoicev2ResourcePolicy:Smsvoicev2ResourcePolicy", "policy"],
  ["aws:redshift/resourcePolicy:ResourcePolicy", "policy"],
  ["aws:redshiftserverless/resourcePolicy:ResourcePolicy", "policy"],
  ["aws:s3/filesFileSystemPolicy:FilesFileSystemPolicy", "policy"],
  ["aws:s3/vectorsVectorBucketPolicy:VectorsVectorBucketPolicy", "policy"],
  ["aws:s3control/accessGrantsInstanceResourcePolicy:AccessGrantsInstanceResourcePolicy", "policy"],
  ["aws:s3control/bucketPolicy:BucketPolicy", "policy"],
  ["aws:s3control/objectLambdaAccessPointPolicy:ObjectLambdaAccessPointPolicy", "policy"],
  ["aws:s3tables/tableBucketPolicy:TableBucketPolicy", "resourcePolicy"],
  ["aws:s3tables/tablePolicy:TablePolicy", "resourcePolicy"],
  ["aws:schemas/registryPolicy:RegistryPolicy", "policy"],
  ["aws:secretsmanager/secret:Secret", "policy"],
  ["aws:secretsmanager/secretPolicy:SecretPolicy", "policy"],
  ["aws:ses/identityPolicy:IdentityPolicy", "policy"],
  ["aws:sesv2/emailIdentityPolicy:EmailIdentityPolicy", "policy"],
  ["aws:sns/topic:Topic", "policy"],
  ["aws:sns/topicPolicy:TopicPolicy", "policy"],
  ["aws:sqs/queue:Queue", "policy"],
  ["aws:sqs/queuePolicy:QueuePolicy", "policy"],
  ["aws:vpclattice/authPolicy:AuthPolicy", "policy"],
  ["aws:vpclattice/resourcePolicy:ResourcePolicy", "policy"],
  ["aws:xray/resourcePolicy:ResourcePolicy", "policyDocument"],
];

/** Every property through which a policy in IAM's language can be set that allows something. */
export const documentPlaces: readonly DocumentPlace[] = [
  { type: "aws:iam/policy:Policy", steps: ["policy"], subject: "identity" },
  { type: "aws:iam/rolePolicy:RolePolicy", steps: ["policy"], subject: "identity" },
  { type: "aws:iam/userPolicy:UserPolicy", steps: ["policy"], subject: "identity" },
  { type: "aws:iam/groupPolicy:GroupPolicy", steps: ["policy"], subject: "identity" },
  { type: "aws:iam/role:Role", steps: ["inlinePolicies", "*", "policy"], subject: "identity" },
  {
    type: "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
    steps: ["inlinePolicy"],
    subject: "identity",
  },
  { type: "aws:iam/role:Role", steps: ["assumeRolePolicy"], subject: "trust" },
  { type: "aws:s3/bucketPolicy:BucketPolicy", steps: ["policy"], subject: "bucket" },
  { type: "aws:s3/bucket:Bucket", steps: ["policy"], subject: "bucket" },
  { type: "aws:s3/bucketV2:BucketV2", steps: ["policy"], subject: "bucket" },
  { type: "aws:s3/accessPoint:AccessPoint", steps: ["policy"], subject: "accessPoint" },
  { type: "aws:s3control/accessPointPolicy:AccessPointPolicy", steps: ["policy"], subject: "accessPoint" },
  {
    type: "aws:s3control/multiRegionAccessPointPolicy:MultiRegionAccessPointPolicy",
    steps: ["details", "policy"],
    subject: "accessPoint",
  },
  { type: "aws:kms/key:Key", steps: ["policy"], subject: "key" },
  { type: "aws:kms/keyPolicy:KeyPolicy", steps: ["policy"], subject: "key" },
  { type: "aws:kms/externalKey:ExternalKey", steps: ["policy"], subject: "key" },
  { type: "aws:kms/replicaKey:ReplicaKey", steps: ["policy"], subject: "key" },
  { type: "aws:kms/replicaExternalKey:ReplicaExternalKey", steps: ["policy"], subject: "key" },
  ...ofOtherResources.map(([type, property]): DocumentPlace => ({
    type,
    steps: [property],
    subject: "resource",
  })),
];

/** Properties that sound like one and are not judged, with the reason. */
export const notJudged: readonly (readonly [type: string, property: string, reason: string])[] = [
  [
    "aws:cfg/organizationCustomPolicyRule:OrganizationCustomPolicyRule",
    "policyText",
    "Guard rules of AWS Config",
  ],
  [
    "aws:cloudwatch/logAccountPolicy:LogAccountPolicy",
    "policyDocument",
    "data protection or subscription of log groups",
  ],
  [
    "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy",
    "policyDocument",
    "data protection of log groups",
  ],
  ["aws:cloudwatch/logIndexPolicy:LogIndexPolicy", "policyDocument", "indexes of log groups"],
  ["aws:ec2/vpcEndpoint:VpcEndpoint", "policy", "only narrows what other policies allow"],
  ["aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy", "policy", "only narrows what other policies allow"],
  ["aws:ecr/lifecyclePolicy:LifecyclePolicy", "policy", "which images expire"],
  ["aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate", "lifecyclePolicy", "which images expire"],
  [
    "aws:eks/podIdentityAssociation:PodIdentityAssociation",
    "policy",
    "a session policy: only narrows what the role allows",
  ],
  [
    "aws:iot/policy:Policy",
    "policy",
    "allows devices of AWS IoT, whose resources and principals are of their own",
  ],
  ["aws:kendra/index:Index", "userContextPolicy", "a mode of filtering"],
  ["aws:networkmanager/coreNetwork:CoreNetwork", "basePolicyDocument", "the layout of a network"],
  [
    "aws:networkmanager/coreNetworkPolicyAttachment:CoreNetworkPolicyAttachment",
    "policyDocument",
    "the layout of a network",
  ],
  ["aws:odb/network:Network", "kmsPolicyDocument", "only narrows what passes an endpoint of the network"],
  ["aws:odb/network:Network", "s3PolicyDocument", "only narrows what passes an endpoint of the network"],
  ["aws:odb/network:Network", "stsPolicyDocument", "only narrows what passes an endpoint of the network"],
  [
    "aws:opensearch/serverlessAccessPolicy:ServerlessAccessPolicy",
    "policy",
    "a language of OpenSearch Serverless",
  ],
  [
    "aws:opensearch/serverlessLifecyclePolicy:ServerlessLifecyclePolicy",
    "policy",
    "how long indexes are kept",
  ],
  [
    "aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy",
    "policy",
    "a language of OpenSearch Serverless",
  ],
  [
    "aws:rolesanywhere/profile:Profile",
    "sessionPolicy",
    "a session policy: only narrows what the role allows",
  ],
  ["aws:sns/dataProtectionPolicy:DataProtectionPolicy", "policy", "data protection of a topic"],
  ["aws:transfer/access:Access", "policy", "a session policy: only narrows what the role allows"],
  ["aws:transfer/user:User", "policy", "a session policy: only narrows what the role allows"],
  ["aws:verifiedaccess/endpoint:Endpoint", "policyDocument", "the language Cedar"],
  ["aws:verifiedaccess/group:Group", "policyDocument", "the language Cedar"],
  ["aws:workspacesweb/browserSettings:BrowserSettings", "browserPolicy", "settings of a browser"],
  ["aws:fsx/lustreFileSystem:LustreFileSystem", "autoImportPolicy", "a mode of import"],
];
