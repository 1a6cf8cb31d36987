import { createRequire } from "node:module";
import type { PolicyResource, PolicyResourceOptions, ResourceValidationArgs } from "@pulumi/policy";
import { crossGuardPolicy } from "../../../policypacks/least-privilege/crossGuardPolicy";
import type { Rule } from "../../../policypacks/least-privilege/rule";

/** The proxy that the engine's side puts around properties. The package exports it, its typings do not. */
export const { unknownCheckingProxy } = createRequire(__filename)("@pulumi/policy") as {
  readonly unknownCheckingProxy: (props: object) => Record<string, unknown>;
};

/** What the engine sends for a text that is not known at preview. */
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What a policy pack's configuration says about one rule. */
export type Config = Readonly<Record<string, unknown>>;

/** The day on which all tests take place. */
export const today = "2026-06-15";

/** A violation that says its own level; the tests give that in place of a resource's name. */
interface Advisory {
  readonly message: string;
  readonly enforcementLevel: string;
}

/** A resource as a test writes it. */
export interface Given {
  readonly type: string;
  /** @default "r" */
  readonly name?: string;
  readonly props: Readonly<Record<string, unknown>>;
  /** Inputs of its provider. @default no provider */
  readonly provider?: Readonly<Record<string, unknown>>;
  /** Names of the resources that each property is made from, for stack rules. @default none */
  readonly madeFrom?: Readonly<Record<string, readonly string[]>>;
}

/** The account that `ownProvider` is bound to. */
export const ownAccount = "111111111111";

export const ownProvider = { allowedAccountIds: [ownAccount] };

/** What a rule reports for one resource, asked as the engine asks: the properties behind its proxy. */
export function violations(rule: Rule, given: Given, config: Config = {}): readonly string[] {
  const reported: string[] = [];
  const args = resourceArgs(given, config);
  for (const validate of resourceValidations(crossGuardPolicy(rule, () => today)))
    void validate(args, (message) => reported.push(message));
  return reported;
}

/** What the engine asks a rule about one resource. */
export function resourceArgs(given: Given, config: Config): ResourceValidationArgs {
  return {
    ...common(given),
    getConfig: () => config as never,
    notApplicable: refuse,
    stackTags: new Map(),
    asType: refuse,
    isType: refuse,
  };
}

/** The properties that a rule makes of a resource's where it remedies them; undefined where it leaves them. */
export function remedied(rule: Rule, given: Given): Record<string, unknown> | undefined {
  const policy = crossGuardPolicy(rule, () => today);
  const remediate = "remediateResource" in policy ? policy.remediateResource : undefined;
  const props = { ...given.props };
  const changed = remediate?.({
    ...common(given),
    props: unknownCheckingProxy(props),
    getConfig: () => ({}) as never,
    notApplicable: refuse,
    stackTags: new Map(),
    asType: refuse,
    isType: refuse,
  });
  // The engine takes what is behind the proxy.
  return changed === undefined ? undefined : props;
}

/**
 * What a rule reports when it is asked with the whole stack, each with the name of the resource that it points at. As the
 * engine does, it asks a rule on resources about each of them before.
 */
export function stackViolations(
  rule: Rule,
  givens: readonly Given[],
  config: Config = {},
): readonly (readonly [string, string])[] {
  const policy = crossGuardPolicy(rule, () => today);
  for (const given of givens) {
    for (const validate of resourceValidations(policy))
      void validate(resourceArgs(given, config), () => undefined);
  }
  const validateStack = "validateStack" in policy ? policy.validateStack : undefined;
  const resources = policyResources(givens);
  const reported: (readonly [string, string])[] = [];
  const report = (found: string | Advisory, urn?: string) => {
    const [message, name] =
      typeof found === "string"
        ? [found, resources.find((resource) => resource.urn === urn)?.name ?? "nobody"]
        : [found.message, found.enforcementLevel];
    reported.push([name, message]);
  };
  const args = {
    resources,
    getConfig: () => config as never,
    notApplicable: refuse,
    stackTags: new Map<string, string>(),
  };
  void validateStack?.(args, report);
  return reported;
}

/** The resources as the engine hands them to a stack rule. */
export function policyResources(givens: readonly Given[]): PolicyResource[] {
  const resources = givens.map((given): PolicyResource => {
    return { ...common(given), dependencies: [], propertyDependencies: {}, isType: refuse, asType: refuse };
  });
  for (const [index, { madeFrom = {} }] of givens.entries()) {
    for (const [property, names] of Object.entries(madeFrom)) {
      const sources = resources.filter(({ name }) => names.includes(name));
      const resource = resources[index];
      if (resource !== undefined) resource.propertyDependencies[property] = sources;
    }
  }
  return resources;
}

function resourceValidations(policy: ReturnType<typeof crossGuardPolicy>) {
  const resource = "validateResource" in policy ? policy.validateResource : undefined;
  return resource === undefined ? [] : Array.isArray(resource) ? resource : [resource];
}

function common({ type, name = "r", props, provider }: Given) {
  return {
    type,
    name,
    urn: `urn:pulumi:dev::test::${type}::${name}`,
    props: unknownCheckingProxy(props),
    opts: options,
    ...(provider === undefined
      ? {}
      : {
          provider: {
            type: "pulumi:providers:aws",
            name: "p",
            urn: "urn:pulumi:dev::test::pulumi:providers:aws::p",
            props: unknownCheckingProxy(provider),
          },
        }),
  };
}

const options: PolicyResourceOptions = {
  protect: false,
  ignoreChanges: [],
  aliases: [],
  additionalSecretOutputs: [],
  customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
};

function refuse(): never {
  throw new Error("no rule may need this");
}

/** A policy text with these statements. */
export function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
