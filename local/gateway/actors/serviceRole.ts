import { randomUUID } from "node:crypto";
import { decideOnce } from "../../../access/evaluate/decide";
import { readPolicy } from "../../../access/read/readPolicy";
import { decideNeed } from "../decide/decideNeed";
import { PolicyShelf } from "../decide/policies";
import type { Call, Need, RoleSession } from "../model";
import type { StoreReader } from "../store";

const shelf = new PolicyShelf();

/**
 * The session that a service gets of a role which its owner gave it; undefined when there is no such role, or its
 * trust policy does not let the service in.
 *
 * @param service like `s3.amazonaws.com`
 * @param sourceArn what the service acts for: `aws:SourceArn`
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html
 */
export async function serviceSession(
  store: StoreReader,
  roleArn: string,
  service: string,
  sourceArn?: string,
): Promise<RoleSession | undefined> {
  const [, account = "", path = ""] = /^arn:aws:iam::(\d{12}):role\/(.+)$/.exec(roleArn) ?? [];
  const roleName = path.slice(path.lastIndexOf("/") + 1);
  const role = await store.role(account, roleName);
  if (role?.arn !== roleArn) return undefined;
  const trust = readPolicy(role.trustPolicy, "trust");
  const asked = {
    principal: service,
    action: "sts:AssumeRole",
    resource: roleArn,
    resourceAccount: account,
    context: {
      "aws:SourceAccount": account,
      ...(sourceArn === undefined ? {} : { "aws:SourceArn": sourceArn }),
    },
  };
  const set = trust.ok ? { identityPolicies: [], resourcePolicy: trust.document } : undefined;
  if (set === undefined || decideOnce(set, asked).decision !== "allowed") return undefined;
  const issuedAt = new Date();
  return {
    kind: "session",
    account,
    accessKeyId: "ASIASERVICE",
    roleName,
    roleArn,
    roleId: role.id,
    sessionName: service.replace(/\..*$/, ""),
    issuedAt,
    expiresAt: new Date(issuedAt.getTime() + 3_600_000),
    sessionPolicies: [],
    tags: {},
    transitiveTagKeys: [],
    chained: false,
  };
}

/**
 * Whether a session that a service holds may do all of these, on the policies that are stored at this moment.
 *
 * @throws StoreError when the store does not answer
 */
export async function sessionMay(
  store: StoreReader,
  session: RoleSession,
  region: string,
  needs: readonly Need[],
): Promise<boolean> {
  const call = callWithin(region);
  for (const need of needs) {
    const inside = { ...need, context: { ...need.context, ...fromWithinAws } };
    const { decision } = await decideNeed(call, session, inside, store, shelf);
    if (decision.decision !== "allowed") return false;
  }
  return true;
}

/** A service's request comes from no address of anybody's. */
const fromWithinAws: Need["context"] = { "aws:SourceIp": [], "aws:SourceVpc": [], "aws:SourceVpce": [] };

function callWithin(region: string): Call {
  return {
    service: "s3",
    operation: "Service",
    region,
    method: "POST",
    url: new URL("http://localhost/"),
    headers: {},
    body: undefined,
    parameters: {},
    requestId: randomUUID(),
    receivedAt: new Date(),
    sourceIp: "127.0.0.1",
  };
}
