import { decide } from "../evaluate/decide";
import type { Decision } from "../evaluate/decision";
import { preparePolicies } from "../evaluate/preparePolicies";
import type { PreparedPolicies } from "../evaluate/preparePolicies";
import type { AccessRequest } from "../evaluate/request";
import { prepareDocument } from "../evaluate/statement";
import type { PreparedStatement } from "../evaluate/statement";
import { accountOf } from "../prove/principalShapes";
import type { NamedDocument } from "./facts";
import { allowEverything } from "./identities";
import type { Identity } from "./identities";
import { isSessionOf } from "./meeting";
import type { Target } from "./target";

/** One request with the target whose policy guards it. */
export interface Judged {
  readonly request: AccessRequest;
  readonly target: Target;
  /** The bucket, when the target is an access point of it. */
  readonly bucket?: Target | undefined;
}

/** What the point evaluator says with every policy that is known, and of which target it says it. */
export interface Judgement {
  readonly decision: Decision;
  readonly target: Target;
}

/**
 * Decides requests with every policy that is known: of the caller, its boundary, the target, Block Public Access.
 *
 * A caller of an account that is not known is taken to be allowed by its own policies. A request through an access
 * point is decided twice: by the access point, and by the bucket with the keys that say which way it came; there the
 * policies of another account's caller are not asked again.
 */
export function judgeOf(identities: ReadonlyMap<string, Identity>): (judged: Judged) => Judgement {
  const prepared = new WeakMap<NamedDocument, readonly PreparedStatement[]>();
  const ready = (policy: NamedDocument): readonly PreparedStatement[] => {
    const found = prepared.get(policy) ?? prepareDocument(policy.document, policy.name);
    prepared.set(policy, found);
    return found;
  };
  const nobody = preparePolicies({ identityPolicies: [] });
  const policiesOf = (principal: string, target: Target, secondSide: boolean): PreparedPolicies => {
    const identity = identityOf(principal, identities);
    const own =
      identity === undefined || (secondSide && identity.account !== target.account)
        ? prepareDocument(allowEverything, `the policies of ${principal}`)
        : identity.documents.flatMap(ready);
    const boundary = identity?.boundary;
    return {
      ...nobody,
      identity: own,
      ...(target.policy === undefined ? {} : { resource: ready(target.policy) }),
      ...(boundary === undefined || (secondSide && identity?.account !== target.account)
        ? {}
        : { boundary: ready(boundary) }),
      publicBlocked: target.restricted,
    };
  };
  return ({ request, target, bucket }) => {
    const of = (one: Target) => ({ ...request, resourceAccount: one.account });
    const first = decide(policiesOf(request.principal, target, false), of(target));
    if (bucket === undefined || first.decision !== "allowed") return { decision: first, target };
    const resource = `${bucket.arn}${request.resource.slice(target.arn.length).replace(/^\/object/, "")}`;
    const context = {
      ...request.context,
      "s3:DataAccessPointArn": target.arn,
      "s3:DataAccessPointAccount": target.account,
    };
    const second = decide(policiesOf(request.principal, bucket, true), { ...of(bucket), resource, context });
    return { decision: second, target: bucket };
  };
}

/** The role or user whose policies bear on the principal; of a session, the role that its ARN can be of. */
function identityOf(principal: string, identities: ReadonlyMap<string, Identity>): Identity | undefined {
  const own = identities.get(principal);
  if (own !== undefined || !principal.includes(":assumed-role/")) return own;
  return [...identities.values()].find(
    ({ arn, account }) => account === accountOf(principal) && isSessionOf(principal, arn),
  );
}
