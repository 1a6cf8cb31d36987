import type { AwsError } from "../../model";

/** STS refuses a parameter. */
export function validationError(message: string): AwsError {
  return { httpStatus: 400, code: "ValidationError", message };
}

/** @param name of the parameter, starting with a small letter, as AWS tells it */
export function constraintError(name: string, value: string | undefined, constraint: string): AwsError {
  const shown = value === undefined ? "Value null" : `Value '${value}'`;
  return validationError(
    `1 validation error detected: ${shown} at '${name}' failed to satisfy constraint: Member must ${constraint}`,
  );
}
