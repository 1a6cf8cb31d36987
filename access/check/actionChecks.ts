import { actionData, isServicePrefix, serviceData } from "../data/services";
import type { Statement } from "../model";
import { makeGlob, matchesGlob } from "../operators/pattern";
import { elementPath, statementCheck } from "./check";
import type { PolicyCheck } from "./check";
import { matchesKeyTemplate } from "./conditionKeys";

/** Actions of a statement with their paths, split at the colon; `*` alone is left out. */
function actions(statement: Statement) {
  const path = elementPath(statement, "Action");
  return statement.action.patterns.flatMap((text, index) => {
    const [prefix = "", name] = text.split(":");
    return name === undefined
      ? []
      : [{ text, prefix: prefix.toLowerCase(), name, path: `${path}[${index}]` }];
  });
}

/** Checks on `Action` and `NotAction`. */
export const actionChecks: readonly PolicyCheck[] = [
  statementCheck("INVALID_SERVICE_IN_ACTION", "error", (statement) =>
    actions(statement)
      .filter(({ prefix }) => !/[*?]/.test(prefix) && !isServicePrefix(prefix))
      .map(({ prefix, path }) => ({ path, message: `no AWS service has the prefix "${prefix}"` })),
  ),
  statementCheck("INVALID_ACTION", "error", (statement) =>
    actions(statement)
      .filter(({ prefix, name }) => {
        const glob = makeGlob(name.toLowerCase());
        const names = Object.keys(serviceData(prefix)?.actions ?? {});
        return names.length > 0 && !names.some((known) => matchesGlob(glob, known.toLowerCase()));
      })
      .map(({ text, prefix, path }) => ({ path, message: `"${text}": ${prefix} has no such action` })),
  ),
  statementCheck(
    "UNSUPPORTED_ACTION_IN_POLICY",
    "error",
    (statement) =>
      actions(statement)
        .filter(({ prefix }) => !/[*?]/.test(prefix) && prefix !== "sts")
        .map(({ text, path }) => ({
          path,
          message: `"${text}": a role trust policy takes only sts actions`,
        })),
    ["trust"],
  ),
  statementCheck("UNSUPPORTED_ACTION_FOR_CONDITION_KEY", "error", (statement) =>
    statement.action.negated
      ? []
      : actions(statement).flatMap(({ text, prefix, path }) =>
          statement.conditions
            .map(({ key }) => key)
            .filter((key) => key.toLowerCase().startsWith(`${prefix}:`) && !supportsKey(text, key))
            .map((key) => ({ path, message: `"${text}" never has the condition key ${key}` })),
        ),
  ),
  statementCheck("DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", "securityWarning", (statement) => {
    const tagKey = deniedByTag(statement);
    if (tagKey === undefined || statement.action.negated) return [];
    return actions(statement)
      .filter(({ text }) => !supportsKey(text, tagKey))
      .map(({ text, path }) => ({ path, message: `"${text}" never has ${tagKey}, so it is not denied` }));
  }),
  statementCheck(
    "DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    "securityWarning",
    (statement) => {
      const tagKey = deniedByTag(statement);
      if (tagKey === undefined || !statement.action.negated) return [];
      const message = `actions that never have ${tagKey} are not denied: list the actions to deny`;
      return [{ path: elementPath(statement, "Action"), message }];
    },
  ),
];

function deniedByTag({ effect, conditions }: Statement): string | undefined {
  if (effect === "Allow") return undefined;
  return conditions.find(({ key }) => /^aws:resourcetag\//i.test(key))?.key;
}

/** False only for one named action of a described service whose data lack the key. */
function supportsKey(action: string, key: string): boolean {
  const data = actionData(action);
  if (data === undefined) return true;
  const service = serviceData(action.slice(0, action.indexOf(":")).toLowerCase());
  const ofResources = data.resourceTypes.flatMap((name) => service?.resourceTypes[name]?.conditionKeys ?? []);
  return [...data.conditionKeys, ...ofResources].some((template) => matchesKeyTemplate(template, key));
}
