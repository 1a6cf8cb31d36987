/**
 * Variables with which whoever runs Pulumi can sign in to one account, by the AWS variables that its provider sees in
 * their place; undefined where none of them is set.
 *
 * With them the provider's inputs name no role. So a plan that was made with a role that only reads can be carried
 * out with the deploy role, and a refresh uses the role of whoever refreshes, not the one of the last `up`.
 *
 * A role is assumed with the token in `AWS_WEB_IDENTITY_TOKEN_FILE`.
 *
 * @param accountId 12 digits
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
 */
export function signInVariables(
  accountId: string,
  environment: NodeJS.ProcessEnv = process.env,
): Readonly<Record<string, string>> | undefined {
  const mappings = Object.fromEntries(
    ["ROLE_ARN", "ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN"].map((name) => [
      signInVariable(accountId, name),
      `AWS_${name}`,
    ]),
  );
  const isSet = Object.keys(mappings).some((name) => (environment[name] ?? "") !== "");
  return isSet ? mappings : undefined;
}

function signInVariable(accountId: string, name: string): string {
  return `XPUT_${accountId}_${name}`;
}

/** The variable that names the role to sign in to an account with. */
export function roleVariable(accountId: string): string {
  return signInVariable(accountId, "ROLE_ARN");
}
