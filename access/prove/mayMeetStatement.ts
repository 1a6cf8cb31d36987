import { mayMeet } from "./glob";
import { accountOf, delegatedAccount } from "./principalShapes";
import type { Part } from "./problem";

/** False only when no request matches both statements, seen from their resources and principals. */
export function mayMeetStatement(proved: Part, other: Part): boolean {
  const [left, right] = [proved.statement.resource, other.statement.resource];
  if (left !== undefined && right !== undefined && !left.negated && !right.negated) {
    if (!left.patterns.some((text) => right.patterns.some((pattern) => mayMeet(text, pattern)))) return false;
  }
  const [own, theirs] = [proved.statement.principal, other.statement.principal];
  if (
    own === undefined ||
    theirs === undefined ||
    own.negated ||
    theirs.negated ||
    own.anyone ||
    theirs.anyone
  )
    return true;
  const sameAws = own.aws.some((arn) => theirs.aws.some((their) => meetArns(arn, their)));
  const shared = (part: "service" | "federated" | "canonicalUser") =>
    own[part].some((name) => theirs[part].includes(name));
  return sameAws || shared("service") || shared("federated") || shared("canonicalUser");
}

// A session's ARN does not tell the path of its role, so ARNs of one account other than two identities may meet.
function meetArns(left: string, right: string): boolean {
  if (left === right) return true;
  const identity = /^arn:[^:]+:iam::\d{12}:(role|user)\//;
  if (identity.test(left) && identity.test(right)) return false;
  const account = delegatedAccount(left) ?? delegatedAccount(right);
  return account === undefined || accountOf(left) === accountOf(right);
}
