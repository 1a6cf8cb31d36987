import type { ServiceName } from "../model";
import { readSignature } from "../authenticate/signature";
import type { RequestHead } from "../service";

/** Which service a request is for. */
export interface DetectedService {
  readonly service: ServiceName;
  /** Its name in a credential scope: `s3` for S3 Control too, anything for `other`. */
  readonly signingName: string;
  readonly region: string;
}

const byTarget: readonly (readonly [RegExp, ServiceName])[] = [
  [/^TrentService\./, "kms"],
  [/CloudTrail_20131101\./, "cloudtrail"],
  [/^Logs_20140328\./, "logs"],
  [/^GraniteServiceVersion20100801\./, "monitoring"],
  [/^AWSEvents\./, "events"],
  [/^AWSOrganizationsV20161128\./, "organizations"],
];

const bySigningName: Readonly<Record<string, ServiceName>> = {
  s3: "s3",
  sts: "sts",
  iam: "iam",
  kms: "kms",
  cloudtrail: "cloudtrail",
  logs: "logs",
  sns: "sns",
  monitoring: "monitoring",
  events: "events",
  guardduty: "guardduty",
  organizations: "organizations",
};

const defaultRegion = "us-east-1";

/**
 * Which service a request is for: the scope of its credential says it; of an unsigned request its target does, else
 * it is for S3, the only service that takes any.
 */
export function detectService(head: RequestHead): DetectedService {
  const reading = readSignature(head);
  const target = head.headers["x-amz-target"];
  const targeted =
    typeof target === "string" ? byTarget.find(([pattern]) => pattern.test(target)) : undefined;
  if (reading.kind === "signed") {
    const { service: signingName, region } = reading.signature.scope;
    const service = bySigningName[signingName] ?? "other";
    if (service === "s3" && head.url.pathname.startsWith("/v20180820/")) {
      return { service: "s3-control", signingName, region };
    }
    return { service, signingName, region };
  }
  const service = targeted?.[1] ?? unsignedForm(head) ?? "s3";
  return { service, signingName: service, region: defaultRegion };
}

/** A form for `/` without a signature: some service of the query protocol was meant. */
function unsignedForm({ method, url, headers }: RequestHead): ServiceName | undefined {
  if (url.pathname !== "/") return undefined;
  const form = headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true;
  const inQuery = method === "GET" && url.searchParams.has("Action");
  return inQuery || (method === "POST" && form) ? "sts" : undefined;
}
