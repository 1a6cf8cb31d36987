const trustActions: ReadonlySet<string> = new Set([
  "sts:tagsession",
  "sts:setsourceidentity",
  "sts:setcontext",
]);

/**
 * Whether the policy of the requested resource is the trust policy of a role.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_permissions-required
 */
export function isRoleAssumption(action: string, resource: string): boolean {
  const lower = action.toLowerCase();
  if (!lower.startsWith("sts:assumerole") && !trustActions.has(lower)) return false;
  return /^arn:[^:]*:iam::\d{12}:role\//.test(resource);
}
