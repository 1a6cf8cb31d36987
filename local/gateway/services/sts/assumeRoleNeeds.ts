import type { Caller, Need } from "../../model";
import type { AssumeRoleRequest } from "./assumeRoleRequest";

/**
 * What AssumeRole needs: `sts:AssumeRole`, and for tags and a source identity, passed or handed on by the session
 * that asks, permission of their own.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_permissions-required
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html#id_credentials_temp_control-access_monitor-perms
 *
 * @param action `sts:AssumeRole`, or that of a caller who is known otherwise
 * @param more condition keys that follow from how the caller is known
 */
export function assumeRoleNeeds(
  request: AssumeRoleRequest,
  caller: Caller,
  action = "sts:AssumeRole",
  more: Need["context"] = {},
): readonly Need[] {
  const { roleArn, account, roleName, sessionName, externalId } = request;
  const tags = { ...inheritedTags(caller), ...request.tags };
  const tagKeys = Object.keys(tags);
  const sourceIdentity = request.sourceIdentity ?? inheritedSourceIdentity(caller);
  const context: Record<string, string | readonly string[]> = {
    ...more,
    "sts:RoleSessionName": sessionName,
  };
  if (externalId !== undefined) context["sts:ExternalId"] = externalId;
  if (sourceIdentity !== undefined) context["sts:SourceIdentity"] = sourceIdentity;
  for (const [key, value] of Object.entries(tags)) context[`aws:RequestTag/${key}`] = value;
  if (tagKeys.length > 0) context["aws:TagKeys"] = tagKeys;
  if (request.transitiveTagKeys.length > 0) context["sts:TransitiveTagKeys"] = request.transitiveTagKeys;

  const need = (needed: string): Need => ({
    action: needed,
    resource: roleArn,
    resourceAccount: account,
    context,
    policyOf: { kind: "role", account, roleName },
  });
  return [
    need(action),
    ...(tagKeys.length > 0 ? [need("sts:TagSession")] : []),
    ...(sourceIdentity === undefined ? [] : [need("sts:SetSourceIdentity")]),
  ];
}

/** The transitive tags of the session that asks: they go on to the new one. */
export function inheritedTags(caller: Caller): Readonly<Record<string, string>> {
  if (caller.kind !== "session") return {};
  const transitive = new Set(caller.transitiveTagKeys);
  return Object.fromEntries(Object.entries(caller.tags).filter(([key]) => transitive.has(key)));
}

/** A source identity stays through every role that is assumed after it was set. */
export function inheritedSourceIdentity(caller: Caller): string | undefined {
  return caller.kind === "session" ? caller.sourceIdentity : undefined;
}
