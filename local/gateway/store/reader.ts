import type { Scope } from "../service";
import { type Keeper, memoryOnly } from "../state/keeper";
import { KeptMap } from "../state/keptMap";
import type { StoreReader, StoredBucket, StoredOrganization } from "../store";
import { childOf, readXml } from "../xml";
import {
  readAccessPointPolicy,
  readAccountPublicAccessBlock,
  readBucket,
  readBucketEncryption,
  readBucketPolicy,
  readPublicAccessBlock,
} from "./bucketDocuments";
import { ScopedCache } from "./cache";
import type { StoreConnection } from "./connection";
import { readGroup, readManagedPolicy, readRole, readUser } from "./iamDocuments";
import { readOrganization } from "./organizationDocuments";

const mostEntries = 20_000;

/** The reader with what the pipeline tells it. */
export interface CachedReader extends StoreReader {
  /** Forgets what a call may have changed. */
  readonly forget: (scopes: readonly Scope[]) => void;
  /** Notes that there is an account: its buckets are looked for from then on. */
  readonly noteAccount: (account: string) => void;
  /** Notes that an account was let through to Organizations: it may have an organization from then on. */
  readonly noteManagementAccount: (account: string) => void;
  /** Puts accounts into an organization of a given id, beside those that Organizations itself makes. */
  readonly declareOrganization: (organization: DeclaredOrganization) => void;
  readonly cachedEntries: () => number;
}

/** Accounts that count as one organization: nobody can choose an id at Organizations itself. */
export interface DeclaredOrganization {
  /** `o-…` */
  readonly id: string;
  /** Counts as a member. */
  readonly managementAccount: string;
  readonly accounts: readonly string[];
}

/** Any call to Organizations may change where any account stands. */
const organizationsScope: Scope = "000000000000/organizations";

/** A bucket that was nobody's may be that of an account which shows up later. */
const ownersScope: Scope = "000000000000/s3";

/**
 * A reader of one store. Start it with the store: it finds buckets only in accounts that it has seen in use.
 *
 * @param keeper keeps which these are
 */
export function readStore({ ask }: StoreConnection, keeper: Keeper = memoryOnly): CachedReader {
  const cache = new ScopedCache(mostEntries);
  const accounts = new KeptMap<true>("account").attach(keeper);
  const managementAccounts = new KeptMap<true>("managementAccount").attach(keeper);
  const declared = new KeptMap<DeclaredOrganization>("organization").attach(keeper);

  const bucket = (name: string) =>
    cache.get([`bucket/${name}`, ownersScope], `s3 bucket ${name}`, async () => {
      for (const [account] of accounts.entries()) {
        const found = await readBucket(ask, account, name);
        if (found !== undefined) return found;
      }
      return undefined;
    });
  const ofBucket = <T>(what: string, read: (bucket: StoredBucket) => Promise<T | undefined>) => {
    return (name: string) =>
      cache.get([`bucket/${name}`, ownersScope], `s3 ${what} ${name}`, async () => {
        const found = await bucket(name);
        return found === undefined ? undefined : read(found);
      });
  };
  const managedPolicy = (arn: string) =>
    cache.get([`${accountIn(arn)}/iam`], `iam policy ${arn}`, () => readManagedPolicy(ask, arn));

  return {
    bucket,
    bucketPolicy: ofBucket("policy", (found) => readBucketPolicy(ask, found)),
    publicAccessBlock: ofBucket("publicAccessBlock", (found) => readPublicAccessBlock(ask, found)),
    bucketEncryption: ofBucket("encryption", (found) => readBucketEncryption(ask, found)),
    accountPublicAccessBlock: (account) =>
      cache.get([`${account}/s3-control`], `s3-control publicAccessBlock ${account}`, () =>
        readAccountPublicAccessBlock(ask, account),
      ),
    accessPointPolicy: (account, region, name) =>
      cache.get([`${account}/s3-control`], `s3-control policy ${account} ${region} ${name}`, () =>
        readAccessPointPolicy(ask, account, region, name),
      ),
    role: (account, name) =>
      cache.get([`${account}/iam`], `iam role ${account} ${name}`, () => readRole(ask, account, name)),
    user: (account, name) =>
      cache.get([`${account}/iam`], `iam user ${account} ${name}`, () => readUser(ask, account, name)),
    group: (account, name) =>
      cache.get([`${account}/iam`], `iam group ${account} ${name}`, () => readGroup(ask, account, name)),
    managedPolicy,
    keyPolicy: (keyArn) =>
      cache.get([`${accountIn(keyArn)}/kms`], `kms policy ${keyArn}`, async () => {
        const [, , , region = "", account = "", key = ""] = keyArn.split(":");
        const headers = {
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": "TrentService.GetKeyPolicy",
        };
        const body = JSON.stringify({ KeyId: key.replace(/^key\//, ""), PolicyName: "default" });
        const answer = await ask({ account, region, signingName: "kms", headers, body });
        if (answer.httpStatus !== 200) return undefined;
        return (JSON.parse(answer.body.toString()) as { readonly Policy?: string }).Policy;
      }),
    topicPolicy: (topicArn) =>
      cache.get([`${accountIn(topicArn)}/sns`], `sns policy ${topicArn}`, async () => {
        const [, , , region = "", account = ""] = topicArn.split(":");
        const body = new URLSearchParams({
          Action: "GetTopicAttributes",
          Version: "2010-03-31",
          TopicArn: topicArn,
        }).toString();
        const headers = { "content-type": "application/x-www-form-urlencoded" };
        const answer = await ask({ account, region, signingName: "sns", headers, body });
        if (answer.httpStatus !== 200) return undefined;
        const result = childOf(readXml(answer.body.toString()), "GetTopicAttributesResult");
        const entries = childOf(result, "Attributes")?.children ?? [];
        const policy = entries.find((entry) => childOf(entry, "key")?.text === "Policy");
        return childOf(policy, "value")?.text;
      }),
    organization: (account) =>
      cache.get([organizationsScope], `organizations ${account}`, async () => {
        for (const [managementAccount] of managementAccounts.entries()) {
          const found = await readOrganization(ask, managementAccount, account);
          if (found !== undefined) return found;
        }
        return declared
          .entries()
          .map(([, organization]) => standing(organization, account))
          .find(Boolean);
      }),
    ask,
    cached: (scopes, name, load) => cache.get(scopes, name, load),
    forget: (scopes) => {
      const organizations = scopes.some((scope) => scope.endsWith("/organizations"));
      cache.forget(organizations ? [...scopes, organizationsScope] : scopes);
    },
    noteAccount: (account) => {
      if (accounts.has(account)) return;
      accounts.set(account, true);
      cache.forget([ownersScope]);
    },
    noteManagementAccount: (account) => {
      if (!managementAccounts.has(account)) managementAccounts.set(account, true);
    },
    declareOrganization: (organization) => {
      declared.set(organization.id, organization);
      cache.forget([organizationsScope]);
    },
    cachedEntries: () => cache.size,
  };
}

function standing(
  { id, managementAccount, accounts }: DeclaredOrganization,
  account: string,
): StoredOrganization | undefined {
  if (account !== managementAccount && !accounts.includes(account)) return undefined;
  const path = `${id}/r-xput/`;
  return { id, managementAccount, path, serviceControlPolicies: [], resourceControlPolicies: [] };
}

function accountIn(arn: string): string {
  return arn.split(":")[4] ?? "";
}
