import {
  CreateVirtualMFADeviceCommand,
  DeactivateMFADeviceCommand,
  DeleteVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
} from "@aws-sdk/client-iam";
import { randomUUID } from "node:crypto";
import { withSecondFactor, type SecondFactor } from "../client/secondFactor";
import type { WriterCredentials } from "../client/writerCredentials";
import type { Clients } from "./admin";
import { oneTimePassword, timeStep } from "./gateway/authenticate/oneTimePassword";

/**
 * A session of a user who signs in with a second factor.
 *
 * @param admin clients of the account's administrator
 * @param user clients with the user's access key
 */
export function signInWithSecondFactor(
  admin: Clients,
  user: Clients,
  userName: string,
): Promise<WriterCredentials> {
  return withDevice(admin, userName, (shown) => withSecondFactor(user.sts, shown));
}

/**
 * Gets a user a device, shows two codes of it, does something with a third that was not taken yet, and gives the device
 * back.
 *
 * @param admin clients of the account's administrator
 */
export async function withDevice<T>(
  admin: Clients,
  userName: string,
  work: (shown: SecondFactor) => Promise<T>,
): Promise<T> {
  const { VirtualMFADevice: device } = await admin.iam.send(
    new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: `xput-${randomUUID()}` }),
  );
  const serialNumber = device?.SerialNumber ?? "";
  const seed = Buffer.from(device?.Base32StringSeed ?? []).toString();
  const step = timeStep(new Date());
  await admin.iam.send(
    new EnableMFADeviceCommand({
      UserName: userName,
      SerialNumber: serialNumber,
      AuthenticationCode1: oneTimePassword(seed, step - 2),
      AuthenticationCode2: oneTimePassword(seed, step - 1),
    }),
  );
  try {
    return await work({ serialNumber, code: oneTimePassword(seed, step) });
  } finally {
    await admin.iam.send(new DeactivateMFADeviceCommand({ UserName: userName, SerialNumber: serialNumber }));
    await admin.iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber: serialNumber }));
  }
}
