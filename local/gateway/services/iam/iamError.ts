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

/** There is such a thing already. */
export function entityExists(message: string): AwsError {
  return { httpStatus: 409, code: "EntityAlreadyExists", message };
}

/** There is no such thing. */
export function noSuchEntity(message: string): AwsError {
  return { httpStatus: 404, code: "NoSuchEntity", message };
}

/** IAM refuses a value. */
export function invalidInput(message: string): AwsError {
  return { httpStatus: 400, code: "InvalidInput", message };
}

/** Something else still depends on it. */
export function deleteConflict(message: string): AwsError {
  return { httpStatus: 409, code: "DeleteConflict", message };
}
