import type { Call, Caller } from "../model";
import type { StoredOrganization } from "../store";
import { playedTime } from "./playedTime";

type Context = Record<string, string | readonly string[]>;

/** What is known of a caller beside the call itself. */
export interface CallerFacts {
  /** Tags of the user or role; session tags win over them. */
  readonly tags: Readonly<Record<string, string>>;
  readonly organization: StoredOrganization | undefined;
}

/**
 * The condition keys that every request has, from call and caller.
 *
 * There is no TLS on loopback, so a request counts as TLS 1.3 from the address that it came from. The header
 * `x-xput-tls` says otherwise (`none`, or a version like `1.1`), and `x-xput-source-ip`, `x-xput-source-vpce` and
 * `x-xput-source-vpc` play another place. `x-xput-time` plays another time for `aws:CurrentTime` and `aws:EpochTime`
 * alone: signatures, sessions and the age of a second factor keep to the clock.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function globalContext(call: Call, caller: Caller, facts: CallerFacts): Context {
  const header = (name: string) => {
    const value = call.headers[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const tls = header("x-xput-tls") ?? "1.3";
  const vpce = header("x-xput-source-vpce");
  const time = playedTime(call.headers) ?? call.receivedAt;
  const context: Context = {
    "aws:CurrentTime": time.toISOString(),
    "aws:EpochTime": String(Math.floor(time.getTime() / 1_000)),
    "aws:SecureTransport": String(tls !== "none"),
    "aws:RequestedRegion": call.region,
    "aws:ViaAWSService": "false",
  };
  const set = (key: string, value: string | undefined) => {
    if (value !== undefined) context[key] = value;
  };
  // Through an endpoint the private address is told by another key.
  if (vpce === undefined) set("aws:SourceIp", call.sourceIp);
  else set("aws:VpcSourceIp", call.sourceIp);
  set("aws:SourceVpce", vpce);
  set("aws:SourceVpc", header("x-xput-source-vpc"));
  set("aws:UserAgent", header("user-agent"));
  set("aws:Referer", header("referer"));
  if (call.service === "s3") {
    if (tls !== "none") set("s3:TlsVersion", tls);
    set("s3:authType", authType(call));
    set("s3:signatureversion", caller.kind === "anonymous" ? undefined : "AWS4-HMAC-SHA256");
    set("s3:x-amz-content-sha256", header("x-amz-content-sha256"));
  }
  addCallerKeys(context, caller, facts, call.receivedAt);
  return context;
}

/**
 * The condition keys about multi-factor authentication of a request with temporary credentials; one with long-term
 * keys has none.
 *
 * @param authenticatedAt when the code was given; undefined where there was none
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
 */
export function multiFactorContext(authenticatedAt: Date | undefined, now: Date): Context {
  if (authenticatedAt === undefined) return { "aws:MultiFactorAuthPresent": "false" };
  const ageSeconds = Math.max(0, Math.floor((now.getTime() - authenticatedAt.getTime()) / 1_000));
  return { "aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": String(ageSeconds) };
}

/** When a caller gave the MFA code that its credentials stand for. */
export function mfaAuthenticatedAt(caller: Caller): Date | undefined {
  return caller.kind === "user" || caller.kind === "session" ? caller.mfaAuthenticatedAt : undefined;
}

function authType({ headers, url }: Call): string | undefined {
  if (headers.authorization !== undefined) return "REST-HEADER";
  return /[?&]x-amz-signature=/i.test(url.search) ? "REST-QUERY-STRING" : undefined;
}

function addCallerKeys(
  context: Context,
  caller: Caller,
  { tags, organization }: CallerFacts,
  receivedAt: Date,
): void {
  if (caller.kind === "anonymous" || caller.kind === "webIdentity") return;
  if (organization !== undefined) {
    context["aws:PrincipalOrgID"] = organization.id;
    context["aws:PrincipalOrgPaths"] = [organization.path];
    context["aws:PrincipalOrgMasterAccountId"] = organization.managementAccount;
  }
  const temporary = caller.kind === "session" || caller.accessKeyId.startsWith("ASIA");
  if (temporary) Object.assign(context, multiFactorContext(mfaAuthenticatedAt(caller), receivedAt));
  for (const [key, value] of Object.entries(tags)) context[`aws:PrincipalTag/${key}`] = value;
  switch (caller.kind) {
    case "root":
      return;
    case "user":
      context["aws:userid"] = caller.userId;
      context["aws:username"] = caller.userName;
      return;
    case "session":
      context["aws:PrincipalArn"] = caller.roleArn;
      context["aws:userid"] = `${caller.roleId}:${caller.sessionName}`;
      context["aws:TokenIssueTime"] = caller.issuedAt.toISOString();
      for (const [key, value] of Object.entries(caller.tags)) context[`aws:PrincipalTag/${key}`] = value;
      if (caller.sourceIdentity !== undefined) context["aws:SourceIdentity"] = caller.sourceIdentity;
      if (caller.federation !== undefined) {
        Object.assign(context, caller.federation.context);
        context["aws:FederatedProvider"] = caller.federation.providerArn;
      }
  }
}
