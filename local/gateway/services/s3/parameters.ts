import type { S3Request } from "./s3Request";

/** What a request was given, in the names that CloudTrail uses for S3. */
export type S3Parameters = Readonly<Record<string, string>>;

/**
 * `bucketName` and `key` as the request names them, its query and the headers that S3 acts on.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-understanding-s3-entries.html
 */
export function parametersOf({ address, query, headers }: S3Request): S3Parameters {
  const parameters: Record<string, string> = {};
  for (const [name, value] of query) parameters[name] = value;
  for (const [name, value] of headers) {
    if (name.startsWith("x-amz-") && !secretOrOfTheSignature.test(name)) parameters[name] = value;
  }
  // Last, so that no query parameter of this name stands for them.
  delete parameters.bucketName;
  delete parameters.key;
  if (address.kind === "bucket") parameters.bucketName = address.bucket;
  if (address.kind === "accessPoint") parameters.bucketName = address.accessPoint.name;
  if (address.kind !== "service" && address.key !== "") parameters.key = address.key;
  return parameters;
}

const secretOrOfTheSignature =
  /^x-amz-(?:algorithm|content-sha256|credential|date|decoded-content-length|expires|security-token|signature|signedheaders|trailer|user-agent|sdk-.*|.*customer-key.*)$/;
