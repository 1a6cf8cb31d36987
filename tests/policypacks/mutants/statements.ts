import { type Clause, clausesOf, withoutClause, withValues } from "./clauses";
import type { MutantKind } from "./mutant";

/** A statement as a document writes it. */
export type Statement = Readonly<Record<string, unknown>>;

/** One change of a statement; undefined: it is taken out. */
export type Change = readonly [kind: MutantKind, how: string, statement: Statement | undefined];

const stranger = "arn:aws:iam::999999999999:root";

/** Every single way to let a Deny refuse less. */
export function lessDenied(statement: Statement): readonly Change[] {
  const actions = listOf(statement["Action"]);
  const resources = listOf(statement["Resource"]);
  return [
    ["deny", "removed", undefined],
    ["effect", "allows", { ...statement, Effect: "Allow" }],
    ["deny", "spares everyone but one account", { ...statement, Principal: { AWS: stranger } }],
    ["deny", "another action", { ...statement, Action: "s3:GetBucketLocation" }],
    ...without(actions).map((left): Change => ["deny", "one action less", { ...statement, Action: left }]),
    ["deny", "another resource", { ...statement, Resource: "arn:aws:s3:::elsewhere/*" }],
    ...without(resources).map((left): Change => [
      "deny",
      "one resource less",
      { ...statement, Resource: left },
    ]),
    ...resources
      .filter((resource) => String(resource).endsWith("/*"))
      .map((resource): Change => [
        "deny",
        `only a part of ${String(resource)}`,
        {
          ...statement,
          Resource: resources.map((one) => (one === resource ? String(one).replace(/\*$/, "part/*") : one)),
        },
      ]),
    [
      "deny",
      "with one more condition",
      {
        ...statement,
        Condition: {
          ...(statement["Condition"] as object | undefined),
          StringNotLike: { "aws:UserAgent": ["backdoor"] },
        },
      },
    ],
    ...clausesOf(statement).map((clause): Change => [
      "condition",
      `${clause.operator} ${clause.key} other`,
      { ...statement, Condition: withValues(statement, clause, lessDeniedValues(clause)) },
    ]),
  ];
}

/** Values with which the condition of a Deny holds of fewer requests. */
function lessDeniedValues({ operator, values }: Clause): readonly string[] {
  if (/^(Bool|Null)/.test(operator)) return values.map((value) => (value === "true" ? "false" : "true"));
  if (operator.startsWith("Numeric")) return ["0.1"];
  if (operator.startsWith("NotIp")) return [...values, "198.51.100.0/24"];
  const other = operator.startsWith("Arn") ? "arn:aws:iam::999999999999:role/other" : "o-otherother1";
  return operator.includes("Not") ? [...values, other] : [other];
}

/** Every single way to let an Allow allow more. */
export function moreAllowed(statement: Statement): readonly Change[] {
  return [
    ...actionsOf(statement),
    ...resourcesOf(statement),
    ...principalsOf(statement),
    ...clausesOf(statement).flatMap((clause) => conditionChanges(statement, clause)),
  ];
}

/** Actions of each service, of which at least one is not meant here: on an object, and on a bucket. */
const furtherActions: Readonly<Record<string, readonly string[]>> = {
  events: ["events:PutPermission"],
  kms: ["kms:ReEncryptFrom", "kms:CreateGrant"],
  logs: ["logs:DeleteLogStream"],
  s3: ["s3:DeleteObject", "s3:PutBucketPolicy"],
  sns: ["sns:Subscribe"],
  sts: ["sts:SetSourceIdentity", "sts:TagSession"],
};

function actionsOf(statement: Statement): readonly Change[] {
  const actions = listOf(statement["Action"]).map(String);
  const service = actions[0]?.split(":")[0] ?? "";
  const others = (furtherActions[service] ?? []).filter((other) => !actions.includes(other));
  return [
    ["action", "every action", { ...statement, Action: "*" }],
    ["action", "any action", { ...statement, Action: `${service}:*` }],
    ...others.map((other): Change => [
      "action",
      `${other}, too`,
      { ...statement, Action: [...actions, other] },
    ]),
    ...actions.flatMap((action): readonly Change[] => [
      ...others.map((other): Change => [
        "action",
        `${other} in place of ${action}`,
        { ...statement, Action: actions.map((one) => (one === action ? other : one)) },
      ]),
      [
        "action",
        `all that begins like ${action}`,
        {
          ...statement,
          Action: actions.map((one) => (one === action ? one.replace(/(:[A-Z][a-z]+).*$/, "$1*") : one)),
        },
      ],
    ]),
  ];
}

function resourcesOf(statement: Statement): readonly Change[] {
  const resources = listOf(statement["Resource"]).map(String);
  if (resources.length === 0 || resources[0] === "*") return [];
  return [
    ["resource", "any resource", { ...statement, Resource: "*" }],
    ...resources.flatMap((resource): readonly Change[] => {
      const parent = resource.replace(/[^/:]+\/\*$/, "*");
      const wider = parent === resource ? resource.replace(/[^/:]+$/, "*") : parent;
      return wider === resource
        ? []
        : [["resource", `the parent of ${resource}`, { ...statement, Resource: [...resources, wider] }]];
    }),
  ];
}

function principalsOf(statement: Statement): readonly Change[] {
  const principal = statement["Principal"];
  if (principal === undefined) return [];
  const named = typeof principal === "object" && principal !== null ? principal : {};
  const aws = "AWS" in named ? listOf(named.AWS) : [];
  const changes: Change[] = [];
  if (principal !== "*") {
    changes.push(
      ["principal", "one more principal", { ...statement, Principal: { ...named, AWS: [...aws, stranger] } }],
      ["principal", "everyone", { ...statement, Principal: "*" }],
      ["principal", "everyone, spelled AWS", { ...statement, Principal: { ...named, AWS: [...aws, "*"] } }],
    );
  }
  for (const kind of ["Service", "Federated"] as const) {
    if (!(kind in named)) continue;
    const other = kind === "Service" ? "ec2.amazonaws.com" : "cognito-identity.amazonaws.com";
    const values = [...listOf((named as Statement)[kind]), other];
    changes.push([
      "principal",
      `one more ${kind}`,
      { ...statement, Principal: { ...named, [kind]: values } },
    ]);
  }
  return changes;
}

function conditionChanges(statement: Statement, clause: Clause): readonly Change[] {
  const { operator, key, values } = clause;
  const change = (how: string, Condition: object): Change => [
    "condition",
    `${operator} ${key} ${how}`,
    { ...statement, Condition },
  ];
  const rest = withoutClause(statement, clause);
  const wild = values.map((value) => value.replace(/[^:/]+$/, "*"));
  const like = operator.replace(/(Equals)(?=IfExists|$)/, "Like");
  return [
    ["condition", `without ${operator} ${key}`, { ...statement, Condition: rest }],
    change("with another", withValues(statement, clause, [...values, anotherValue(operator)])),
    ...(operator.endsWith("IfExists") || operator.startsWith("Null")
      ? []
      : [change("if it exists", added(rest, `${operator}IfExists`, key, values))]),
    ...(/(String|Arn)(Equals|Like)/.test(operator) && values.join() !== wild.join()
      ? [change("by wildcard", added(rest, like, key, wild))]
      : []),
  ];
}

function added(
  conditions: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  operator: string,
  key: string,
  values: readonly string[],
): object {
  return { ...conditions, [operator]: { ...conditions[operator], [key]: values } };
}

function anotherValue(operator: string): string {
  if (operator.includes("Arn")) return "arn:aws:iam::999999999999:role/other";
  if (operator.includes("Ip")) return "198.51.100.0/24";
  if (operator.startsWith("Date"))
    return operator.includes("Less") ? "2090-01-01T00:00:00Z" : "1990-01-01T00:00:00Z";
  if (/^(Bool|Null)/.test(operator)) return "false";
  return "other";
}

/** The list without each of its members, where others are left. */
const without = (values: readonly unknown[]): readonly (readonly unknown[])[] =>
  values.length < 2 ? [] : values.map((_, at) => values.filter((__, place) => place !== at));

const listOf = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
