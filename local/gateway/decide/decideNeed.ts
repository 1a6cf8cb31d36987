import type { PolicyDocument, PolicyKind } from "../../../access/model";
import { decide } from "../../../access/evaluate/decide";
import type { Decision } from "../../../access/evaluate/decision";
import type { AccessRequest, PolicySet } from "../../../access/evaluate/request";
import type { Call, Caller, Need } from "../model";
import { decideWithGrants } from "../services/kms/grants";
import { decidingText, type DocumentPlace } from "../principals/savedPrincipals";
import type { NamedPolicy, StoreReader } from "../store";
import { globalContext } from "./globalContext";
import { callerArn, identityOf } from "./identity";
import type { PolicyShelf } from "./policies";

/** A decision with the names of the policies that its statements stand in. */
export interface NamedDecision {
  readonly need: Need;
  readonly decision: Decision;
  /** Names by place in the policy set: `identityPolicies[0]` to `put-to-xput`. */
  readonly policyNames: Readonly<Record<string, string>>;
}

/**
 * Decides whether a caller may do one thing, on the policies that are stored at this moment.
 *
 * @throws StoreError when the store does not answer
 */
export async function decideNeed(
  call: Call,
  caller: Caller,
  need: Need,
  store: StoreReader,
  shelf: PolicyShelf,
): Promise<NamedDecision> {
  const administrator = caller.kind === "root" && need.action.toLowerCase().startsWith("sts:");
  const [identity, resource, restricted, callerOrganization, ownerOrganization] = await Promise.all([
    identityOf(caller, store),
    resourcePolicyOf(need, caller, store),
    restrictsPublic(need, store),
    "accessKeyId" in caller ? store.organization(caller.account) : undefined,
    store.organization(need.resourceAccount),
  ]);
  const policyNames: Record<string, string> = {};
  const read = (policies: readonly NamedPolicy[], place: string, kind: PolicyKind) =>
    policies.map(({ name, text }, index) => {
      policyNames[`${place}[${index}]`] = name;
      return shelf.read(text, kind);
    });
  const readLevels = (levels: readonly (readonly NamedPolicy[])[], place: string, kind: PolicyKind) =>
    levels.map((level, index) => read(level, `${place}[${index}]`, kind));
  if (resource !== undefined) policyNames["resourcePolicy"] = resource.name;

  const set: PolicySet = {
    identityPolicies: administrator
      ? read([administratorPolicy], "identityPolicies", "identity")
      : read(identity.identityPolicies, "identityPolicies", "identity"),
    resourcePolicy: resource === undefined ? undefined : shelf.read(resource.text, resource.kind),
    permissionsBoundary: identity.boundary && read([identity.boundary], "permissionsBoundary", "identity"),
    sessionPolicies: read(identity.sessionPolicies, "sessionPolicies", "identity"),
    serviceControlPolicies: readLevels(
      callerOrganization?.serviceControlPolicies ?? [],
      "serviceControlPolicies",
      "serviceControl",
    ),
    resourceControlPolicies: readLevels(
      ownerOrganization?.resourceControlPolicies ?? [],
      "resourceControlPolicies",
      "resourceControl",
    ),
    blockPublicAccess: restricted,
  };
  const context: Record<string, string | readonly string[]> = {
    ...globalContext(call, caller, { tags: identity.tags, organization: callerOrganization }),
    ...(ownerOrganization === undefined
      ? {}
      : { "aws:ResourceOrgID": ownerOrganization.id, "aws:ResourceOrgPaths": [ownerOrganization.path] }),
    ...need.context,
  };
  const request: AccessRequest = {
    principal: administrator ? administratorArn(caller.account) : callerArn(caller),
    action: need.action,
    resource: need.resource,
    resourceAccount: need.resourceAccount,
    context,
  };
  const byPolicies = decideEither(set, request, need.identityResource, shelf);
  return { need, decision: await decideWithGrants(byPolicies, need, caller, store), policyNames };
}

/** Decides a request for which identity policies may speak of another resource than the resource policy does. */
function decideEither(
  set: PolicySet,
  request: AccessRequest,
  identityResource: string | undefined,
  shelf: PolicyShelf,
): Decision {
  const decision = decide(shelf.prepare(set), request);
  if (identityResource === undefined || decision.decision === "explicitlyDenied") return decision;
  // The identity side alone: as if the resource were another account's whose policy allows everyone.
  const identitySide = decide(
    shelf.prepare({ ...set, resourcePolicy: allowEveryone(shelf), blockPublicAccess: false }),
    {
      ...request,
      resource: identityResource,
      resourceAccount: "000000000000",
      // Conditions on the owner still mean the one that it has.
      context: { ...request.context, ...ownerKeys(request.resourceAccount) },
    },
  );
  if (identitySide.decision === "explicitlyDenied") return identitySide;
  if (decision.decision === "allowed" || identitySide.decision !== "allowed") return decision;
  const identityPolicies = [shelf.read(administratorPolicy.text, "identity")];
  const resourceSide = decide(
    shelf.prepare({ ...set, identityPolicies, permissionsBoundary: [], sessionPolicies: [] }),
    request,
  );
  return resourceSide.decision === "allowed" ? identitySide : resourceSide;
}

function ownerKeys(account: string | undefined): Readonly<Record<string, string>> {
  return account === undefined ? {} : { "aws:ResourceAccount": account, "s3:ResourceAccount": account };
}

function allowEveryone(shelf: PolicyShelf): PolicyDocument {
  const text =
    '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}';
  return shelf.read(text, "resource");
}

/**
 * AWS lets no root user assume a role; the local administrator may, like a user with all permissions of its account.
 */
const administratorPolicy: NamedPolicy = {
  name: "administrator keys",
  text: '{"Version":"2012-10-17","Statement":{"Sid":"Administrator","Effect":"Allow","Action":"*","Resource":"*"}}',
};

function administratorArn(account: string): string {
  return `arn:aws:iam::${account}:user/xput-administrator`;
}

async function resourcePolicyOf(
  { policyOf, resource }: Need,
  caller: Caller,
  store: StoreReader,
): Promise<(NamedPolicy & { readonly kind: PolicyKind }) | undefined> {
  const named = (name: string, text: string | undefined, kind: PolicyKind = "resource") =>
    text === undefined || text === "" ? undefined : { name, text, kind };
  const saved = (place: DocumentPlace, text: string | undefined) =>
    text === undefined ? undefined : decidingText(place, text, caller);
  switch (policyOf.kind) {
    case "none":
      return undefined;
    case "bucket": {
      const { bucket } = policyOf;
      const policy = await store.bucketPolicy(bucket);
      return named(`policy of bucket ${bucket}`, saved(`bucket/${bucket}`, policy));
    }
    case "accessPoint": {
      const region = resource.split(":")[3] ?? "";
      const { account, name } = policyOf;
      const policy = await store.accessPointPolicy(account, region, name);
      return named(
        `policy of access point ${name}`,
        saved(`accessPoint/${account}/${region}/${name}`, policy),
      );
    }
    case "role": {
      const { account, roleName } = policyOf;
      const role = await store.role(account, roleName);
      // A name stands for one role, whose path the request must know.
      const trustPolicy = role?.arn === resource ? role.trustPolicy : undefined;
      return named(
        `trust policy of role ${roleName}`,
        saved(`role/${account}/${roleName}`, trustPolicy),
        "trust",
      );
    }
    case "key":
      return named(
        `policy of key ${policyOf.keyId}`,
        saved(`key/${resource}`, await store.keyPolicy(resource)),
      );
    case "topic":
      return named(`policy of topic ${policyOf.arn}`, await store.topicPolicy(policyOf.arn));
  }
}

/** Block Public Access of the bucket, or of its whole account. */
async function restrictsPublic({ policyOf, resourceAccount }: Need, store: StoreReader): Promise<boolean> {
  if (policyOf.kind !== "bucket" && policyOf.kind !== "accessPoint") return false;
  const [bucket, account] = await Promise.all([
    store.publicAccessBlock(policyOf.bucket),
    store.accountPublicAccessBlock(resourceAccount),
  ]);
  return bucket?.restrictPublicBuckets === true || account?.restrictPublicBuckets === true;
}
