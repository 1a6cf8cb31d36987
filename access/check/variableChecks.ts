import type { Statement } from "../model";
import { clausePath, elementPath, statementCheck } from "./check";
import type { PolicyCheck } from "./check";

interface Text {
  readonly text: string;
  readonly path: string;
  /** Whether the operator replaces variables. */
  readonly takesVariables: boolean;
  readonly inResource: boolean;
}

/** Every text in which a policy variable can stand, with its canonical path. */
function texts(statement: Statement): readonly Text[] {
  const resourcePath = elementPath(statement, "Resource");
  const resources = (statement.resource?.patterns ?? []).map((text, index) => ({
    text,
    path: `${resourcePath}[${index}]`,
    takesVariables: true,
    inResource: true,
  }));
  const values = statement.conditions.flatMap((clause) =>
    clause.values.map((text, index) => ({
      text,
      path: `${clausePath(statement, clause)}[${index}]`,
      takesVariables: /^(?:String|Arn|Bool)/.test(clause.operator),
      inResource: false,
    })),
  );
  return [...resources, ...values];
}

function textCheck(name: string, find: (text: Text, version: string) => string | undefined): PolicyCheck {
  return statementCheck(name, "error", (statement, { document }) =>
    texts(statement).flatMap((text) => {
      const message = text.text.includes("${") ? find(text, document.version) : undefined;
      return message === undefined ? [] : [{ path: text.path, message: `"${text.text}": ${message}` }];
    }),
  );
}

/** What stands between the braces of each variable, the escapes left out. */
function insides(text: string): readonly string[] {
  return [...text.matchAll(/\$\{([^}]*)\}/g)]
    .map(([, inside = ""]) => inside)
    .filter((inside) => !/^[*?$]$/.test(inside));
}

/** Checks on policy variables. */
export const variableChecks: readonly PolicyCheck[] = [
  textCheck("MISSING_BRACE_IN_VARIABLE", ({ text }) =>
    /\$\{[^}]*$/.test(text) ? "a policy variable lacks its closing brace" : undefined,
  ),
  textCheck("EMPTY_VARIABLE", ({ text }) =>
    insides(text).some((inside) => inside.trim() === "") ? "a policy variable is empty" : undefined,
  ),
  textCheck("UNSUPPORTED_SPACE_IN_VARIABLE", ({ text }) =>
    insides(text).some((inside) => /\s/.test(inside.split(",")[0]?.trim() ?? "") || /^\s+\S/.test(inside))
      ? "a policy variable has a space in its name"
      : undefined,
  ),
  textCheck("MISSING_QUOTE_IN_VARIABLE", ({ text }) =>
    insides(text).some((inside) => inside.includes(",") && !/,\s*'[^']*'$/.test(inside))
      ? "the default of a policy variable must stand in single quotes"
      : undefined,
  ),
  textCheck("INVALID_VARIABLE_FOR_OPERATOR", ({ takesVariables }) =>
    takesVariables ? undefined : "only String, ARN and Bool operators take policy variables",
  ),
  textCheck("VARIABLE_UNSUPPORTED_IN_ELEMENT", ({ text, inResource }) =>
    inResource &&
    text
      .replace(/\$\{[^}]*\}/g, "$")
      .split(":")
      .slice(0, 5)
      .join(":")
      .includes("$")
      ? "a policy variable can stand only in the last field of an ARN"
      : undefined,
  ),
  textCheck("VARIABLE_UNSUPPORTED_IN_VERSION", (_, version) =>
    version === "2012-10-17"
      ? undefined
      : 'policy variables need "Version": "2012-10-17"; here they are plain text',
  ),
];
