import { randomBytes } from "node:crypto";
import { toBase32 } from "../../authenticate/oneTimePassword";
import { structuresOf } from "../../detect/namedOperation";
import type { AwsError, Call } from "../../model";
import type { StoredUser, StoreReader } from "../../store";
import { changeRecord, listRecords } from "../../store/records";
import type { Elements } from "../queryAnswer";
import { deleteConflict, entityExists, invalidInput, limitExceeded, noSuchEntity } from "./iamError";
import { deviceOf, devicesOf, recordName, recordStart, secondStep, type MfaDevice } from "./mfaDevice";
import type { IamResult } from "./openIdConnectProviders";
import { readTags, tagElements } from "./tags";

const mostDevicesOfUser = 8;
const seedBytes = 40;

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
    const lastStep = stepOfBoth(device, parameters, receivedAt);
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
    const lastStep = stepOfBoth(device, parameters, receivedAt);
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

function stepOfBoth(device: MfaDevice, parameters: Call["parameters"], receivedAt: Date): number | undefined {
  const [first, second] = ["AuthenticationCode1", "AuthenticationCode2"].map((name) =>
    textOf(parameters, name),
  );
  return secondStep(device, first ?? "", second ?? "", receivedAt);
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

function textOf(parameters: Call["parameters"], name: string): string {
  const value = parameters[name];
  return typeof value === "string" ? value : "";
}
