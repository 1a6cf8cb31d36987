import type { AwsError } from "../../model";

/** IAM refuses a parameter. */
export function validationError(message: string): AwsError {
  return { httpStatus: 400, code: "ValidationError", message };
}

/** IAM refuses a policy document. */
export function malformedPolicy(message: string): AwsError {
  return { httpStatus: 400, code: "MalformedPolicyDocument", message };
}

/** A quota of IAM is reached. */
export function limitExceeded(message: string): AwsError {
  return { httpStatus: 409, code: "LimitExceeded", message };
}
