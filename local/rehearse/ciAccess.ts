import { CreateOpenIDConnectProviderCommand } from "@aws-sdk/client-iam";
import { writeFile } from "node:fs/promises";
import { roleVariable } from "../../iam/deployRole/signInVariables";
import { deployedAccounts } from "../../iam/deployRole/deployParts";
import type { DeployRole } from "../../iam/deployRole/deployPolicies";
import type { DeployTrust } from "../../iam/deployRole/deployTrust";
import { signInRoles } from "../../iam/deployRole/signInRoles";
import type { Settings } from "../../settings/settings";
import type { LocalAws } from "../admin";
import type { CiTrust } from "../deployRoles";
import { seedAccounts } from "../seed";
import { inAccount, unlessExists } from "../seed/principals";
import { declareWebIdentity, webIdentityToken } from "../webIdentity";

/** The issuer that plays the CI's. Not GitHub's own: a source of the stack may make that one. */
const issuer = "ci.example.com";
const audience = "sts.amazonaws.com";

/** The subjects of the tokens that the two jobs get, as GitHub writes them. */
const subjects = { deploy: "repo:acme/infra:environment:local", read: "repo:acme/infra:pull_request" };

const keys = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];

const trust: CiTrust = { deploy: trustOf(subjects.deploy), read: trustOf(subjects.read) };

function trustOf(subject: string): readonly DeployTrust[] {
  return [{ kind: "webIdentity", issuer, audience, subject }];
}

/**
 * Makes everything that a stack's accounts have before CI runs: what the local AWS always has, the identity provider of
 * the CI, and the deploy roles and roles for previews that trust its tokens.
 */
export async function seedForCi(aws: LocalAws, settings: Settings): Promise<void> {
  await declareWebIdentity(aws, issuer);
  for (const accountId of deployedAccounts(settings)) {
    await inAccount(aws, accountId, async (iam) => {
      const made = { Url: `https://${issuer}`, ClientIDList: [audience] };
      await unlessExists(iam.send(new CreateOpenIDConnectProviderCommand(made)));
    });
  }
  await seedAccounts(aws, settings, trust);
}

/**
 * Signs a job in: writes its token, and returns its environment, in which no key stands.
 *
 * @param environment what `pulumi` needs on the local AWS; the keys in it are left out
 * @param tokenFile is overwritten; the token is good for five minutes
 */
export async function signIn(
  settings: Settings,
  access: DeployRole["access"],
  environment: Readonly<Record<string, string>>,
  tokenFile: string,
): Promise<Readonly<Record<string, string>>> {
  const token = webIdentityToken({ provider: issuer, audience, subject: subjects[access] });
  await writeFile(tokenFile, token, { mode: 0o600 });
  const roles = signInRoles(settings, access);
  const withoutKeys = Object.entries(environment).filter(([name]) => !keys.includes(name));
  return {
    ...Object.fromEntries(withoutKeys),
    AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile,
    ...Object.fromEntries(roles.map(({ accountId, roleArn }) => [roleVariable(accountId), roleArn])),
  };
}
