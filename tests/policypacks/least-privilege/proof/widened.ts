import type { Given } from "../crossGuard";

/** One statement of one document, widened in one place. */
export interface Widened {
  /** Like `marketing-put, AllowPut: any resource`. */
  readonly what: string;
  readonly resources: readonly Given[];
}

type Statement = Readonly<Record<string, unknown>>;
type Change = readonly [how: string, statement: Statement | undefined];

/** Properties that hold the text of a policy document. */
const documentProperties = ["policy", "assumeRolePolicy"] as const;

/** Every single way to let each statement allow more, or deny less. */
export function widened(resources: readonly Given[]): readonly Widened[] {
  return resources.flatMap((resource, at) =>
    documentProperties.flatMap((property) => {
      const text = resource.props[property];
      if (typeof text !== "string") return [];
      const document = JSON.parse(text) as { readonly Statement: readonly Statement[] };
      return document.Statement.flatMap((statement, index) =>
        changesOf(statement).map(([how, changed]): Widened => {
          const Statement = document.Statement.flatMap((one, place) =>
            place === index ? (changed ?? []) : one,
          );
          const props = { ...resource.props, [property]: JSON.stringify({ ...document, Statement }) };
          return {
            what: `${resource.name ?? ""}, ${String(statement["Sid"])}: ${how}`,
            resources: resources.map((one, place) => (place === at ? { ...resource, props } : one)),
          };
        }),
      );
    }),
  );
}

function changesOf(statement: Statement): readonly Change[] {
  return statement["Effect"] === "Deny" ? lessDenied(statement) : moreAllowed(statement);
}

function lessDenied(statement: Statement): readonly Change[] {
  return [
    ["removed", undefined],
    ["spares a principal", { ...statement, Principal: { AWS: "arn:aws:iam::999999999999:root" } }],
    ["another resource", { ...statement, Resource: "arn:aws:s3:::elsewhere/*" }],
    ...conditionsOf(statement).map(([operator, key, values]): Change => [
      `${operator} ${key} other`,
      { ...statement, Condition: withValues(statement, operator, key, lessDeniedValues(operator, values)) },
    ]),
  ];
}

/** Values with which the condition of a Deny holds of fewer requests. */
function lessDeniedValues(operator: string, values: readonly string[]): readonly string[] {
  if (/^(Bool|Null)/.test(operator)) return values.map((value) => (value === "true" ? "false" : "true"));
  if (operator.startsWith("Numeric")) return ["0.1"];
  if (operator.startsWith("NotIp")) return [...values, "198.51.100.0/24"];
  return [...values, operator.startsWith("Arn") ? "arn:aws:iam::999999999999:role/other" : "o-otherother1"];
}

function moreAllowed(statement: Statement): readonly Change[] {
  const actions = listOf(statement["Action"]);
  const service = String(actions[0]).split(":")[0] ?? "*";
  const resources = listOf(statement["Resource"]);
  const anyAction = service === "sts" ? "sts:*" : `${service}:*`;
  return [
    ["any action", { ...statement, Action: anyAction }],
    ...(resources.length > 0 && resources[0] !== "*"
      ? [["any resource", { ...statement, Resource: "*" }] as const]
      : []),
    ...resources.flatMap((resource): readonly Change[] => {
      const parent = String(resource).replace(/[^/:]+\/\*$/, "*");
      return parent === resource || !String(resource).startsWith("arn:aws:s3:")
        ? []
        : [[`the parent of ${String(resource)}`, { ...statement, Resource: [...resources, parent] }]];
    }),
    ...principalsOf(statement),
    ...conditionsOf(statement).flatMap(([operator, key, values]): readonly Change[] => [
      [
        `without ${operator} ${key}`,
        { ...statement, Condition: withValues(statement, operator, key, undefined) },
      ],
      [
        `${operator} ${key} with another`,
        {
          ...statement,
          Condition: withValues(statement, operator, key, [...values, anotherValue(operator)]),
        },
      ],
    ]),
  ];
}

function principalsOf(statement: Statement): readonly Change[] {
  const principal = statement["Principal"];
  if (principal === undefined) return [];
  const other = { AWS: "arn:aws:iam::999999999999:root" };
  const more =
    typeof principal === "object" && principal !== null && "AWS" in principal
      ? { ...principal, AWS: [...listOf(principal.AWS), "arn:aws:iam::999999999999:root"] }
      : typeof principal === "object"
        ? { ...principal, ...other }
        : principal;
  const changes: Change[] = [["one more principal", { ...statement, Principal: more }]];
  if (principal !== "*") changes.push(["everyone", { ...statement, Principal: "*" }]);
  return changes;
}

function anotherValue(operator: string): string {
  if (operator.includes("Arn")) return "arn:aws:iam::999999999999:role/other";
  if (operator.includes("Ip")) return "198.51.100.0/24";
  if (operator.startsWith("Date"))
    return operator.includes("Less") ? "2090-01-01T00:00:00Z" : "1990-01-01T00:00:00Z";
  if (/^(Bool|Null)/.test(operator)) return "false";
  return "other";
}

type Clause = readonly [operator: string, key: string, values: readonly string[]];

function conditionsOf({ Condition = {} }: Statement): readonly Clause[] {
  return Object.entries(Condition as Record<string, Record<string, unknown>>).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]): Clause => [operator, key, listOf(values).map(String)]),
  );
}

function withValues(
  { Condition = {} }: Statement,
  operator: string,
  key: string,
  values: readonly string[] | undefined,
): object {
  const all = structuredClone(Condition) as Record<string, Record<string, unknown>>;
  const keys = all[operator] ?? {};
  all[operator] = Object.fromEntries(
    Object.entries(keys).flatMap(([name, own]) =>
      name !== key ? [[name, own]] : values === undefined ? [] : [[name, values]],
    ),
  );
  return Object.fromEntries(Object.entries(all).filter(([, own]) => Object.keys(own).length > 0));
}

const listOf = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
