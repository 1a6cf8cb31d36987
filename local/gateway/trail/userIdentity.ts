import { callerArn } from "../decide/identity";
import type { Caller } from "../model";
import type { UserIdentity } from "./event";

/**
 * Who asked, as the caller's own account sees it.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function ownIdentity(caller: Caller): UserIdentity {
  switch (caller.kind) {
    case "anonymous":
      return foreignIdentity(caller);
    case "root": {
      const { account, accessKeyId } = caller;
      const arn = callerArn(caller);
      return { type: "Root", principalId: account, arn, accountId: account, accessKeyId };
    }
    case "user": {
      const { account, accessKeyId, userId, arn, userName } = caller;
      const temporary = accessKeyId.startsWith("ASIA")
        ? { sessionContext: { attributes: { mfaAuthenticated: "false" } } }
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
      const { account, accessKeyId, roleId, roleArn, roleName, sessionName, issuedAt, sourceIdentity } =
        caller;
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
          attributes: { creationDate: eventTime(issuedAt), mfaAuthenticated: "false" },
          ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
        },
      };
    }
  }
}

/** Who asked, as the account of a resource sees a caller of another account. */
export function foreignIdentity(caller: Caller): UserIdentity {
  if (caller.kind === "anonymous") return { type: "AWSAccount", principalId: "", accountId: "anonymous" };
  const { principalId, accountId } = ownIdentity(caller);
  return { type: "AWSAccount", principalId, accountId };
}

/** A time as CloudTrail writes it: ISO 8601 in UTC, whole seconds. */
export function eventTime(time: Date): string {
  return time.toISOString().replace(/\.\d{3}Z$/, "Z");
}
