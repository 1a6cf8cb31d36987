import type { AwsError } from "../model";
import type { Protocol } from "../service";
import { basicFormat } from "./signature";
import type { Signature, SignatureFault } from "./signature";

/** Why the credentials of a request are refused. */
export type Rejection =
  | { readonly why: "missing" }
  | { readonly why: "malformed"; readonly fault: SignatureFault }
  | { readonly why: "unknownKey"; readonly accessKeyId: string }
  | { readonly why: "wrongToken" }
  | { readonly why: "expiredToken" }
  | {
      readonly why: "wrongSignature";
      readonly signature: Signature;
      readonly canonicalRequest: string;
      readonly stringToSign: string;
    }
  | { readonly why: "skewed"; readonly signature: Signature; readonly now: Date }
  | { readonly why: "presignExpired"; readonly signature: Signature; readonly now: Date }
  | { readonly why: "presignNotYetValid" }
  | { readonly why: "unsignedHeaders"; readonly names: readonly string[] }
  | { readonly why: "missingPayloadHash" }
  | { readonly why: "wrongPayloadHash" }
  | { readonly why: "brokenEncoding" };

/** How far the clock of a caller may be off. */
export const mostSkewMilliseconds = 15 * 60_000;

/**
 * The error that AWS gives for rejected credentials, in the words of each kind of service.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
 */
export function rejectionError(protocol: Protocol, rejection: Rejection): AwsError {
  return protocol === "s3" || protocol === "restXml"
    ? s3Error(rejection)
    : apiError(rejection, protocol === "json" || protocol === "cbor");
}

function s3Error(rejection: Rejection): AwsError {
  switch (rejection.why) {
    case "missing":
      return error(403, "AccessDenied", "Access Denied");
    case "malformed":
      return s3Malformed(rejection.fault);
    case "unknownKey": {
      const message = "The AWS Access Key Id you provided does not exist in our records.";
      return error(403, "InvalidAccessKeyId", message, { AWSAccessKeyId: rejection.accessKeyId });
    }
    case "wrongToken":
      return error(400, "InvalidToken", "The provided token is malformed or otherwise invalid.");
    case "expiredToken":
      return error(400, "ExpiredToken", "The provided token has expired.");
    case "wrongSignature":
      return error(
        403,
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
        {
          AWSAccessKeyId: rejection.signature.accessKeyId,
          StringToSign: rejection.stringToSign,
          SignatureProvided: rejection.signature.signature,
          CanonicalRequest: rejection.canonicalRequest,
        },
      );
    case "skewed":
      return error(
        403,
        "RequestTimeTooSkewed",
        "The difference between the request time and the current time is too large.",
        {
          RequestTime: rejection.signature.timestamp,
          ServerTime: rejection.now.toISOString(),
          MaxAllowedSkewMilliseconds: String(mostSkewMilliseconds),
        },
      );
    case "presignExpired": {
      const { signedAt, expiresSeconds = 0 } = rejection.signature;
      return error(403, "AccessDenied", "Request has expired", {
        "X-Amz-Expires": String(expiresSeconds),
        Expires: new Date(signedAt.getTime() + expiresSeconds * 1_000).toISOString(),
        ServerTime: rejection.now.toISOString(),
      });
    }
    case "presignNotYetValid":
      return error(403, "AccessDenied", "Request is not valid yet");
    case "unsignedHeaders":
      return error(403, "AccessDenied", "There were headers present in the request which were not signed", {
        HeadersNotSigned: rejection.names.join(", "),
      });
    case "missingPayloadHash":
      return error(400, "InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
    case "wrongPayloadHash":
      return error(
        400,
        "InvalidArgument",
        "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
        { ArgumentName: "x-amz-content-sha256" },
      );
    case "brokenEncoding":
      return error(400, "InvalidURI", "Couldn't parse the specified URI.");
  }
}

function s3Malformed(fault: SignatureFault): AwsError {
  switch (fault) {
    case "otherMechanism":
      return error(
        400,
        "InvalidRequest",
        "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
      );
    case "incompleteHeader":
    case "wrongCredential":
      return error(
        400,
        "AuthorizationHeaderMalformed",
        "The authorization header is malformed; expecting Credential=KEY/yyyyMMdd/REGION/SERVICE/aws4_request, SignedHeaders and Signature.",
      );
    case "wrongDate":
      return error(403, "AccessDenied", "AWS authentication requires a valid Date or x-amz-date header");
    case "incompleteQuery":
      return error(
        400,
        "AuthorizationQueryParametersError",
        "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
      );
    case "wrongExpires":
      return error(
        400,
        "AuthorizationQueryParametersError",
        "X-Amz-Expires must be a whole number of seconds, at least 1 and at most a week (604800)",
      );
  }
}

function apiError(rejection: Rejection, json: boolean): AwsError {
  const status = json ? 400 : 403;
  switch (rejection.why) {
    case "missing":
      return json
        ? error(400, "MissingAuthenticationTokenException", "Missing Authentication Token")
        : error(403, "MissingAuthenticationToken", "Request is missing Authentication Token");
    case "malformed":
    case "presignNotYetValid":
    case "unsignedHeaders":
    case "missingPayloadHash":
    case "wrongPayloadHash":
    case "brokenEncoding":
      return error(
        400,
        json ? "IncompleteSignatureException" : "IncompleteSignature",
        "Authorization must be AWS4-HMAC-SHA256 with Credential, SignedHeaders and Signature, and the request must have 'X-Amz-Date' or 'Date'.",
      );
    case "unknownKey":
    case "wrongToken":
      return error(
        status,
        json ? "UnrecognizedClientException" : "InvalidClientTokenId",
        "The security token included in the request is invalid.",
      );
    case "expiredToken":
      return error(
        status,
        json ? "ExpiredTokenException" : "ExpiredToken",
        "The security token included in the request is expired",
      );
    case "wrongSignature":
      return error(
        status,
        json ? "InvalidSignatureException" : "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
      );
    case "skewed":
    case "presignExpired":
      return error(
        status,
        json ? "InvalidSignatureException" : "SignatureDoesNotMatch",
        skewMessage(rejection.signature, rejection.now),
      );
  }
}

function skewMessage({ timestamp, signedAt }: Signature, now: Date): string {
  const nowText = basicFormat(now) ?? "";
  const limit = (milliseconds: number) => basicFormat(new Date(now.getTime() + milliseconds)) ?? "";
  return signedAt < now
    ? `Signature expired: ${timestamp} is now earlier than ${limit(-mostSkewMilliseconds)} (${nowText} - 15 min.)`
    : `Signature not yet current: ${timestamp} is still later than ${limit(mostSkewMilliseconds)} (${nowText} + 15 min.)`;
}

function error(
  httpStatus: number,
  code: string,
  message: string,
  details?: Readonly<Record<string, string>>,
): AwsError {
  return { httpStatus, code, message, ...(details === undefined ? {} : { details }) };
}
