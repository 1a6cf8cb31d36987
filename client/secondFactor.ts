import { GetSessionTokenCommand, type STSClient } from "@aws-sdk/client-sts";
import { credentialsIn, type WriterCredentials } from "./writerCredentials";

/** A code that an MFA device shows. */
export interface SecondFactor {
  /** The device's ARN, or the number of a hardware device. */
  readonly serialNumber: string;
  /** Six digits; each is taken once. */
  readonly code: string;
}

/**
 * A user's own credentials, with the second factor that they were given.
 *
 * @param sts a client with the user's access key
 * @throws the error of STS as the SDK gives it; AccessDenied for a wrong code
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
 */
export async function withSecondFactor(
  sts: STSClient,
  { serialNumber, code }: SecondFactor,
): Promise<WriterCredentials> {
  const { Credentials: credentials } = await sts.send(
    new GetSessionTokenCommand({ SerialNumber: serialNumber, TokenCode: code }),
  );
  return credentialsIn(credentials, "GetSessionToken");
}
