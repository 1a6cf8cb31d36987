/** One operation of S3's REST interface: how it is recognised and what it asks for. */
export interface Operation {
  /** AWS's name, like `ListObjectsV2`. */
  readonly name: string;
  readonly method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  readonly level: "service" | "bucket" | "object";
  /** Query parameters that make it this operation: a name, or `name=value`. */
  readonly query: readonly string[];
  /** True: only with `x-amz-copy-source`. */
  readonly copies?: true;
  /** IAM actions without `s3:`, all needed. */
  readonly actions: readonly string[];
  /** In place of `actions` where a version is named. */
  readonly versionActions?: readonly string[];
  /** False: the store would take it for another operation, so it may never get there. */
  readonly stored: boolean;
  /** Query that the store knows it by, where that differs from AWS's. */
  readonly storeQuery?: readonly string[];
}

type Row = readonly [
  name: string,
  method: Operation["method"],
  query: string,
  actions: string,
  more?: Partial<Pick<Operation, "copies" | "stored" | "storeQuery">> & { readonly version?: string },
];

const absent = { stored: false } as const;

const serviceRows: readonly Row[] = [["ListBuckets", "GET", "", "ListAllMyBuckets"]];

const bucketRows: readonly Row[] = [
  ["ListObjects", "GET", "", "ListBucket"],
  ["ListObjectsV2", "GET", "list-type=2", "ListBucket"],
  ["ListObjectVersions", "GET", "versions", "ListBucketVersions"],
  ["ListMultipartUploads", "GET", "uploads", "ListBucketMultipartUploads"],
  ["GetBucketAbac", "GET", "abac", "GetBucketAbac"],
  ["GetBucketAccelerateConfiguration", "GET", "accelerate", "GetAccelerateConfiguration"],
  ["GetBucketAcl", "GET", "acl", "GetBucketAcl"],
  ["GetBucketAnalyticsConfiguration", "GET", "analytics&id", "GetAnalyticsConfiguration"],
  ["ListBucketAnalyticsConfigurations", "GET", "analytics", "GetAnalyticsConfiguration"],
  ["GetBucketCors", "GET", "cors", "GetBucketCORS"],
  ["GetBucketEncryption", "GET", "encryption", "GetEncryptionConfiguration"],
  [
    "GetBucketIntelligentTieringConfiguration",
    "GET",
    "intelligent-tiering&id",
    "GetIntelligentTieringConfiguration",
  ],
  [
    "ListBucketIntelligentTieringConfigurations",
    "GET",
    "intelligent-tiering",
    "GetIntelligentTieringConfiguration",
  ],
  ["GetBucketInventoryConfiguration", "GET", "inventory&id", "GetInventoryConfiguration"],
  ["ListBucketInventoryConfigurations", "GET", "inventory", "GetInventoryConfiguration"],
  ["GetBucketLifecycleConfiguration", "GET", "lifecycle", "GetLifecycleConfiguration"],
  ["GetBucketLocation", "GET", "location", "GetBucketLocation"],
  ["GetBucketLogging", "GET", "logging", "GetBucketLogging"],
  [
    "GetBucketMetadataConfiguration",
    "GET",
    "metadataConfiguration",
    "GetBucketMetadataTableConfiguration",
    absent,
  ],
  [
    "GetBucketMetadataTableConfiguration",
    "GET",
    "metadataTable",
    "GetBucketMetadataTableConfiguration",
    absent,
  ],
  ["GetBucketMetricsConfiguration", "GET", "metrics&id", "GetMetricsConfiguration"],
  ["ListBucketMetricsConfigurations", "GET", "metrics", "GetMetricsConfiguration"],
  ["GetBucketNotificationConfiguration", "GET", "notification", "GetBucketNotification"],
  ["GetBucketOwnershipControls", "GET", "ownershipControls", "GetBucketOwnershipControls"],
  ["GetBucketPolicy", "GET", "policy", "GetBucketPolicy"],
  ["GetBucketPolicyStatus", "GET", "policyStatus", "GetBucketPolicyStatus"],
  ["GetBucketReplication", "GET", "replication", "GetReplicationConfiguration"],
  [
    "GetBucketRequestPayment",
    "GET",
    "requestPayment",
    "GetBucketRequestPayment",
    { storeQuery: ["request-payment"] },
  ],
  ["GetBucketTagging", "GET", "tagging", "GetBucketTagging"],
  ["GetBucketVersioning", "GET", "versioning", "GetBucketVersioning"],
  ["GetBucketWebsite", "GET", "website", "GetBucketWebsite"],
  ["GetObjectLockConfiguration", "GET", "object-lock", "GetBucketObjectLockConfiguration"],
  ["GetPublicAccessBlock", "GET", "publicAccessBlock", "GetBucketPublicAccessBlock"],
  ["HeadBucket", "HEAD", "", "ListBucket"],
  ["CreateBucket", "PUT", "", "CreateBucket"],
  ["PutBucketAbac", "PUT", "abac", "PutBucketAbac", absent],
  ["PutBucketAccelerateConfiguration", "PUT", "accelerate", "PutAccelerateConfiguration"],
  ["PutBucketAcl", "PUT", "acl", "PutBucketAcl"],
  ["PutBucketAnalyticsConfiguration", "PUT", "analytics&id", "PutAnalyticsConfiguration"],
  ["PutBucketCors", "PUT", "cors", "PutBucketCORS"],
  ["PutBucketEncryption", "PUT", "encryption", "PutEncryptionConfiguration"],
  [
    "PutBucketIntelligentTieringConfiguration",
    "PUT",
    "intelligent-tiering&id",
    "PutIntelligentTieringConfiguration",
  ],
  ["PutBucketInventoryConfiguration", "PUT", "inventory&id", "PutInventoryConfiguration"],
  ["PutBucketLifecycleConfiguration", "PUT", "lifecycle", "PutLifecycleConfiguration"],
  ["PutBucketLogging", "PUT", "logging", "PutBucketLogging"],
  ["PutBucketMetricsConfiguration", "PUT", "metrics&id", "PutMetricsConfiguration"],
  ["PutBucketNotificationConfiguration", "PUT", "notification", "PutBucketNotification"],
  ["PutBucketOwnershipControls", "PUT", "ownershipControls", "PutBucketOwnershipControls"],
  ["PutBucketPolicy", "PUT", "policy", "PutBucketPolicy"],
  ["PutBucketReplication", "PUT", "replication", "PutReplicationConfiguration"],
  ["PutBucketRequestPayment", "PUT", "requestPayment", "PutBucketRequestPayment"],
  ["PutBucketTagging", "PUT", "tagging", "PutBucketTagging"],
  ["PutBucketVersioning", "PUT", "versioning", "PutBucketVersioning"],
  ["PutBucketWebsite", "PUT", "website", "PutBucketWebsite"],
  ["PutObjectLockConfiguration", "PUT", "object-lock", "PutBucketObjectLockConfiguration"],
  ["PutPublicAccessBlock", "PUT", "publicAccessBlock", "PutBucketPublicAccessBlock"],
  ["DeleteObjects", "POST", "delete", "DeleteObject", { version: "DeleteObjectVersion" }],
  ["PostObject", "POST", "", "PutObject"],
  [
    "CreateBucketMetadataConfiguration",
    "POST",
    "metadataConfiguration",
    "CreateBucketMetadataTableConfiguration",
    absent,
  ],
  [
    "CreateBucketMetadataTableConfiguration",
    "POST",
    "metadataTable",
    "CreateBucketMetadataTableConfiguration",
    absent,
  ],
  ["DeleteBucket", "DELETE", "", "DeleteBucket"],
  ["DeleteBucketAnalyticsConfiguration", "DELETE", "analytics&id", "PutAnalyticsConfiguration"],
  ["DeleteBucketCors", "DELETE", "cors", "PutBucketCORS"],
  ["DeleteBucketEncryption", "DELETE", "encryption", "PutEncryptionConfiguration"],
  [
    "DeleteBucketIntelligentTieringConfiguration",
    "DELETE",
    "intelligent-tiering&id",
    "PutIntelligentTieringConfiguration",
  ],
  ["DeleteBucketInventoryConfiguration", "DELETE", "inventory&id", "PutInventoryConfiguration"],
  ["DeleteBucketLifecycle", "DELETE", "lifecycle", "PutLifecycleConfiguration"],
  [
    "DeleteBucketMetadataConfiguration",
    "DELETE",
    "metadataConfiguration",
    "DeleteBucketMetadataTableConfiguration",
    absent,
  ],
  [
    "DeleteBucketMetadataTableConfiguration",
    "DELETE",
    "metadataTable",
    "DeleteBucketMetadataTableConfiguration",
    absent,
  ],
  ["DeleteBucketMetricsConfiguration", "DELETE", "metrics&id", "PutMetricsConfiguration"],
  ["DeleteBucketOwnershipControls", "DELETE", "ownershipControls", "PutBucketOwnershipControls"],
  ["DeleteBucketPolicy", "DELETE", "policy", "DeleteBucketPolicy"],
  ["DeleteBucketReplication", "DELETE", "replication", "PutReplicationConfiguration"],
  ["DeleteBucketTagging", "DELETE", "tagging", "PutBucketTagging"],
  ["DeleteBucketWebsite", "DELETE", "website", "DeleteBucketWebsite"],
  ["DeletePublicAccessBlock", "DELETE", "publicAccessBlock", "PutBucketPublicAccessBlock"],
];

const objectRows: readonly Row[] = [
  ["GetObject", "GET", "", "GetObject", { version: "GetObjectVersion" }],
  ["GetObjectAcl", "GET", "acl", "GetObjectAcl", { version: "GetObjectVersionAcl" }],
  [
    "GetObjectAnnotation",
    "GET",
    "annotation&annotationName",
    "GetObjectAnnotation",
    { version: "GetObjectVersionAnnotation" },
  ],
  [
    "ListObjectAnnotations",
    "GET",
    "annotation",
    "ListObjectAnnotations",
    { version: "ListObjectVersionAnnotations" },
  ],
  [
    "GetObjectAttributes",
    "GET",
    "attributes",
    "GetObjectAttributes&GetObject",
    { version: "GetObjectVersionAttributes&GetObjectVersion" },
  ],
  ["GetObjectLegalHold", "GET", "legal-hold", "GetObjectLegalHold"],
  ["GetObjectRetention", "GET", "retention", "GetObjectRetention"],
  ["GetObjectTagging", "GET", "tagging", "GetObjectTagging", { version: "GetObjectVersionTagging" }],
  [
    "GetObjectTorrent",
    "GET",
    "torrent",
    "GetObjectTorrent",
    { version: "GetObjectVersionTorrent", stored: false },
  ],
  ["ListParts", "GET", "uploadId", "ListMultipartUploadParts"],
  ["HeadObject", "HEAD", "", "GetObject", { version: "GetObjectVersion" }],
  ["PutObject", "PUT", "", "PutObject"],
  ["CopyObject", "PUT", "", "PutObject", { copies: true }],
  ["PutObjectAcl", "PUT", "acl", "PutObjectAcl", { version: "PutObjectVersionAcl" }],
  [
    "PutObjectAnnotation",
    "PUT",
    "annotation&annotationName",
    "PutObjectAnnotation",
    { version: "PutObjectVersionAnnotation" },
  ],
  ["PutObjectLegalHold", "PUT", "legal-hold", "PutObjectLegalHold"],
  ["PutObjectRetention", "PUT", "retention", "PutObjectRetention"],
  ["PutObjectTagging", "PUT", "tagging", "PutObjectTagging", { version: "PutObjectVersionTagging" }],
  ["RenameObject", "PUT", "renameObject", "PutObject", absent],
  ["UpdateObjectEncryption", "PUT", "encryption", "UpdateObjectEncryption", absent],
  ["UploadPart", "PUT", "partNumber&uploadId", "PutObject"],
  ["UploadPartCopy", "PUT", "partNumber&uploadId", "PutObject", { copies: true }],
  ["CompleteMultipartUpload", "POST", "uploadId", "PutObject"],
  ["CreateMultipartUpload", "POST", "uploads", "PutObject"],
  ["RestoreObject", "POST", "restore", "RestoreObject"],
  ["SelectObjectContent", "POST", "select&select-type=2", "GetObject", absent],
  ["AbortMultipartUpload", "DELETE", "uploadId", "AbortMultipartUpload"],
  ["DeleteObject", "DELETE", "", "DeleteObject", { version: "DeleteObjectVersion" }],
  [
    "DeleteObjectAnnotation",
    "DELETE",
    "annotation&annotationName",
    "DeleteObjectAnnotation",
    { version: "DeleteObjectVersionAnnotation" },
  ],
  [
    "DeleteObjectTagging",
    "DELETE",
    "tagging",
    "DeleteObjectTagging",
    { version: "DeleteObjectVersionTagging" },
  ],
];

/**
 * Every operation of S3's REST interface for general purpose buckets.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
export const operations: readonly Operation[] = [
  ...serviceRows.map((row) => operation("service", row)),
  ...bucketRows.map((row) => operation("bucket", row)),
  ...objectRows.map((row) => operation("object", row)),
];

function operation(level: Operation["level"], [name, method, query, actions, more]: Row): Operation {
  const { version, stored = true, ...rest } = more ?? {};
  return {
    name,
    method,
    level,
    query: list(query),
    actions: list(actions),
    ...(version === undefined ? {} : { versionActions: list(version) }),
    stored,
    ...rest,
  };
}

function list(text: string): readonly string[] {
  return text === "" ? [] : text.split("&");
}
