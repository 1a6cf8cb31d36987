import { canonicalKey, principalKeys } from "./conditionKeys";
import type { KeyOption } from "./keyDimensions";
import type { Operation } from "./operations";
import type { PrincipalClass } from "./askedPrincipals";
import type { Part, Problem } from "./problem";
import { keysOfArn } from "./resourceKeys";
import { variableKeys } from "./variables";
import type { VariableCase } from "./variables";

/** One concrete request. */
export interface Witness {
  /** An ARN, a service, an identity provider, or `*` for an anonymous caller. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** By condition key as a document spells it. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** The choices that make up one request. */
export interface Choices {
  readonly principal: PrincipalClass;
  readonly operation: Operation;
  readonly keys: readonly KeyOption[];
  readonly variableCase: VariableCase;
}

/**
 * Writes out the request that the choices describe: each symbol becomes the value of its key, and the keys that
 * the documents look at are in the context, also those that follow from principal and resource.
 *
 * @param samePartition whether the principal of an identity policy is moved into the partition of the resource
 */
export function writeWitness(
  { kind, proved, others }: Problem,
  choices: Choices,
  samePartition: boolean,
): Witness {
  const symbols = symbolTexts(choices);
  const write = (text: string): string =>
    text.replace(/[\ue000-\ue0ff]/g, (symbol) => symbols.get(symbol) ?? "example");
  const resource = write(choices.operation.resource);
  const inPartition = (arn: string): string =>
    samePartition && kind === "identity" ? movedTo(resource.split(":")[1] ?? "aws", arn) : arn;
  const principal = inPartition(write(choices.principal.principal));

  const values = new Map<string, string | readonly string[]>();
  for (const [key, value] of choices.principal.keys) values.set(key, inPartition(write(value)));
  for (const [key, value] of choices.variableCase) {
    if (value.is === "text" && !principalKeys.has(key)) values.set(key, value.text);
    if (value.is === "symbol" && !principalKeys.has(key))
      values.set(key, symbols.get(String.fromCharCode(value.code)) ?? "example");
  }
  for (const [key, value] of keysOfArn(resource, choices.operation.keys)) values.set(key, value);
  for (const { key, value } of choices.keys) {
    if (value !== undefined) values.set(key, typeof value === "string" ? write(value) : value.map(write));
  }
  const context: Record<string, string | readonly string[]> = {};
  for (const spelled of mentionedKeys([proved, ...others])) {
    const value = values.get(canonicalKey(spelled));
    if (value !== undefined) context[spelled] = value;
  }
  return { principal, action: choices.operation.action, resource, context };
}

const movedTo = (partition: string, arn: string): string =>
  /^aws-(cn|us-gov)$/.test(partition) ? arn.replace(/^arn:aws:iam:/, `arn:${partition}:iam:`) : arn;

const familiarActions: ReadonlyMap<string, string> = new Map([
  ["sqs", "sqs:SendMessage"],
  ["dynamodb", "dynamodb:GetItem"],
  ["lambda", "lambda:InvokeFunction"],
  ["ec2", "ec2:DescribeInstances"],
  ["glue", "glue:GetTable"],
]);

/** The same request with the region, the account and the action of a real one, where any would do. */
export function polished(witness: Witness): Witness {
  const arn = (text: string): string =>
    text
      .replace(/^(arn:[^:]+:[^:]+):[a-z0-9](?=:)/, "$1:us-east-1")
      .replace(/^(arn:[^:]+:[^:]+:[^:]*):0{12}(?=:)/, "$1:111122223333");
  const [service = "", name = ""] = witness.action.split(":");
  const context = Object.entries(witness.context).map(([key, value]) => {
    if (typeof value !== "string") return [key, value] as const;
    return [key, /account$/i.test(key) ? value.replace(/^0{12}$/, "111122223333") : arn(value)] as const;
  });
  return {
    principal: arn(witness.principal),
    action: name.length === 1 ? (familiarActions.get(service) ?? witness.action) : witness.action,
    resource: arn(witness.resource),
    context: Object.fromEntries<string | readonly string[]>(context),
  };
}

function symbolTexts({ principal, keys, variableCase }: Choices): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const [key, value] of variableCase) {
    if (value.is !== "symbol") continue;
    const chosen = principal.keys.get(key) ?? keys.find((option) => option.key === key)?.value;
    texts.set(
      String.fromCharCode(value.code),
      typeof chosen === "string" && !/[\ue000-\ue0ff]/.test(chosen) ? chosen : exampleOf(key),
    );
  }
  return texts;
}

function exampleOf(key: string): string {
  if (key.endsWith("account")) return "999999999999";
  if (key === "aws:userid") return "AROAEXAMPLEEXAMPLE123:example";
  return key === "aws:principalorgid" ? "o-example1234" : "example";
}

/** Keys that conditions and variables look at, as the documents spell them, each spelling that matters once. */
function mentionedKeys(parts: readonly Part[]): readonly string[] {
  const spelled = new Map<string, string>();
  for (const { statement } of parts) {
    for (const { key } of statement.conditions) {
      if (!spelled.has(key.toLowerCase())) spelled.set(key.toLowerCase(), key);
    }
  }
  for (const { statement } of parts) {
    const texts = [
      ...(statement.resource?.patterns ?? []),
      ...statement.conditions.flatMap(({ values }) => values),
    ];
    for (const key of texts.flatMap(variableKeys)) if (!spelled.has(key)) spelled.set(key, key);
  }
  return [...spelled.values()];
}
