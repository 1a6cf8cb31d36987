import { configSchema, optionsOf } from "./options";
import type { ExampleResource, Rule } from "./rule";

const judgedWhen: Readonly<Record<Rule["judges"], string>> = {
  documents: "each policy document, before its resource is made",
  resource: "each resource, before it is made",
  stack: "all resources together, in the preview and at the end of an update",
};

/**
 * The page of all rules, as markdown: what each is about, its level and options, and an example of both kinds.
 *
 * The same rules give the same text.
 */
export function rulesPage(rules: readonly Rule[]): string {
  const sorted = [...rules].sort((a, b) => (a.name < b.name ? -1 : 1));
  return [
    "# Rules of the least-privilege pack",
    "",
    "<!-- Written by policypacks/least-privilege/writeRulesPage.ts from the rules themselves. -->",
    "",
    ...introduction,
    "",
    "| rule | what must hold | level | severity |",
    "| --- | --- | --- | --- |",
    ...sorted.map(
      ({ name, description, level, severity }) =>
        `| [\`${name}\`](#${name}) | ${cell(description)} | ${level} | ${severity} |`,
    ),
    ...sorted.flatMap(section),
    "",
  ].join("\n");
}

const introduction: readonly string[] = [
  "A file given by `--policy-pack-config` sets each rule's level and options by the rule's name:",
  "",
  "```json",
  JSON.stringify(
    { "role-session-is-short": { enforcementLevel: "mandatory", maximumSeconds: 3600 } },
    undefined,
    2,
  ),
  "```",
  "",
  "Every rule takes `unknown` (`report` or `allow`: whether what is not known at preview is a finding) and `waivers`:",
  'entries like `{"resource": "drop", "reason": "replaced in May", "until": "2027-03-31"}` in the rule\'s own configuration,',
  "with the resource's URN or its name in the program. A waiver that has run out leaves the finding, and one that nothing",
  "needs is told as an advisory. Where a rule has a remedy, the level `remediate` lets the engine set what is missing.",
];

function section(rule: Rule): readonly string[] {
  const {
    name,
    displayName,
    description,
    why,
    severity,
    level,
    requirements,
    remediationSteps,
    url,
    example,
  } = rule;
  const options = Object.entries(configSchema(rule).properties).filter(([option]) =>
    Object.hasOwn(rule.options ?? {}, option),
  );
  const remedy = rule.judges !== "stack" && rule.remedy !== undefined;
  return [
    "",
    `## ${name}`,
    "",
    `**${displayName}.** ${description} ${why}`,
    "",
    `- Judges ${judgedWhen[rule.judges]}.`,
    `- Level \`${level}\`, severity ${severity}${remedy ? "; can remediate" : ""}.`,
    `- Frameworks: ${requirements.join(", ")}.`,
    ...options.map(([option, { description: text = "" }]) => {
      const value = JSON.stringify(optionsOf(rule)[option as keyof ReturnType<typeof optionsOf>]);
      return `- Option \`${option}\`, default \`${value}\`: ${text}`;
    }),
    `- To do: ${remediationSteps}`,
    `- See <${url}>.`,
    "",
    "Accepted:",
    "",
    ...code(example.compliant),
    "",
    "Refused:",
    "",
    ...code(example.violating),
  ];
}

/** Policy texts are shown as the objects that they say. */
function code(resources: readonly ExampleResource[]): readonly string[] {
  const shown = resources.map(({ type, name = "example", account, props }) => ({
    [name]: {
      type,
      ...(account === undefined ? {} : { account }),
      properties: Object.fromEntries(
        Object.entries(props).map(([property, value]) => [property, parsed(value)]),
      ),
    },
  }));
  return ["```json", JSON.stringify(Object.assign({}, ...shown) as object, undefined, 2), "```"];
}

function parsed(value: unknown): unknown {
  return typeof value === "string" && value.startsWith("{") ? (JSON.parse(value) as unknown) : value;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
