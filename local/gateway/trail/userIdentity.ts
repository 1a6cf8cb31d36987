import { mfaAuthenticatedAt } from "../decide/globalContext";
import { callerArn } from "../decide/identity";
import type { Caller, Federation } from "../model";
import type { Members, UserIdentity } from "./event";

/**
 * Who asked, as the caller's own account sees it.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function ownIdentity(caller: Caller): UserIdentity {
  switch (caller.kind) {
    case "anonymous":
      return foreignIdentity(caller);
    case "webIdentity": {
      const { providerArn, audience, subject } = caller;
      if (providerArn === "") return { type: "Unknown", principalId: "" };
      return {
        type: "WebIdentityUser",
        principalId: `${providerArn}:${audience}:${subject}`,
        userName: subject,
        identityProvider: providerArn,
      };
    }
    case "root": {
      const { account, accessKeyId } = caller;
      const arn = callerArn(caller);
      return { type: "Root", principalId: account, arn, accountId: account, accessKeyId };
    }
    case "user": {
      const { account, accessKeyId, userId, arn, userName } = caller;
      const temporary = accessKeyId.startsWith("ASIA")
        ? { sessionContext: { attributes: { mfaAuthenticated: mfaAuthenticated(caller) } } }
        : {};
      return {
        type: "IAMUser",
        principalId: userId,
        arn,
        accountId: account,
        accessKeyId,
        userName,
        ...temporary,
      };
    }
    case "session": {
      const { account, accessKeyId, roleId, roleArn, roleName, sessionName, issuedAt } = caller;
      const { sourceIdentity, federation } = caller;
      return {
        type: "AssumedRole",
        principalId: `${roleId}:${sessionName}`,
        arn: callerArn(caller),
        accountId: account,
        accessKeyId,
        sessionContext: {
          sessionIssuer: {
            type: "Role",
            principalId: roleId,
            arn: roleArn,
            accountId: account,
            userName: roleName,
          },
          attributes: { creationDate: eventTime(issuedAt), mfaAuthenticated: mfaAuthenticated(caller) },
          ...(federation === undefined ? {} : { webIdFederationData: federationData(federation) }),
          ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
        },
      };
    }
  }
}

/** Who asked, as the account of a resource sees a caller of another account. */
export function foreignIdentity(caller: Caller): UserIdentity {
  if (caller.kind === "anonymous") return { type: "AWSAccount", principalId: "", accountId: "anonymous" };
  const { principalId } = ownIdentity(caller);
  return { type: "AWSAccount", principalId, accountId: caller.account };
}

function mfaAuthenticated(caller: Caller): "true" | "false" {
  return mfaAuthenticatedAt(caller) === undefined ? "false" : "true";
}

function federationData({ providerArn }: Federation): Members {
  return { federatedProvider: providerArn, attributes: {} };
}

/** A time as CloudTrail writes it: ISO 8601 in UTC, whole seconds. */
export function eventTime(time: Date): string {
  return time.toISOString().replace(/\.\d{3}Z$/, "Z");
}
