import {
  isSignedByIssuer,
  readWebIdentityToken,
  textsOf,
  type WebIdentityToken,
} from "../../authenticate/webIdentityToken";
import type { WebIdentityKeys } from "../../authenticate/webIdentityKeys";
import type { AwsError, Call, WebIdentity } from "../../model";
import type { StoreReader } from "../../store";
import { findProvider, providerArn } from "../iam/openIdConnectProviders";
import { readAssumeRole, type AssumeRoleRequest } from "./assumeRoleRequest";
import { providerContext, sessionContext } from "./providerContext";
import { constraintError } from "./validationError";

/** What AssumeRoleWithWebIdentity was asked for, and by whom. */
export interface WebIdentityRequest {
  readonly request: AssumeRoleRequest;
  readonly caller: WebIdentity;
  /** Condition keys of the request. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  /** Condition keys of the session that comes of it. */
  readonly sessionContext: Readonly<Record<string, string | readonly string[]>>;
  /** `iss` */
  readonly issuer: string;
}

export type WebIdentityReading =
  | { readonly ok: true; readonly asked: WebIdentityRequest }
  | {
      readonly ok: false;
      readonly error: AwsError;
      /** Whom the token says it stands for, although it does not prove it; undefined where no role is named. */
      readonly caller: WebIdentity | undefined;
    };

const mostTokenCharacters = 20_000;
const tagsClaim = "https://aws.amazon.com/tags";
const sourceIdentityClaim = "https://aws.amazon.com/source_identity";

/**
 * Reads AssumeRoleWithWebIdentity and finds out whom its token stands for: its issuer must be a provider of the role's
 * account, have signed it, and have issued it for one of the provider's client ids.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export async function readWebIdentityRequest(
  { parameters, receivedAt }: Call,
  store: StoreReader,
  keys: WebIdentityKeys,
): Promise<WebIdentityReading> {
  const { WebIdentityToken: text, RoleArn: roleArn } = parameters;
  const account = /^arn:aws:iam::(\d{12}):role\//.exec(typeof roleArn === "string" ? roleArn : "")?.[1];
  const token = typeof text === "string" ? readWebIdentityToken(text) : undefined;
  const refused = (error: AwsError): WebIdentityReading => {
    const caller = account === undefined ? undefined : claimedCaller(account, token);
    return { ok: false, error, caller };
  };
  if (typeof text !== "string") return refused(constraintError("webIdentityToken", undefined, "not be null"));
  if (text.length < 4 || text.length > mostTokenCharacters) {
    const constraint = `have length between 4 and ${mostTokenCharacters}`;
    return refused(constraintError("webIdentityToken", "", constraint));
  }
  if (token === undefined) {
    return refused(
      invalidToken(
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
      ),
    );
  }
  const asked = readAssumeRole(assumeRoleParameters(parameters, token));
  if (!asked.ok) return refused(asked.error);
  const { request } = asked;
  const arn = providerArn(request.account, token.issuer);
  const provider = /^https:\/\//.test(token.issuer)
    ? await findProvider(store, request.account, arn)
    : undefined;
  if (provider === undefined) {
    return refused(invalidToken(`No OpenIDConnect provider found in your account for ${token.issuer}`));
  }
  if (!isSignedByIssuer(token, keys)) return refused(invalidToken("Token signature invalid"));
  const fault = timeFault(token, receivedAt);
  if (fault !== undefined) return refused(fault);
  const audience = token.audiences.find((id) => provider.clientIds.includes(id));
  if (audience === undefined) return refused(invalidToken("Incorrect token audience"));
  const { subject, issuer } = token;
  return {
    ok: true,
    asked: {
      request,
      caller: { kind: "webIdentity", account: request.account, providerArn: arn, audience, subject },
      context: providerContext(provider.url, token),
      sessionContext: sessionContext(provider.url, token),
      issuer,
    },
  };
}

function claimedCaller(account: string, token: WebIdentityToken | undefined): WebIdentity {
  const [audience = ""] = token?.audiences ?? [];
  return {
    kind: "webIdentity",
    account,
    providerArn: token === undefined ? "" : providerArn(account, token.issuer),
    audience,
    subject: token?.subject ?? "",
  };
}

/** The parameters that AssumeRole would be given: tags and source identity are the token's to say. */
function assumeRoleParameters(
  parameters: Call["parameters"],
  { claims }: WebIdentityToken,
): Readonly<Record<string, unknown>> {
  const given = Object.entries(parameters).filter(([name]) =>
    /^(?:RoleArn|RoleSessionName|DurationSeconds|Policy|PolicyArns\..*)$/.test(name),
  );
  const { principal_tags: tags, transitive_tag_keys: transitive } = objectOf(claims[tagsClaim]);
  const fields: Record<string, unknown> = Object.fromEntries(given);
  Object.entries(objectOf(tags)).forEach(([key, value], index) => {
    fields[`Tags.member.${index + 1}.Key`] = key;
    fields[`Tags.member.${index + 1}.Value`] = textsOf(value)[0] ?? "";
  });
  textsOf(transitive).forEach((key, index) => {
    fields[`TransitiveTagKeys.member.${index + 1}`] = key;
  });
  const [sourceIdentity] = textsOf(claims[sourceIdentityClaim]);
  if (sourceIdentity !== undefined) fields.SourceIdentity = sourceIdentity;
  return fields;
}

function timeFault({ expiresAt, claims }: WebIdentityToken, receivedAt: Date): AwsError | undefined {
  const now = Math.floor(receivedAt.getTime() / 1_000);
  if (expiresAt <= now) {
    const message = `Token expired: current date/time ${now} must be before the expiration date/time ${expiresAt}`;
    return { httpStatus: 400, code: "ExpiredTokenException", message };
  }
  return typeof claims.nbf === "number" && claims.nbf > now + mostSkewSeconds
    ? invalidToken(`Token not yet valid: current date/time ${now} is before ${claims.nbf}`)
    : undefined;
}

const mostSkewSeconds = 300;

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

function invalidToken(message: string): AwsError {
  return { httpStatus: 400, code: "InvalidIdentityToken", message };
}
