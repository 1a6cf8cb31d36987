import type { PolicyConfigSchema } from "@pulumi/policy";
import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import { meantSchemas } from "./meantSchemas";
import type { RuleMetadata } from "./rule";
import type { Waiver } from "./waiver";

/** Everything that the configuration of a rule can say; a rule takes those of them that it names. */
export interface Options {
  /** Whether what is not known at preview is a finding. Of every rule. */
  readonly unknown: "report" | "allow";
  /** Findings that are accepted until a day. Of every rule. */
  readonly waivers: readonly Waiver[];
  /** Accounts that belong to us beside those that the stack deploys to, 12 digits each. */
  readonly ownAccounts: readonly string[];
  /** Principals whose statements are not judged: ARNs as the documents write them. */
  readonly ignoredPrincipals: readonly string[];
  /** Managed policies that may be attached, by ARN. */
  readonly allowedPolicies: readonly string[];
  /** Service principals that are trusted without naming the resource that they act for. */
  readonly services: readonly string[];
  /** Buckets whose events a trail outside the stack records, by name. */
  readonly recordedElsewhere: readonly string[];
  /** Buckets that the rule is for, by name. */
  readonly buckets: readonly string[];
  /** Whether every branch, tag and environment of a repository may be trusted. */
  readonly wholeRepository: boolean;
  readonly minimumDays: number;
  readonly maximumSeconds: number;
  /** Organizations that belong to us, like `o-abc1234567`. */
  readonly ownOrganizations: readonly string[];
  /** Buckets that are meant to be public, by name. */
  readonly publicBuckets: readonly string[];
  /** What is meant to be possible: docs/pack-proof.md says how each list is read. */
  readonly intents: readonly JsonObject[];
  readonly keyUses: readonly JsonObject[];
  readonly refusals: readonly JsonObject[];
  readonly seals: readonly JsonObject[];
  /** Resources that guard, record or tell, with the properties that they must have. */
  readonly protections: readonly JsonObject[];
  /** What the policies of topics may allow and must refuse. */
  readonly topics: readonly JsonObject[];
  /** How long the objects of buckets are kept. */
  readonly kept: readonly JsonObject[];
  /** Roles whose sessions may last longer or less long than those of others. */
  readonly sessions: readonly JsonObject[];
  /** The most days that are accepted. */
  readonly maximumDays: number;
  /** Whether the policies of roles that intents go through, and of uploaders, may allow nothing else anywhere. */
  readonly closed: boolean;
}

/** An object of a configuration, read by the rule that takes it. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** What `Options` has when neither the rule nor its configuration says otherwise. */
const noOptions: Options = {
  unknown: "report",
  waivers: [],
  ownAccounts: [],
  ignoredPrincipals: [],
  allowedPolicies: [],
  services: [],
  recordedElsewhere: [],
  buckets: [],
  wholeRepository: false,
  minimumDays: 0,
  maximumSeconds: 0,
  ownOrganizations: [],
  publicBuckets: [],
  intents: [],
  keyUses: [],
  refusals: [],
  seals: [],
  protections: [],
  topics: [],
  kept: [],
  sessions: [],
  maximumDays: 0,
  closed: false,
};

const texts = (description: string, pattern: string): PolicyConfigJSONSchema => ({
  type: "array",
  uniqueItems: true,
  items: { type: "string", pattern },
  description,
});

const schemas: Readonly<Record<keyof Options, PolicyConfigJSONSchema>> = {
  ...meantSchemas,
  unknown: {
    type: "string",
    enum: ["report", "allow"],
    description: "Whether what is not known at preview is a finding.",
  },
  waivers: {
    type: "array",
    description: "Findings that are accepted until a day.",
    items: {
      type: "object",
      additionalProperties: false,
      required: ["resource", "reason", "until"],
      properties: {
        resource: { type: "string", minLength: 1, description: "URN, or name in the program." },
        reason: { type: "string", minLength: 1 },
        until: {
          type: "string",
          pattern: "^\\d{4}-\\d{2}-\\d{2}$",
          description: "The last day, UTC, like 2027-03-31.",
        },
      },
    },
  },
  ownAccounts: texts("Accounts that are ours, beside those that the stack deploys to.", "^\\d{12}$"),
  ignoredPrincipals: texts("Principals whose statements are not judged, by ARN.", "^arn:"),
  allowedPolicies: texts(
    "Managed policies that may be attached, by ARN.",
    "^arn:[a-z-]+:iam::[a-z0-9]+:policy/",
  ),
  services: texts(
    "Service principals that need not name a source.",
    "^[a-z0-9.-]+\\.amazonaws\\.com(\\.cn)?$",
  ),
  recordedElsewhere: texts(
    "Names of the buckets whose events a trail outside the stack records.",
    "^[a-z0-9][a-z0-9.-]+$",
  ),
  buckets: texts("Names of the buckets that the rule is for.", "^[a-z0-9][a-z0-9.-]+$"),
  wholeRepository: {
    type: "boolean",
    description: "Whether every branch, tag and environment of a repository may be trusted.",
  },
  minimumDays: { type: "integer", minimum: 1, description: "The fewest days that are accepted." },
  maximumDays: { type: "integer", minimum: 1, description: "The most days that are accepted." },
  maximumSeconds: {
    type: "integer",
    minimum: 900,
    maximum: 43_200,
    description: "The most seconds that are accepted.",
  },
  publicBuckets: texts("Names of buckets that are meant to be public.", "^[a-z0-9][a-z0-9.-]+$"),
  ownOrganizations: texts("Organizations that are ours.", "^o-[a-z0-9]{10,32}$"),
  closed: {
    type: "boolean",
    description: "Whether the roles' and uploaders' own policies may allow nothing else anywhere.",
  },
};

/** The options that a rule takes, with its defaults: those of every rule first. */
export function optionsOf({ options = {} }: RuleMetadata): Partial<Options> {
  return { unknown: noOptions.unknown, waivers: noOptions.waivers, ...options };
}

/** What the configuration of a rule may say, as CrossGuard takes it. */
export function configSchema(rule: RuleMetadata): PolicyConfigSchema {
  const names = Object.keys(optionsOf(rule)) as (keyof Options)[];
  const defaults = optionsOf(rule);
  return {
    properties: Object.fromEntries(
      names.map((name) => [name, { ...schemas[name], default: copy(defaults[name]) }]),
    ),
  };
}

/**
 * The options of a rule from its configuration, which the engine has held against `configSchema`.
 *
 * That schema cannot refuse names that it does not have; those are `unknownNames`.
 */
export function readOptions(
  rule: RuleMetadata,
  config: Readonly<Record<string, unknown>>,
): { readonly options: Options; readonly unknownNames: readonly string[] } {
  const own = optionsOf(rule);
  const set = Object.fromEntries(Object.entries(config).filter(([name]) => Object.hasOwn(own, name)));
  return {
    options: { ...noOptions, ...own, ...set },
    unknownNames: Object.keys(config).filter((name) => !Object.hasOwn(own, name)),
  };
}

function copy(value: Options[keyof Options] | undefined): string | number | boolean | object {
  return typeof value === "object" ? [...value] : (value ?? "");
}
