import { supportsResourceControlPolicies } from "../data/services";
import { isServiceLinkedRole } from "./caller";
import type { Caller } from "./caller";
import type { PreparedPolicies } from "./preparePolicies";
import type { RequestContext } from "./requestContext";

/** What the root user of the bucket's account can do whatever the bucket policy says. */
const ownersWayBack: ReadonlySet<string> = new Set([
  "s3:getbucketpolicy",
  "s3:putbucketpolicy",
  "s3:deletebucketpolicy",
]);

/**
 * The policies of a set that bear on this caller and this action.
 *
 * Identity policies bear on principals of an account; boundaries and session policies on all of them but
 * root users; service control policies on root users too; resource control policies on everyone, AWS
 * services and anonymous callers too, for services that support them. Neither kind of control policy bears
 * on service-linked roles.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html#not-restricted-by-scp
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#actions-not-restricted-by-rcps
 */
export function applicablePolicies(policies: PreparedPolicies, context: RequestContext): PreparedPolicies {
  const { caller, action, service, resourceAccount } = context;
  if (caller === undefined) return policies;
  const ofAccount = "account" in caller;
  const limitable = ofAccount && caller.kind !== "root";
  const serviceLinked = isServiceLinkedRole(caller);
  const resourceControlled =
    !serviceLinked && supportsResourceControlPolicies(service) && action !== "kms:retiregrant";
  return {
    identity: ofAccount ? policies.identity : [],
    ...(policies.resource && !hasWayBack(caller, action, resourceAccount) && { resource: policies.resource }),
    ...(limitable && policies.boundary && { boundary: policies.boundary }),
    ...(limitable && policies.session && { session: policies.session }),
    serviceControl: ofAccount && !serviceLinked ? policies.serviceControl : [],
    resourceControl: resourceControlled ? policies.resourceControl : [],
    ...(policies.vpcEndpoint && { vpcEndpoint: policies.vpcEndpoint }),
    publicBlocked: policies.publicBlocked && service === "s3",
  };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html */
function hasWayBack(caller: Caller, action: string, resourceAccount: string | undefined): boolean {
  return caller.kind === "root" && caller.account === resourceAccount && ownersWayBack.has(action);
}
