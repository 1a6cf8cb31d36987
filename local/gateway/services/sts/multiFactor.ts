import type { AwsError, Call, Caller } from "../../model";
import type { StoreReader } from "../../store";
import { takePassword } from "../iam/mfaDevice";

/** Whether an MFA code came with a call, and was right. */
export type MultiFactor =
  | { readonly ok: true; readonly authenticatedAt: Date | undefined }
  | { readonly ok: false; readonly error: AwsError };

/**
 * Checks `SerialNumber` and `TokenCode` of a call, where it has them. A right code is used up by it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 */
export async function checkMultiFactor(
  { parameters, receivedAt }: Call,
  caller: Caller,
  store: StoreReader,
): Promise<MultiFactor> {
  const { SerialNumber: serialNumber, TokenCode: code } = parameters;
  if (serialNumber === undefined && code === undefined) return { ok: true, authenticatedAt: undefined };
  if (typeof serialNumber !== "string" || typeof code !== "string") {
    return refused(
      "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.",
    );
  }
  const check =
    caller.kind === "user"
      ? await takePassword(store, caller, serialNumber, code, receivedAt)
      : ("notTheirDevice" as const);
  switch (check) {
    case "right":
      return { ok: true, authenticatedAt: receivedAt };
    case "wrong":
      return refused("MultiFactorAuthentication failed with invalid MFA one time pass code. ");
    case "notTheirDevice":
      return refused(
        "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.",
      );
  }
}

function refused(message: string): MultiFactor {
  return { ok: false, error: { httpStatus: 403, code: "AccessDenied", message } };
}
