import { readSignature, type Signature } from "../../../../local/gateway/authenticate/signature";

/** The keys of AWS's own examples of Signature Version 4. */
export const exampleSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

const credential = "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request";

/** The signature of a request with these headers, as the gateway reads it. */
export function signatureIn(
  method: string,
  target: string,
  headers: Readonly<Record<string, string>>,
): Signature {
  const url = new URL(`http://aws.localhost${target}`);
  const reading = readSignature({ method, url, target, headers });
  if (reading.kind !== "signed") throw new Error(`the example is ${reading.kind}`);
  return reading.signature;
}

/** An `Authorization` header of the examples. */
export function authorization(signedHeaders: string, signature: string): string {
  return `AWS4-HMAC-SHA256 Credential=${credential},SignedHeaders=${signedHeaders},Signature=${signature}`;
}

/** Each value as a list, as Node gives distinct headers. */
export function distinct(headers: Readonly<Record<string, string>>): Readonly<Record<string, string[]>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
}
