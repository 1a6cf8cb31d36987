import { Command } from "commander";
import { roleVariable } from "../iam/deployRole/signInVariables";
import { signInRoles } from "../iam/deployRole/signInRoles";
import { settingsOf, stackOption } from "./stack";

interface RolesOptions {
  readonly stack: string;
  readonly readOnly?: true;
  readonly json?: true;
}

/** `xput roles`: the roles that Pulumi signs in to a stack's accounts with, as variables for its environment. */
export function rolesCommand(): Command {
  return new Command("roles")
    .summary("print the roles that Pulumi signs in to a stack's accounts with, as variables")
    .description(
      "Prints a line XPUT_<account>_ROLE_ARN=<role> for each account of a stack. Where they are set, the program's\n" +
        "providers assume these roles with the token in AWS_WEB_IDENTITY_TOKEN_FILE, and no other.\n" +
        "docs/ci.md says how CI uses them.",
    )
    .addOption(stackOption("local"))
    .option("--read-only", "the roles for previews, which change nothing")
    .option("--json", "print them as one JSON object")
    .addHelpText("after", '\nExample:\n  npx xput roles --stack prod --read-only >> "$GITHUB_ENV"')
    .action(({ stack, readOnly, json }: RolesOptions) => {
      const roles = signInRoles(settingsOf(stack), readOnly ? "read" : "deploy").map(
        ({ accountId, roleArn }) => [roleVariable(accountId), roleArn] as const,
      );
      process.stdout.write(
        json
          ? `${JSON.stringify(Object.fromEntries(roles))}\n`
          : roles.map(([name, value]) => `${name}=${value}\n`).join(""),
      );
    });
}
