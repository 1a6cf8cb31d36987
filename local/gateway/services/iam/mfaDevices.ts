import { randomBytes } from "node:crypto";
import { oneTimePassword, stepOf, timeStep, toBase32 } from "../../authenticate/oneTimePassword";
import { structuresOf } from "../../detect/namedOperation";
import type { AwsError, Call } from "../../model";
import type { StoredUser, StoreReader } from "../../store";
import { changeRecord, listRecords, type GatewayRecord } from "../../store/records";
import type { Elements } from "../queryAnswer";
import { deleteConflict, entityExists, invalidInput, limitExceeded, noSuchEntity } from "./iamError";
import type { IamResult } from "./openIdConnectProviders";
import { readTags, tagElements, type Tags } from "./tags";

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

const recordStart = "mfa/";
const mostDevicesOfUser = 8;
const seedBytes = 40;
/** How many steps of 30 seconds a device's clock may be off, once it is in use and when it is enabled. */
const clockSteps = { inUse: 1, enabling: 2 } as const;

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateVirtualMFADevice.html */
export async function createVirtualMfaDevice(
  { parameters }: Call,
  serialNumber: string,
  account: string,
  store: StoreReader,
): Promise<IamResult> {
  const tags = readTags(structuresOf(parameters, "Tags"));
  if (!tags.ok) return tags;
  const device: MfaDevice = { serialNumber, seed: toBase32(randomBytes(seedBytes)), tags: tags.tags };
  const name = serialNumber.slice(serialNumber.lastIndexOf("/") + 1);
  const uri = `otpauth://totp/Amazon%20Web%20Services:${name}@${account}?secret=${device.seed}`;
  return changeRecord<IamResult>(store, account, recordName(serialNumber), (record) =>
    record === undefined
      ? {
          kind: "write",
          record: { ...device },
          result: {
            ok: true,
            result: {
              VirtualMFADevice: {
                SerialNumber: serialNumber,
                Base32StringSeed: Buffer.from(device.seed).toString("base64"),
                // No picture: what a scanner would read out of it.
                QRCodePNG: Buffer.from(uri).toString("base64"),
                Tags: tagElements(device.tags),
              },
            },
            response: { virtualMFADevice: { serialNumber } },
          },
        }
      : {
          kind: "keep",
          result: failed(entityExists("MFADevice entity at the same path and name already exists.")),
        },
  );
}

/**
 * Assigns a device to a user who gives two passwords of it that follow each other.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_EnableMFADevice.html
 */
export async function enableMfaDevice(
  { parameters, receivedAt }: Call,
  user: StoredUser,
  store: StoreReader,
): Promise<IamResult> {
  const serialNumber = textOf(parameters, "SerialNumber");
  const others = await devicesOf(store, user.account, user.name);
  if (others.length >= mostDevicesOfUser) {
    return failed(limitExceeded(`Cannot exceed quota for MFADevicesPerUser: ${mostDevicesOfUser}`));
  }
  return changeRecord<IamResult>(store, user.account, recordName(serialNumber), (record) => {
    const device = deviceOf(record);
    if (device === undefined) return kept(notFound(serialNumber));
    if (device.userName !== undefined) return kept(entityExists("MFADevice is already in use."));
    const lastStep = secondStep(device, parameters, receivedAt);
    if (lastStep === undefined) return kept(invalidCode);
    const assigned: MfaDevice = {
      ...device,
      userName: user.name,
      enabledAt: receivedAt.toISOString(),
      lastStep,
    };
    return { kind: "write", record: { ...assigned }, result: done };
  });
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ResyncMFADevice.html */
export async function resyncMfaDevice(
  { parameters, receivedAt }: Call,
  user: StoredUser,
  store: StoreReader,
): Promise<IamResult> {
  const serialNumber = textOf(parameters, "SerialNumber");
  return changeRecord<IamResult>(store, user.account, recordName(serialNumber), (record) => {
    const device = deviceOf(record);
    if (device?.userName !== user.name) return kept(notFound(serialNumber));
    const lastStep = secondStep(device, parameters, receivedAt);
    if (lastStep === undefined) return kept(invalidCode);
    return { kind: "write", record: { ...device, lastStep }, result: done };
  });
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeactivateMFADevice.html */
export async function deactivateMfaDevice(
  { parameters }: Call,
  user: StoredUser,
  store: StoreReader,
): Promise<IamResult> {
  const serialNumber = textOf(parameters, "SerialNumber");
  return changeRecord<IamResult>(store, user.account, recordName(serialNumber), (record) => {
    const device = deviceOf(record);
    if (device?.userName !== user.name) return kept(notFound(serialNumber));
    const { seed, tags } = device;
    return { kind: "write", record: { serialNumber, seed, tags }, result: done };
  });
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteVirtualMFADevice.html */
export async function deleteVirtualMfaDevice(
  serialNumber: string,
  account: string,
  store: StoreReader,
): Promise<IamResult> {
  return changeRecord<IamResult>(store, account, recordName(serialNumber), (record) => {
    const device = deviceOf(record);
    if (device === undefined) return kept(notFound(serialNumber));
    return device.userName === undefined
      ? { kind: "remove", result: done }
      : kept(deleteConflict("Must deactivate MFA device first."));
  });
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADevices.html */
export async function listMfaDevices(user: StoredUser, store: StoreReader): Promise<IamResult> {
  const devices = await devicesOf(store, user.account, user.name);
  const members = devices.map(({ serialNumber, enabledAt }) => ({
    UserName: user.name,
    SerialNumber: serialNumber,
    EnableDate: enabledAt,
  }));
  return { ok: true, result: { MFADevices: members, IsTruncated: "false" } };
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListVirtualMFADevices.html */
export async function listVirtualMfaDevices(
  { parameters }: Call,
  account: string,
  store: StoreReader,
): Promise<IamResult> {
  const status = textOf(parameters, "AssignmentStatus") || "Any";
  if (!/^(?:Assigned|Unassigned|Any)$/.test(status)) {
    return failed(invalidInput("AssignmentStatus must be Assigned, Unassigned or Any"));
  }
  const records = await listRecords(store, account, recordStart);
  const devices = records.flatMap(({ record }) => deviceOf(record) ?? []);
  const wanted = devices.filter(
    ({ userName }) => status === "Any" || (userName !== undefined) === (status === "Assigned"),
  );
  const members = await Promise.all(wanted.map((device) => virtualDevice(device, account, store)));
  return { ok: true, result: { VirtualMFADevices: members, IsTruncated: "false" } };
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

async function virtualDevice(
  { serialNumber, userName, enabledAt }: MfaDevice,
  account: string,
  store: StoreReader,
): Promise<Elements> {
  const user = userName === undefined ? undefined : await store.user(account, userName);
  if (user === undefined) return { SerialNumber: serialNumber };
  const [, path = "/"] = /:user(\/(?:.*\/)?)[^/]+$/.exec(user.arn) ?? [];
  return {
    SerialNumber: serialNumber,
    User: { Path: path, UserName: user.name, UserId: user.id, Arn: user.arn, CreateDate: enabledAt },
    EnableDate: enabledAt,
  };
}

/** The step of the second of two passwords that follow each other; undefined when they do not. */
function secondStep(
  { seed }: MfaDevice,
  parameters: Call["parameters"],
  receivedAt: Date,
): number | undefined {
  const step = timeStep(receivedAt);
  const first = textOf(parameters, "AuthenticationCode1");
  const second = textOf(parameters, "AuthenticationCode2");
  for (let at = step - clockSteps.enabling - 1; at < step + clockSteps.enabling; at += 1) {
    if (oneTimePassword(seed, at) === first && oneTimePassword(seed, at + 1) === second) return at + 1;
  }
  return undefined;
}

const done: IamResult = { ok: true, result: {} };

const invalidCode: AwsError = {
  httpStatus: 403,
  code: "InvalidAuthenticationCode",
  message: "Authentication code for device is not valid",
};

function kept(error: AwsError): { readonly kind: "keep"; readonly result: IamResult } {
  return { kind: "keep", result: failed(error) };
}

function failed(error: AwsError): IamResult {
  return { ok: false, error };
}

function notFound(serialNumber: string): AwsError {
  return noSuchEntity(`VirtualMFADevice with serial number ${serialNumber} does not exist.`);
}

function recordName(serialNumber: string): string {
  return `${recordStart}${serialNumber.slice(serialNumber.indexOf("/") + 1)}`;
}

/** The gateway wrote it, so it is as it was written. */
function deviceOf(record: GatewayRecord | undefined): MfaDevice | undefined {
  return record as MfaDevice | undefined;
}

function textOf(parameters: Call["parameters"], name: string): string {
  const value = parameters[name];
  return typeof value === "string" ? value : "";
}
