import type { AwsError } from "../../model";

type Details = Readonly<Record<string, string>>;

/**
 * An error of S3.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
export function s3Error(httpStatus: number, code: string, message: string, details?: Details): AwsError {
  return { httpStatus, code, message, ...(details === undefined ? {} : { details }) };
}

/** Refused, without saying why. */
export const accessDenied: AwsError = s3Error(403, "AccessDenied", "Access Denied");

/** No bucket of this name exists in any account. */
export function noSuchBucket(bucket: string): AwsError {
  return s3Error(404, "NoSuchBucket", "The specified bucket does not exist", { BucketName: bucket });
}

/** A header, query parameter or path segment has a value that S3 does not take. */
export function invalidArgument(message: string, details?: Details): AwsError {
  return s3Error(400, "InvalidArgument", message, details);
}

/** The path is no percent-encoded UTF-8. */
export const invalidUri: AwsError = s3Error(400, "InvalidURI", "Couldn't parse the specified URI.");

/** The body is no XML of the expected shape. */
export const malformedXml: AwsError = s3Error(
  400,
  "MalformedXML",
  "The XML you provided was not well-formed or did not validate against our published schema",
);

/** AWS has it, the local AWS does not. */
export function notImplemented(operation: string): AwsError {
  return s3Error(501, "NotImplemented", `The local AWS does not have ${operation}.`);
}
