import { listOf, structuresOf } from "../../detect/namedOperation";
import type { AwsError, Call } from "../../model";
import type { StoreReader } from "../../store";
import {
  changeRecord,
  listRecordNames,
  listRecords,
  readRecord,
  type GatewayRecord,
} from "../../store/records";
import type { Elements } from "../queryAnswer";
import { entityExists, invalidInput, limitExceeded, noSuchEntity } from "./iamError";
import { readTags, tagElements, withTags, withoutTags, type Tags } from "./tags";

/** A web identity provider that an account trusts to say who someone is. */
export interface OpenIdConnectProvider {
  readonly arn: string;
  /** Without scheme: `token.actions.githubusercontent.com`. */
  readonly url: string;
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
  readonly createdAt: string;
  readonly tags: Tags;
}

/** What comes of an operation of IAM that the gateway answers itself. */
export type IamResult =
  | { readonly ok: true; readonly result: Elements; readonly response?: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly error: AwsError };

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const most = { providers: 100, clientIds: 100, thumbprints: 5 } as const;
const recordStart = "oidc-provider/";

/** The provider of an ARN; undefined when there is none. */
export async function findProvider(
  store: StoreReader,
  account: string,
  arn: string,
): Promise<OpenIdConnectProvider | undefined> {
  return providerOf(await readRecord(store, account, recordName(arn)));
}

/** The ARN of the provider with this URL. */
export function providerArn(account: string, url: string): string {
  return `arn:aws:iam::${account}:oidc-provider/${url.replace(/^https:\/\//, "").replace(/\/$/, "")}`;
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html */
export async function createProvider(call: Call, account: string, store: StoreReader): Promise<IamResult> {
  const { parameters, receivedAt } = call;
  const url = textOf(parameters, "Url");
  const clientIds = listOf(parameters, "ClientIDList");
  const thumbprints = listOf(parameters, "ThumbprintList");
  const tags = readTags(structuresOf(parameters, "Tags"));
  if (!tags.ok) return tags;
  if (!/^https:\/\/[^\s/?#:@]+(?:\/[^\s?#]*)?$/.test(url)) {
    return failed(invalidInput("Invalid Open ID Connect Provider URL"));
  }
  const fault = clientIdsFault(clientIds) ?? thumbprintsFault(thumbprints);
  if (fault !== undefined) return failed(fault);
  if ((await listRecordNames(store, account, recordStart)).length >= most.providers) {
    return failed(
      limitExceeded(`Cannot exceed quota for OpenIdConnectProvidersPerAccount: ${most.providers}`),
    );
  }
  const arn = providerArn(account, url);
  const provider: OpenIdConnectProvider = {
    arn,
    url: arn.slice(arn.indexOf("/") + 1),
    clientIds: [...new Set(clientIds)],
    thumbprints,
    createdAt: receivedAt.toISOString(),
    tags: tags.tags,
  };
  return changeRecord(store, account, recordName(arn), (record) =>
    record === undefined
      ? {
          kind: "write",
          record: { ...provider },
          result: {
            ok: true,
            result: { OpenIDConnectProviderArn: arn, Tags: tagElements(provider.tags) },
            response: { openIDConnectProviderArn: arn },
          },
        }
      : {
          kind: "keep",
          result: failed(entityExists(`Provider with url https://${provider.url} already exists.`)),
        },
  );
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOpenIDConnectProvider.html */
export async function getProvider(arn: string, account: string, store: StoreReader): Promise<IamResult> {
  const provider = await findProvider(store, account, arn);
  if (provider === undefined) return failed(notFound(arn));
  return {
    ok: true,
    result: {
      Url: provider.url,
      ClientIDList: provider.clientIds,
      ThumbprintList: provider.thumbprints,
      CreateDate: provider.createdAt,
      Tags: tagElements(provider.tags),
    },
  };
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviders.html */
export async function listProviders(account: string, store: StoreReader): Promise<IamResult> {
  const providers = await listRecords(store, account, recordStart);
  return {
    ok: true,
    result: {
      OpenIDConnectProviderList: providers.map(({ record }) => ({ Arn: providerOf(record)?.arn })),
    },
  };
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteOpenIDConnectProvider.html */
export async function deleteProvider(arn: string, account: string, store: StoreReader): Promise<IamResult> {
  return changeRecord(store, account, recordName(arn), (record) =>
    record === undefined
      ? { kind: "keep", result: failed(notFound(arn)) }
      : { kind: "remove", result: { ok: true, result: {} } },
  );
}

/** Adds or takes away a client id, tags or thumbprints; doing so twice does no more than once. */
export async function changeProvider(
  { operation, parameters }: Call,
  arn: string,
  account: string,
  store: StoreReader,
): Promise<IamResult> {
  const tags = readTags(structuresOf(parameters, "Tags"));
  if (!tags.ok) return tags;
  return changeRecord<IamResult>(store, account, recordName(arn), (record) => {
    const provider = providerOf(record);
    if (provider === undefined) return { kind: "keep", result: failed(notFound(arn)) };
    const changed = changedProvider(provider, operation, parameters, tags.tags);
    const fault = clientIdsFault(changed.clientIds) ?? thumbprintsFault(changed.thumbprints);
    return fault === undefined
      ? { kind: "write", record: { ...changed }, result: { ok: true, result: {} } }
      : { kind: "keep", result: failed(fault) };
  });
}

function changedProvider(
  provider: OpenIdConnectProvider,
  operation: string,
  parameters: Call["parameters"],
  tags: Tags,
): OpenIdConnectProvider {
  const clientId = textOf(parameters, "ClientID");
  switch (operation) {
    case "AddClientIDToOpenIDConnectProvider":
      return { ...provider, clientIds: [...new Set([...provider.clientIds, clientId])] };
    case "RemoveClientIDFromOpenIDConnectProvider":
      return { ...provider, clientIds: provider.clientIds.filter((id) => id !== clientId) };
    case "UpdateOpenIDConnectProviderThumbprint":
      return { ...provider, thumbprints: listOf(parameters, "ThumbprintList") };
    case "TagOpenIDConnectProvider":
      return { ...provider, tags: withTags(provider.tags, tags) };
    default:
      return { ...provider, tags: withoutTags(provider.tags, listOf(parameters, "TagKeys")) };
  }
}

function clientIdsFault(clientIds: readonly string[]): AwsError | undefined {
  if (clientIds.length > most.clientIds) {
    return limitExceeded(`Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: ${most.clientIds}`);
  }
  return clientIds.every((id) => id.length >= 1 && id.length <= 255)
    ? undefined
    : invalidInput("A client id must have 1 to 255 characters");
}

function thumbprintsFault(thumbprints: readonly string[]): AwsError | undefined {
  if (thumbprints.length > most.thumbprints) {
    return invalidInput("Thumbprint list must contain fewer than 5 entries.");
  }
  return thumbprints.every((thumbprint) => /^[0-9a-f]{40}$/i.test(thumbprint))
    ? undefined
    : invalidInput("A thumbprint must have 40 hexadecimal digits");
}

function recordName(arn: string): string {
  return `${recordStart}${arn.slice(arn.indexOf("/") + 1)}`;
}

/** The gateway wrote it, so it is as it was written. */
function providerOf(record: GatewayRecord | undefined): OpenIdConnectProvider | undefined {
  return record as OpenIdConnectProvider | undefined;
}

function notFound(arn: string): AwsError {
  return noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`);
}

function failed(error: AwsError): IamResult {
  return { ok: false, error };
}

function textOf(parameters: Call["parameters"], name: string): string {
  const value = parameters[name];
  return typeof value === "string" ? value : "";
}
