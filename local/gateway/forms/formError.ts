import type { AwsError } from "../model";

/** The body is no form. */
export const malformedPost: AwsError = {
  httpStatus: 400,
  code: "MalformedPOSTRequest",
  message: "The body of your POST request is not well-formed multipart/form-data.",
};

/** A form without a field that it must have. */
export function missingField(name: string): AwsError {
  const message = `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`;
  return invalidField(name, message);
}

/** A field of a form that S3 does not take. */
export function invalidField(name: string, message: string): AwsError {
  const details = { ArgumentName: name, ArgumentValue: "" };
  return { httpStatus: 400, code: "InvalidArgument", message, details };
}
