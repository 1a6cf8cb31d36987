import { Command, InvalidArgumentError, Option } from "commander";
import { stringify } from "yaml";
import {
  deployParts,
  deployRoleIn,
  deployedAccounts,
  partsIn,
  type DeployPart,
} from "../iam/deployRole/deployParts";
import { readRoleOf, type DeployRole } from "../iam/deployRole/deployPolicies";
import { defaultDeployRole } from "../iam/deployRole/signInRoles";
import { deployTemplate } from "../iam/deployRole/deployTemplate";
import {
  trustGitHub,
  trustPulumiDeployments,
  trustPulumiEsc,
  type DeployTrust,
} from "../iam/deployRole/deployTrust";
import type { Settings } from "../settings/settings";
import { settingsOf, stackOption } from "./stack";
import { UserError } from "./userError";

/** The name in Pulumi.yaml, which tokens of Pulumi Deployments carry. */
const project = "xput";

interface BootstrapOptions {
  readonly stack: string;
  readonly role?: readonly DeployPart[];
  readonly name?: string;
  readonly readOnly?: true;
  readonly trustPrincipal?: readonly string[];
  readonly externalId?: string;
  readonly github?: readonly GitHubJob[];
  readonly pulumiOrg?: string;
  readonly escEnvironment?: readonly string[];
  readonly identityProviders?: true;
  readonly permissionsBoundary?: true;
  readonly format: "cloudformation" | "json";
}

/** `xput bootstrap`: the deploy role of one account, least privilege, as CloudFormation. */
export function bootstrapCommand(): Command {
  return new Command("bootstrap")
    .summary("print the deploy role of one account, least privilege, as CloudFormation")
    .description(
      "Prints a CloudFormation template for the role that Pulumi deploys with into one account: the actions that\n" +
        "up, refresh and destroy take for the stack's settings, on the names in them, and nothing else.\n" +
        "docs/bootstrap.md says what that means when settings change.",
    )
    .argument("<account>", "12 digits", accountArgument)
    .addOption(stackOption("local"))
    .addOption(
      new Option(
        "--role <part...>",
        "what of the stack is in the account; by default all that the settings put there",
      ).choices(deployParts),
    )
    .option("--name <name>", 'the role\'s name; by default the one in the settings, else "xput-deploy"')
    .option("--read-only", "the role for previews of pull requests: reads, and changes nothing")
    .option("--trust-principal <arn...>", "a role, a user or an account's root that may assume the role")
    .option("--external-id <id>", "which the principals must send")
    .addOption(
      new Option(
        "--github <job...>",
        "jobs of GitHub Actions: owner/repo:ENVIRONMENT, owner/repo:ref:REF or owner/repo:pull_request",
      ).argParser(githubArgument),
    )
    .option("--pulumi-org <organization>", "Pulumi Cloud's organization: its Deployments of this stack")
    .option("--esc-environment <project/name...>", "environments of Pulumi ESC, in place of Deployments")
    .option("--identity-providers", "also make the identity providers that the account does not have yet")
    .option("--permissions-boundary", "also make the policy of xput:destination.permissionsBoundary")
    .addOption(
      new Option("--format <format>", "the template as YAML or as JSON")
        .choices(["cloudformation", "json"])
        .default("cloudformation"),
    )
    .addHelpText(
      "after",
      "\nExample:\n  npx xput bootstrap 111111111111 --stack prod --github acme/infra:production > deploy-role.yaml\n" +
        "  aws cloudformation deploy --stack-name xput-deploy --template-file deploy-role.yaml --capabilities CAPABILITY_NAMED_IAM",
    )
    .action(bootstrap);
}

function bootstrap(accountId: string, options: BootstrapOptions): void {
  const settings = settingsOf(options.stack);
  const request = {
    role: roleOf(settings, accountId, options),
    trusted: trustedBy(options),
    withBoundary: options.permissionsBoundary === true,
    withIdentityProviders: options.identityProviders === true,
  };
  const template = refusing(() => deployTemplate(settings, request));
  process.stdout.write(
    options.format === "json"
      ? `${JSON.stringify(template, null, 2)}\n`
      : stringify(template, { version: "1.1", lineWidth: 120, aliasDuplicateObjects: false }),
  );
}

/** What a template refuses is a wrong option. */
function refusing<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) throw new UserError(error.message, 2);
    throw error;
  }
}

function roleOf(settings: Settings, accountId: string, options: BootstrapOptions): DeployRole {
  const present = partsIn(settings, accountId);
  if (present.length === 0)
    throw new UserError(
      `${accountId}: the stack ${options.stack} deploys nothing there; its accounts are ${deployedAccounts(settings).join(", ")}`,
      2,
    );
  const parts = options.role ?? present;
  const absent = parts.find((part) => !present.includes(part));
  if (absent !== undefined)
    throw new UserError(
      `--role ${absent}: ${accountId} is not that in the stack ${options.stack}, but ${present.join(" and ")}`,
      2,
    );
  const deploying =
    options.name === undefined
      ? (deployRoleIn(settings, accountId) ?? defaultDeployRole)
      : `role/${nameArgument(options.name)}`;
  const readOnly = options.readOnly === true;
  return {
    accountId,
    parts,
    access: readOnly ? "read" : "deploy",
    role: readOnly && options.name === undefined ? readRoleOf(deploying) : deploying,
  };
}

function trustedBy(options: BootstrapOptions): DeployTrust[] {
  const { trustPrincipal = [], externalId, github = [], pulumiOrg, escEnvironment = [], stack } = options;
  if (externalId !== undefined && trustPrincipal.length === 0)
    throw new UserError("--external-id: needs a --trust-principal, which sends it", 2);
  if (escEnvironment.length > 0 && pulumiOrg === undefined)
    throw new UserError("--esc-environment: needs --pulumi-org, whose environment it is", 2);
  const trusted: DeployTrust[] = [
    ...trustPrincipal.map((arn) => ({ kind: "principal", arn, externalId }) as const),
    ...github.map(({ repository, where }) => trustGitHub(repository, where)),
    ...(pulumiOrg === undefined
      ? []
      : escEnvironment.length > 0
        ? escEnvironment.map((environment) => trustPulumiEsc(pulumiOrg, environment))
        : [trustPulumiDeployments(pulumiOrg, project, stack, options.readOnly === true ? "preview" : "*")]),
  ];
  if (trusted.length > 0) return trusted;
  throw new UserError("who may assume the role? Say --trust-principal, --github or --pulumi-org", 2);
}

interface GitHubJob {
  readonly repository: string;
  readonly where: string;
}

function githubArgument(text: string, before: readonly GitHubJob[] = []): readonly GitHubJob[] {
  const [, repository, where] =
    /^([\w-]+\/[\w.-]+):(environment:[^:*?]+|ref:refs\/[^:*?]+|[^:*?]+)$/.exec(text) ?? [];
  if (repository === undefined || where === undefined)
    throw new InvalidArgumentError(
      "It must be owner/repo and what runs there: owner/repo:production (an environment), owner/repo:ref:refs/heads/main or owner/repo:pull_request, without wildcards.",
    );
  const named = where.includes(":") || where === "pull_request" ? where : `environment:${where}`;
  return [...before, { repository, where: named }];
}

function accountArgument(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  throw new InvalidArgumentError("It must be an account id of 12 digits.");
}

function nameArgument(text: string): string {
  if (/^[\w+=,.@-]{1,64}$/.test(text)) return text;
  throw new UserError(`--name ${text}: must be 1 to 64 letters, digits and _ + = , . @ -`, 2);
}
