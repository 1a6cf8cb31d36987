import type { StoredUser, StoreReader } from "../../store";
import type { Call } from "../../model";
import type { Forwarding } from "../../service";
import { queryAnswer } from "../queryAnswer";
import { noSuchEntity } from "./iamError";
import {
  createVirtualMfaDevice,
  deactivateMfaDevice,
  deleteVirtualMfaDevice,
  enableMfaDevice,
  listMfaDevices,
  listVirtualMfaDevices,
  resyncMfaDevice,
} from "./mfaDevices";
import {
  changeProvider,
  createProvider,
  deleteProvider,
  findProvider,
  getProvider,
  listProviders,
  type IamResult,
} from "./openIdConnectProviders";
import { tagElements } from "./tags";

const namespace = "https://iam.amazonaws.com/doc/2010-05-08/";

/** One call that may pass, with the ARN that it acts on. */
interface OwnCall {
  readonly call: Call;
  readonly account: string;
  readonly arn: string;
  readonly store: StoreReader;
}

type Answering = (own: OwnCall) => Promise<IamResult>;

const changed: Answering = ({ call, arn, account, store }) => changeProvider(call, arn, account, store);

/** Operations that the gateway answers itself, since STS asks for what they leave behind. */
const answering: Readonly<Record<string, Answering>> = {
  CreateOpenIDConnectProvider: ({ call, account, store }) => createProvider(call, account, store),
  GetOpenIDConnectProvider: ({ arn, account, store }) => getProvider(arn, account, store),
  ListOpenIDConnectProviders: ({ account, store }) => listProviders(account, store),
  DeleteOpenIDConnectProvider: ({ arn, account, store }) => deleteProvider(arn, account, store),
  AddClientIDToOpenIDConnectProvider: changed,
  RemoveClientIDFromOpenIDConnectProvider: changed,
  UpdateOpenIDConnectProviderThumbprint: changed,
  TagOpenIDConnectProvider: changed,
  UntagOpenIDConnectProvider: changed,
  ListOpenIDConnectProviderTags: async ({ arn, account, store }) => {
    const provider = await findProvider(store, account, arn);
    return provider === undefined
      ? getProvider(arn, account, store)
      : { ok: true, result: { Tags: tagElements(provider.tags), IsTruncated: "false" } };
  },
  CreateVirtualMFADevice: ({ call, arn, account, store }) =>
    createVirtualMfaDevice(call, arn, account, store),
  DeleteVirtualMFADevice: ({ arn, account, store }) => deleteVirtualMfaDevice(arn, account, store),
  ListVirtualMFADevices: ({ call, account, store }) => listVirtualMfaDevices(call, account, store),
  EnableMFADevice: (own) => ofUser(own, (user) => enableMfaDevice(own.call, user, own.store)),
  ResyncMFADevice: (own) => ofUser(own, (user) => resyncMfaDevice(own.call, user, own.store)),
  DeactivateMFADevice: (own) => ofUser(own, (user) => deactivateMfaDevice(own.call, user, own.store)),
  ListMFADevices: (own) => ofUser(own, (user) => listMfaDevices(user, own.store)),
};

/**
 * Answers what the store cannot: web identity providers and MFA devices. Undefined: the operation is the store's.
 *
 * @param arn of what the operation acts on
 */
export async function ownAnswer(
  call: Call,
  account: string,
  arn: string,
  store: StoreReader,
): Promise<Forwarding | undefined> {
  if (!Object.hasOwn(answering, call.operation)) return undefined;
  const answered = await answering[call.operation]?.({ call, account, arn, store });
  if (answered === undefined) return undefined;
  if (!answered.ok) return { kind: "refused", error: answered.error };
  const { result, response } = answered;
  return {
    kind: "answer",
    answer: queryAnswer(call.operation, namespace, call.requestId, result),
    ...(response === undefined ? {} : { response }),
  };
}

async function ofUser(
  { call, account, store }: OwnCall,
  answer: (user: StoredUser) => Promise<IamResult>,
): Promise<IamResult> {
  const name = String(call.parameters.UserName);
  const user = await store.user(account, name);
  if (user !== undefined) return answer(user);
  return { ok: false, error: noSuchEntity(`The user with name ${name} cannot be found.`) };
}
