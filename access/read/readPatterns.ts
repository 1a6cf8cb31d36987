import type { PatternElement } from "../model";
import type { JsonNode } from "./jsonTree";
import type { Reading } from "./reading";

const action = /^(?:\*+|[A-Za-z0-9*?-]+:[A-Za-z0-9*?]+)$/;

/**
 * Reads `Action` or `NotAction`: `service:Name` with wildcards, or `*`.
 *
 * Services and actions that do not exist are accepted, as AWS does for identity policies.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function readAction(reading: Reading, node: JsonNode, path: string, negated: boolean): PatternElement {
  const texts = reading.texts(node, path);
  if (node.kind === "array" && node.items.length === 0) {
    reading.error(node, path, "is empty: must name at least one action", "MISSING_ACTION");
  }
  for (const { text, node: at, path: textPath } of texts) {
    if (action.test(text)) continue;
    if (text.includes("${")) {
      const message = `"${text}" has a policy variable: only Resource and Condition can have one`;
      reading.error(at, textPath, message, "VARIABLE_UNSUPPORTED_IN_ELEMENT");
      continue;
    }
    reading.error(
      at,
      textPath,
      `"${text}" is no action: must be like "s3:PutObject" or "*"`,
      "INVALID_ACTION",
    );
  }
  return { negated, patterns: texts.map(({ text }) => text) };
}

/**
 * Reads `Resource` or `NotResource`: ARNs with wildcards and policy variables, or `*`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function readResource(
  reading: Reading,
  node: JsonNode,
  path: string,
  negated: boolean,
): PatternElement {
  const texts = reading.texts(node, path);
  if (node.kind === "array" && node.items.length === 0) {
    reading.error(node, path, "is empty: must name at least one resource", "MISSING_RESOURCE");
  }
  for (const { text, node: at, path: textPath } of texts) {
    const fault = resourceFault(text);
    if (fault !== undefined) reading.error(at, textPath, fault.message, fault.check);
  }
  return { negated, patterns: texts.map(({ text }) => text) };
}

function resourceFault(text: string): { readonly message: string; readonly check: string } | undefined {
  if (/^\*+$/.test(text)) return undefined;
  const fields = text.split(":");
  if (fields[0] !== "arn") {
    return { message: `"${text}" is no resource: must be an ARN or "*"`, check: "INVALID_ARN_PREFIX" };
  }
  // A closing wildcard stands for the fields that are not there.
  if (fields.length >= 6 || (fields.length >= 3 && text.endsWith("*"))) return undefined;
  const message = `"${text}" has ${fields.length} of the 6 fields of arn:partition:service:region:account:resource`;
  return { message, check: "MISSING_ARN_FIELD" };
}
