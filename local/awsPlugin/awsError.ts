/** The parts of an SDK error that tell what AWS refused. */
interface ServiceError {
  readonly name: string;
  readonly message: string;
  readonly Code?: unknown;
  readonly operation?: string;
}

/** AWS's error code, such as `NoSuchEntity`; the error's name where AWS gave none. */
export function awsErrorCode(error: unknown): string {
  const { name, Code } = asServiceError(error);
  // The SDK appends "Exception" to some codes; the code that AWS sent stands in Code.
  return typeof Code === "string" ? Code : name.replace(/Exception$/, "");
}

/** Whether AWS answered with one of these codes. */
export function isAwsError(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes(awsErrorCode(error));
}

/** `operation error IAM: CreateRole, EntityAlreadyExists: …`, as the official plugin puts it. */
export function describeAwsError(error: unknown): string {
  const { operation, message } = asServiceError(error);
  return operation === undefined
    ? message
    : `operation error ${operation}, ${awsErrorCode(error)}: ${message}`;
}

function asServiceError(error: unknown): ServiceError {
  return error instanceof Error ? error : { name: "Error", message: String(error) };
}

/** How long a call is tried again that AWS refuses only for the moment, in milliseconds before each new try. */
export const retryDelaysMilliseconds: readonly number[] = [200, 400, 800, 1_600, 3_200, 6_400, 6_400];

/**
 * Whether AWS may take the same call a moment later: another change is under way, or a principal that was just
 * made is not known everywhere.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
export function isPassing(error: unknown): boolean {
  if (isAwsError(error, "OperationAborted", "ConcurrentModification")) return true;
  const { message } = asServiceError(error);
  if (isAwsError(error, "MalformedPolicyDocument", "MalformedPolicy")) {
    return /invalid principal/i.test(message);
  }
  // GuardDuty tries at once whether it can assume the role that it was given.
  if (isAwsError(error, "BadRequest")) return /\brole\b/i.test(message);
  // CloudTrail tries at once whether the role that it was given may write to the log group.
  return (
    isAwsError(error, "InvalidCloudWatchLogsRoleArn", "InvalidCloudWatchLogsLogGroupArn") &&
    /access denied/i.test(message)
  );
}
