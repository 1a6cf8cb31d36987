import { checkInputs, type Failure } from "./checkInputs";
import type { Checked, Properties } from "./schema";
import { isValues, unknown, type Value, type Values } from "./values";

/** What `new aws.Provider(…)` may be given here. Everything else is refused. */
export const providerInputs = {
  region: { type: "string", required: true, createOnly: true },
  allowedAccountIds: { type: "stringSet" },
  assumeRoles: {
    type: "list",
    of: {
      type: "object",
      properties: {
        roleArn: { type: "string", required: true, pattern: "arn:aws[a-z-]*:iam::\\d{12}:role/.+" },
        sessionName: { type: "string" },
        externalId: { type: "string" },
        duration: { type: "string", pattern: "(\\d+[hms])+" },
      },
    },
  },
  defaultTags: { type: "object", properties: { tags: { type: "stringMap" } } },
  s3UsePathStyle: { type: "boolean", default: false },
  skipCredentialsValidation: { type: "boolean", default: false },
  skipMetadataApiCheck: { type: "boolean", default: false },
  skipRegionValidation: { type: "boolean", default: true },
  skipRequestingAccountId: { type: "boolean", default: false },
} as const satisfies Properties;

/** A provider's checked configuration. */
export type ProviderConfig = Checked<typeof providerInputs>;

const subject = "pulumi:providers:aws";
const credentialInputs = ["accessKey", "secretKey", "token"];
/** What the engine itself adds to a provider's inputs. */
const engineInputs = ["version", "__internal"];

/**
 * Every reason why a provider cannot have these inputs; none when it can.
 *
 * @param inputs as `@pulumi/aws` sends them: all but strings are JSON texts
 */
export function checkProviderConfig(inputs: Values): readonly Failure[] {
  const given = withoutNames(inputs, engineInputs);
  const credentials = credentialInputs.filter((name) => Object.hasOwn(given, name));
  const refusals = credentials.map((property) => ({
    property,
    reason: `${subject} does not take "${property}": credentials come from the environment, since inputs are kept in the state`,
  }));
  const { failures } = checkInputs(subject, providerInputs, decode(withoutNames(given, credentialInputs)));
  return [...refusals, ...failures];
}

/**
 * A provider's configuration from its inputs.
 *
 * @throws Error with every failure of `checkProviderConfig`, one a line
 */
export function parseProviderConfig(inputs: Values): ProviderConfig {
  const failures = checkProviderConfig(inputs);
  if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
  const checked = checkInputs(subject, providerInputs, decode(withoutNames(inputs, engineInputs)));
  const config = checked.inputs as unknown as ProviderConfig;
  if (!config.skipRegionValidation && !/^[a-z]{2}(-[a-z]+)+-\d+$/.test(config.region)) {
    throw new Error(`invalid AWS Region: ${config.region}`);
  }
  return config;
}

/**
 * Two providers' inputs in a form that can be compared.
 *
 * @param inputs as `@pulumi/aws` sends them
 */
export function decodeProviderInputs(inputs: Values): Values {
  return decode(withoutNames(inputs, engineInputs));
}

function decode(inputs: Values): Values {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => {
      const schema = (providerInputs as Properties)[name];
      return [name, schema === undefined || schema.type === "string" ? value : fromJson(value)];
    }),
  );
}

function fromJson(value: Value): Value {
  if (typeof value !== "string" || value === unknown) return value;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return value;
  }
}

function withoutNames(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}

/** The tags that the provider adds to every resource that has tags; a resource's own tag wins. */
export function withDefaultTags(config: ProviderConfig, inputs: Values): Values {
  const defaults = config.defaultTags?.tags ?? {};
  const own = inputs["tags"];
  if (Object.keys(defaults).length === 0 || (own !== undefined && !isValues(own))) return inputs;
  return { ...inputs, tags: { ...defaults, ...own } };
}

/**
 * A Go duration such as `1h30m`, in seconds.
 *
 * @see https://pkg.go.dev/time#ParseDuration
 */
export function durationSeconds(duration: string): number {
  const secondsOf: Readonly<Record<string, number>> = { h: 3_600, m: 60, s: 1 };
  return [...duration.matchAll(/(\d+)([hms])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (secondsOf[unit ?? ""] ?? 0),
    0,
  );
}
