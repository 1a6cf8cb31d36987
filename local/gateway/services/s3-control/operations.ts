/** One operation of S3 Control: method, path after `/v20180820`, and what it asks for. */
export interface ControlOperation {
  readonly name: string;
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  /** `{name}` and `{arn}` stand for one segment. */
  readonly path: string;
  /** IAM action without `s3:`. */
  readonly action: string;
  /** What the action is asked about. */
  readonly about: "everything" | "accessPoint" | "tagged";
}

type Row = readonly [
  ControlOperation["name"],
  ControlOperation["method"],
  ControlOperation["path"],
  ControlOperation["action"],
  ControlOperation["about"],
];

const rows: readonly Row[] = [
  ["ListAccessPoints", "GET", "/accesspoint", "ListAccessPoints", "everything"],
  ["CreateAccessPoint", "PUT", "/accesspoint/{name}", "CreateAccessPoint", "accessPoint"],
  ["GetAccessPoint", "GET", "/accesspoint/{name}", "GetAccessPoint", "everything"],
  ["DeleteAccessPoint", "DELETE", "/accesspoint/{name}", "DeleteAccessPoint", "accessPoint"],
  ["PutAccessPointPolicy", "PUT", "/accesspoint/{name}/policy", "PutAccessPointPolicy", "accessPoint"],
  ["GetAccessPointPolicy", "GET", "/accesspoint/{name}/policy", "GetAccessPointPolicy", "accessPoint"],
  [
    "GetAccessPointPolicyStatus",
    "GET",
    "/accesspoint/{name}/policyStatus",
    "GetAccessPointPolicyStatus",
    "accessPoint",
  ],
  [
    "DeleteAccessPointPolicy",
    "DELETE",
    "/accesspoint/{name}/policy",
    "DeleteAccessPointPolicy",
    "accessPoint",
  ],
  [
    "GetPublicAccessBlock",
    "GET",
    "/configuration/publicAccessBlock",
    "GetAccountPublicAccessBlock",
    "everything",
  ],
  [
    "PutPublicAccessBlock",
    "PUT",
    "/configuration/publicAccessBlock",
    "PutAccountPublicAccessBlock",
    "everything",
  ],
  [
    "DeletePublicAccessBlock",
    "DELETE",
    "/configuration/publicAccessBlock",
    "PutAccountPublicAccessBlock",
    "everything",
  ],
  ["ListTagsForResource", "GET", "/tags/{arn}", "ListTagsForResource", "tagged"],
  ["TagResource", "POST", "/tags/{arn}", "TagResource", "tagged"],
  ["TagResource", "PUT", "/tags/{arn}", "TagResource", "tagged"],
  ["UntagResource", "DELETE", "/tags/{arn}", "UntagResource", "tagged"],
];

/**
 * The operations of S3 Control that are modelled: access points, the account's Block Public Access, tags.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_AWS_S3_Control.html
 */
export const controlOperations: readonly ControlOperation[] = rows.map(
  ([name, method, path, action, about]) => ({
    name,
    method,
    path,
    action,
    about,
  }),
);

/** An operation with what its path names. */
export interface FoundControlOperation {
  readonly operation: ControlOperation;
  /** Of an access point; decoded. */
  readonly name: string;
  /** Of what is tagged; decoded. */
  readonly arn: string;
}

/** The operation of a method and a path that starts with `/v20180820/`; undefined when it is none of these. */
export function findControlOperation(method: string, path: string): FoundControlOperation | undefined {
  const given = withoutSplitArn(path.replace(/^\/v20180820/, "")).split("/");
  for (const operation of controlOperations) {
    const wanted = operation.path.split("/");
    if (operation.method !== method || wanted.length !== given.length) continue;
    const segments = given.map(decode);
    if (!wanted.every((part, index) => part.startsWith("{") || part === segments[index])) continue;
    const at = (placeholder: string) => segments[wanted.indexOf(placeholder)] ?? "";
    return { operation, name: at("{name}"), arn: at("{arn}") };
  }
  return undefined;
}

/** SDKs leave the slashes of an ARN as they are. */
function withoutSplitArn(path: string): string {
  return path.replace(
    /^(\/tags\/)(.+)$/,
    (_whole, start: string, arn: string) => start + arn.replaceAll("/", "%2F"),
  );
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    // Malformed percent-encoding: no segment of any path.
    return undefined;
  }
}
