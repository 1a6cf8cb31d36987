import type { PrincipalElement, Statement } from "../../access/model";
import { coversAction } from "./action";
import type { Holder } from "./holder";
import { matches, withoutVariables } from "./pattern";

const negated = /Not/;

/**
 * Whether a statement of the other side may let somebody in, going by account and name: the path of a holder is not known.
 *
 * Conditions other than `aws:PrincipalArn` are taken to hold, so that only what can never meet is told.
 */
export function mayLetIn({ effect, principal, conditions }: Statement, holder: Holder): boolean {
  if (effect === "Deny" || principal === undefined) return false;
  return (
    namesHolder(principal, holder) &&
    conditions
      .filter(({ key, operator }) => key.toLowerCase() === "aws:principalarn" && !negated.test(operator))
      .every(({ values }) => values.some((value) => isArnOf(value, holder)))
  );
}

/** Whether somebody has a statement that may allow an action on a resource. */
export function mayUse({ document }: Holder, action: string, arn: string): boolean {
  return document.statements.some(
    ({ effect, action: element, resource }) =>
      effect === "Allow" &&
      coversAction(element, action) &&
      (resource === undefined ||
        resource.patterns.some((pattern) => matches(withoutVariables(pattern, document.version), arn)) !==
          resource.negated),
  );
}

function namesHolder(principal: PrincipalElement, holder: Holder): boolean {
  const named =
    principal.anyone ||
    principal.aws.some((arn) => arn === rootOf(arn, holder.account) || isArnOf(arn, holder));
  return named !== principal.negated;
}

function rootOf(arn: string, account: string | undefined): string {
  return `arn:${arn.split(":")[1] ?? "aws"}:iam::${account ?? arn.split(":")[4] ?? ""}:root`;
}

/** Whether an ARN, which may have wildcards, is that of somebody; a group's is that of each of its users. */
function isArnOf(pattern: string, { kind, name, account }: Holder): boolean {
  const [, , , , owner = "", resource = ""] = pattern.split(":");
  if (account !== undefined && !matches(owner, account)) return false;
  if (kind === "group") return resource.startsWith("user/") || resource.startsWith("*");
  const last = resource.slice(resource.lastIndexOf("/") + 1);
  return (resource.startsWith(`${kind}/`) || resource.startsWith("*")) && matches(last, name);
}
