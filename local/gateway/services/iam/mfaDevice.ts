import { oneTimePassword, stepOf, timeStep } from "../../authenticate/oneTimePassword";
import type { StoreReader } from "../../store";
import { changeRecord, listRecords, type GatewayRecord } from "../../store/records";
import type { Tags } from "./tags";

/** A virtual MFA device, assigned to a user or to nobody yet. */
export interface MfaDevice {
  /** `arn:aws:iam::N:mfa/path/name` */
  readonly serialNumber: string;
  /** Shared secret, in Base32. */
  readonly seed: string;
  readonly tags: Tags;
  readonly userName?: string;
  readonly enabledAt?: string;
  /** Of the last password that was taken: none is taken twice. */
  readonly lastStep?: number;
}

/** Where devices stand among the records of an account. */
export const recordStart = "mfa/";
/** How many steps of 30 seconds a device's clock may be off, once it is in use and when it is enabled. */
const clockSteps = { inUse: 1, enabling: 2 } as const;

/** Under which a device is kept. */
export function recordName(serialNumber: string): string {
  return `${recordStart}${serialNumber.slice(serialNumber.indexOf("/") + 1)}`;
}

/** A record as a device: the gateway wrote it, so it is as it was written. */
export function deviceOf(record: GatewayRecord | undefined): MfaDevice | undefined {
  return record as MfaDevice | undefined;
}

/** The devices that a user has. */
export async function devicesOf(
  store: StoreReader,
  account: string,
  userName: string,
): Promise<readonly MfaDevice[]> {
  const records = await listRecords(store, account, recordStart);
  return records
    .flatMap(({ record }) => deviceOf(record) ?? [])
    .filter((device) => device.userName === userName);
}

/** What comes of a password that a user gives. */
export type PasswordCheck = "right" | "wrong" | "notTheirDevice";

/**
 * Checks the one-time password of a user's device, which is good for one time only.
 *
 * @param now the password may be of the step before or after, too
 */
export async function takePassword(
  store: StoreReader,
  user: { readonly account: string; readonly userName: string },
  serialNumber: string,
  password: string,
  now: Date,
): Promise<PasswordCheck> {
  return changeRecord<PasswordCheck>(store, user.account, recordName(serialNumber), (record) => {
    const device = deviceOf(record);
    if (device?.userName !== user.userName) return { kind: "keep", result: "notTheirDevice" };
    const step = timeStep(now);
    const first = Math.max(step - clockSteps.inUse, (device.lastStep ?? 0) + 1);
    const taken = stepOf(device.seed, password, first, step + clockSteps.inUse);
    return taken === undefined
      ? { kind: "keep", result: "wrong" }
      : { kind: "write", record: { ...device, lastStep: taken }, result: "right" };
  });
}

/** The step of the second of two passwords that follow each other; undefined when they do not. */
export function secondStep(
  { seed }: MfaDevice,
  first: string,
  second: string,
  now: Date,
): number | undefined {
  const step = timeStep(now);
  for (let at = step - clockSteps.enabling - 1; at < step + clockSteps.enabling; at += 1) {
    if (oneTimePassword(seed, at) === first && oneTimePassword(seed, at + 1) === second) return at + 1;
  }
  return undefined;
}
