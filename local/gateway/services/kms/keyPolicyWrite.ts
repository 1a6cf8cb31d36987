import { decideOnce } from "../../../../access/evaluate/decide";
import type { PolicyDocument } from "../../../../access/model";
import { readPolicy } from "../../../../access/read/readPolicy";
import { callerArn } from "../../decide/identity";
import type { AwsError, Caller } from "../../model";
import type { StoreReader } from "../../store";
import { isKnownPrincipal } from "../s3/principals";
import { kmsError } from "./kmsError";

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html */
const mostBytes = 32 * 1024;

/** A key policy that somebody wants to store. */
export interface KeyPolicyWrite {
  /** JSON text. */
  readonly policy: string;
  /** The key's account: 12 digits. */
  readonly account: string;
  /** ARN of the key; of a key that is yet to be made, any ARN of a key of that account. */
  readonly keyArn: string;
  /** `BypassPolicyLockoutSafetyCheck` */
  readonly bypassLockoutCheck: boolean;
}

/**
 * Why KMS refuses to store a key policy; undefined when it takes it.
 *
 * Principals must exist, and whoever writes the policy must be able to write it again, unless it bypasses that check.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#prevent-unmanageable-key
 */
export async function keyPolicyFault(
  store: StoreReader,
  caller: Caller,
  { policy, account, keyArn, bypassLockoutCheck }: KeyPolicyWrite,
): Promise<AwsError | undefined> {
  if (Buffer.byteLength(policy) > mostBytes) {
    return kmsError("LimitExceededException", `Key policy exceeds the maximum length of ${mostBytes} bytes.`);
  }
  const read = readPolicy(policy, "resource");
  if (!read.ok) {
    const [problem] = read.problems;
    return malformed(
      problem === undefined ? "The policy is not valid." : `${problem.path} ${problem.message}`.trim(),
    );
  }
  const { document } = read;
  const arns = new Set(document.statements.flatMap(({ principal }) => principal?.aws ?? []));
  const known = await Promise.all([...arns].map((arn) => isKnownPrincipal(store, arn)));
  if (known.includes(false)) {
    return malformed("Policy contains a statement with one or more invalid principals.");
  }
  if (!bypassLockoutCheck && !canWriteAgain(document, caller, account, keyArn)) {
    return malformed("The new key policy will not allow you to update the key policy in the future.");
  }
  return undefined;
}

function malformed(message: string): AwsError {
  return kmsError("MalformedPolicyDocumentException", message);
}

/** Identity policies are left out of the question: a key policy that leaves it to them is one that can be changed. */
function canWriteAgain(document: PolicyDocument, caller: Caller, account: string, keyArn: string): boolean {
  const { decision } = decideOnce(
    { identityPolicies: [everything], resourcePolicy: document },
    {
      principal: callerArn(caller),
      action: "kms:PutKeyPolicy",
      resource: keyArn,
      resourceAccount: account,
      context: caller.kind === "session" ? { "aws:PrincipalArn": caller.roleArn } : {},
    },
  );
  return decision === "allowed";
}

const everything: PolicyDocument = {
  version: "2012-10-17",
  statements: [
    {
      index: 0,
      effect: "Allow",
      action: { negated: false, patterns: ["*"] },
      resource: { negated: false, patterns: ["*"] },
      conditions: [],
    },
  ],
};
