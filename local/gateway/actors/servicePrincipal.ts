import { decideOnce } from "../../../access/evaluate/decide";
import type { PolicyDocument } from "../../../access/model";
import { readPolicy } from "../../../access/read/readPolicy";

/** What an AWS service asks on its own behalf. */
export interface ServiceRequest {
  /** Like `cloudtrail.amazonaws.com`. */
  readonly service: string;
  /** Like `s3:PutObject`. */
  readonly action: string;
  readonly resource: string;
  /** Owner of the resource: 12 digits. */
  readonly resourceAccount: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * Whether a resource's policy lets an AWS service do something: services have no identity policies.
 *
 * @param policy JSON text; absent, or no policy: it lets nobody
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services
 */
export function letsService(policy: string | undefined, request: ServiceRequest): boolean {
  const resourcePolicy = policy === undefined ? undefined : documentOf(policy);
  if (resourcePolicy === undefined) return false;
  const { service, ...asked } = request;
  const set = { identityPolicies: [], resourcePolicy };
  return decideOnce(set, { principal: service, ...asked }).decision === "allowed";
}

/** The two keys by which a policy knows for whom a service acts. */
export function sourceKeys(arn: string, account: string): Readonly<Record<string, string>> {
  return { "aws:SourceArn": arn, "aws:SourceAccount": account };
}

const mostDocuments = 100;
const documents = new Map<string, PolicyDocument | undefined>();

/** A stored policy, read once; undefined for a text that is none: it allows nothing. */
function documentOf(text: string): PolicyDocument | undefined {
  if (!documents.has(text)) {
    const read = readPolicy(text, "resource");
    if (documents.size >= mostDocuments) documents.clear();
    documents.set(text, read.ok ? read.document : undefined);
  }
  return documents.get(text);
}
