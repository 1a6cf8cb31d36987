import {
  CreatePolicyVersionCommand,
  DeletePolicyVersionCommand,
  ListPolicyVersionsCommand,
} from "@aws-sdk/client-iam";
import { deployedAccounts, deployRoleIn, partsIn } from "../../iam/deployRole/deployParts";
import { deployGrants, deployPolicies, type DeployRole } from "../../iam/deployRole/deployPolicies";
import type { DeployAction } from "../../iam/deployRole/deployGrant";
import type { LocalAws } from "../../local/admin";
import { inAccount } from "../../local/seed/principals";
import type { Settings } from "../../settings/settings";

/** The deploy roles of a stack, each with all that is in its account. */
export function deployRolesOf(settings: Settings): DeployRole[] {
  return deployedAccounts(settings).flatMap((accountId) => {
    const role = deployRoleIn(settings, accountId);
    return role === undefined
      ? []
      : [{ accountId, role, parts: partsIn(settings, accountId), access: "deploy" } as const];
  });
}

/** Every action of the deploy roles, each once; one that the stand-in makes anywhere counts as made by it. */
export function actionsOf(settings: Settings): ReadonlyMap<string, DeployAction> {
  const actions = new Map<string, DeployAction>();
  for (const role of deployRolesOf(settings)) {
    for (const grant of deployGrants(settings, role)) {
      for (const action of grant.actions) {
        if (actions.get(action.action)?.standIn !== true) actions.set(action.action, action);
      }
    }
  }
  return actions;
}

/** Stores the policies of the deploy roles on the local AWS without some of their actions. */
export async function storeWithout(
  aws: LocalAws,
  settings: Settings,
  removed: ReadonlySet<string>,
): Promise<void> {
  for (const role of deployRolesOf(settings)) {
    await inAccount(aws, role.accountId, async (iam) => {
      for (const { arn: PolicyArn, text } of deployPolicies(settings, role)) {
        const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
        for (const { VersionId, IsDefaultVersion } of Versions) {
          if (!IsDefaultVersion) await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
        }
        const PolicyDocument = textWithout(text, removed);
        await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }));
      }
    });
  }
}

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: readonly string[];
}

/** A statement of which no action is left gives way to one that allows nothing of use. */
function textWithout(text: string, removed: ReadonlySet<string>): string {
  const document = JSON.parse(text) as { readonly Version: string; readonly Statement: readonly Statement[] };
  const statements = document.Statement.map((statement) => ({
    ...statement,
    Action: statement.Action.filter((action) => !removed.has(action)),
  })).filter(({ Action }) => Action.length > 0);
  const left = statements.length > 0 ? statements : [nothing];
  return JSON.stringify({ ...document, Statement: left });
}

/** IAM takes no policy without a statement. */
const nothing = { Sid: "Nothing", Effect: "Deny", Action: ["sts:GetFederationToken"], Resource: ["*"] };
