import { describedServices, serviceData } from "../data/services";
import type { PatternElement } from "../model";
import type { Budget } from "./budget";
import { globMatches } from "./glob";
import { literals, manyOf, oneOf, regionCharacter } from "./items";
import { sequenceOf } from "./patterns";
import type { Part, Problem } from "./problem";
import { anyResource, regionalResource, shapesOfAction } from "./resources";
import type { ResourceShape } from "./resources";
import { stringClasses } from "./stringClasses";
import type { Language } from "./stringClasses";

/** Actions that the same statements name and that work on the same types of resource. */
export interface ActionClass {
  /** One of them. */
  readonly action: string;
  /** Bits of the statements that name them. */
  readonly mask: bigint;
  readonly shapes: readonly ResourceShape[];
}

/** What a trust policy is asked for. */
const trustActions: ReadonlySet<string> = new Set([
  "sts:assumerole",
  "sts:assumerolewithsaml",
  "sts:assumerolewithwebidentity",
  "sts:tagsession",
  "sts:setsourceidentity",
]);

interface KnownAction {
  readonly name: string;
  readonly lower: string;
  readonly shapes: readonly ResourceShape[];
}

const knownActions = new Map<string, readonly KnownAction[]>();

function actionsOf(service: string): readonly KnownAction[] {
  const found = knownActions.get(service);
  if (found !== undefined) return found;
  const actions = Object.entries(serviceData(service)?.actions ?? {}).map(([name, { resourceTypes }]) => ({
    name: `${service}:${name}`,
    lower: `${service}:${name}`.toLowerCase(),
    shapes: shapesOfAction(service, resourceTypes),
  }));
  knownActions.set(service, actions);
  return actions;
}

const literalAction = /^[^*?]+$/;
const serviceOf = (pattern: string): string =>
  pattern.slice(0, Math.max(0, pattern.indexOf(":"))).toLowerCase();

/**
 * The classes of the actions that the proved statement names.
 *
 * Of a described service these are its published actions; a pattern that matches none of them stands for an action
 * that is not published yet. Other services have any action and any ARN. Services that no statement tells from
 * others are represented by one of them.
 *
 * @throws OverBudget
 */
export function actionClasses(
  { kind, proved, others, demanded }: Problem,
  budget: Budget,
): readonly ActionClass[] {
  const classes = new Map<string, ActionClass>();
  const offer = (action: string, mask: bigint, shapes: readonly ResourceShape[]): void => {
    if (demanded !== undefined && (mask & demanded.bit) === 0n) return;
    const key = `${mask.toString(36)} ${shapes.map(({ template }) => template).join(" ")}`;
    if (!classes.has(key)) classes.set(key, { action, mask, shapes });
  };
  const matchers = others.map((part) => ({ part, names: namesAction(part.statement.action) }));
  const maskOf = (lower: string): bigint =>
    matchers.reduce((mask, { part, names }) => (names(lower) ? mask | part.bit : mask), 0n);

  const named = namesAction(proved.statement.action);
  for (const service of kind === "trust" ? ["sts"] : mentionedServices(demanded, proved, others)) {
    for (const { name, lower, shapes } of actionsOf(service)) {
      if (named(lower) && (kind !== "trust" || trustActions.has(lower))) offer(name, maskOf(lower), shapes);
    }
  }
  if (kind === "trust") return [...classes.values()];
  for (const { prefix, required } of unpublished(proved, others)) {
    for (const { action, mask } of walk(required, proved, others, budget)) {
      offer(action, mask, prefix === undefined ? [anyResource] : [regionalResource(prefix), anyResource]);
    }
  }
  return [...classes.values()];
}

function namesAction({ negated, patterns }: PatternElement): (lower: string) => boolean {
  const lowers = patterns.map((pattern) => pattern.toLowerCase());
  const exact = new Set(lowers.filter((pattern) => literalAction.test(pattern)));
  const wild = lowers.filter((pattern) => !literalAction.test(pattern));
  return (lower) => (exact.has(lower) || wild.some((pattern) => globMatches(pattern, lower))) !== negated;
}

/** Described services that some pattern tells from the others, by its action or by its ARNs. */
function mentionedServices(
  demanded: Part | undefined,
  proved: Part,
  others: readonly Part[],
): readonly string[] {
  const demandedServices = demanded === undefined ? undefined : literalServices(demanded);
  if (demandedServices !== undefined) return demandedServices;
  const own = literalServices(proved);
  if (own !== undefined) return own;
  const mentioned = new Set<string>();
  const partly: string[] = [];
  for (const { statement } of [proved, ...others]) {
    for (const pattern of statement.action.patterns) {
      const service = serviceOf(pattern);
      if (/[*?]/.test(service) && !/^\*+$/.test(service)) partly.push(service);
      mentioned.add(service);
    }
    for (const pattern of statement.resource?.patterns ?? []) mentioned.add(pattern.split(":")[2] ?? "");
  }
  return describedServices.filter(
    (service) => mentioned.has(service) || partly.some((pattern) => globMatches(pattern, service)),
  );
}

/** The described services that a statement names, where it names each in full. */
function literalServices({ statement: { action } }: Part): readonly string[] | undefined {
  const services = action.patterns.map(serviceOf);
  if (action.negated || services.some((service) => !literalAction.test(service))) return undefined;
  return describedServices.filter((service) => services.includes(service));
}

interface UnpublishedAction {
  /** undefined: any service. */
  readonly prefix: string | undefined;
  readonly required: readonly Language[];
}

/** Where actions that are not published have to be reckoned with. */
function unpublished(proved: Part, others: readonly Part[]): readonly UnpublishedAction[] {
  const { action } = proved.statement;
  const result: UnpublishedAction[] = [];
  const name = [oneOf(regionCharacter), manyOf(regionCharacter)];
  let anyService = action.negated;
  for (const pattern of action.negated ? [] : action.patterns) {
    const service = serviceOf(pattern);
    if (service === "" || /[*?]/.test(service)) {
      anyService = true;
      continue;
    }
    const lower = pattern.toLowerCase();
    if (
      describedServices.includes(service) &&
      actionsOf(service).some((known) => globMatches(lower, known.lower))
    )
      continue;
    const universe = { sequences: [[...literals(`${service}:`), ...name]], lenient: false };
    result.push({ prefix: service, required: [universe, actionLanguage([pattern])] });
  }
  if (anyService) {
    const elements = [proved, ...others].map(({ statement }) => statement.action);
    result.push(
      ...elements.flatMap(({ patterns }) => patterns).flatMap((pattern) => undescribed(pattern, name)),
    );
    const prefix = genericService(elements);
    const start = prefix === undefined ? name : literals(prefix);
    const universe = { sequences: [[...start, ...literals(":"), ...name]], lenient: false };
    result.push({ prefix, required: [universe] });
  }
  return result;
}

/** A service that is named by a pattern and not described. */
function undescribed(pattern: string, name: Language["sequences"][number]): readonly UnpublishedAction[] {
  const service = serviceOf(pattern);
  if (service === "" || /[*?]/.test(service) || describedServices.includes(service)) return [];
  return [
    { prefix: service, required: [{ sequences: [[...literals(`${service}:`), ...name]], lenient: false }] },
  ];
}

/** A service that no pattern names; undefined when a pattern has a wildcard within a service's name. */
function genericService(elements: readonly PatternElement[]): string | undefined {
  const services = elements.flatMap(({ patterns }) => patterns.map(serviceOf));
  if (services.some((service) => /[*?]/.test(service) && !/^\*+$/.test(service))) return undefined;
  return (
    ["sqs", "dynamodb", "lambda", "ec2", "glue"].find((service) => !services.includes(service)) ?? "example"
  );
}

function walk(
  required: readonly Language[],
  proved: Part,
  others: readonly Part[],
  budget: Budget,
): readonly { readonly action: string; readonly mask: bigint }[] {
  const parts = [proved, ...others];
  const elements = parts.map(({ statement }) => statement.action);
  const languages = elements.map(({ patterns }) => actionLanguage(patterns));
  return stringClasses(required, languages, budget).flatMap(({ witness, accepted }) => {
    const names = (index: number): boolean => accepted[index] !== elements[index]?.negated;
    if (!names(0)) return [];
    const mask = others.reduce((sum, { bit }, index) => (names(index + 1) ? sum | bit : sum), 0n);
    return [{ action: asSpelled(witness, elements), mask }];
  });
}

function actionLanguage(patterns: readonly string[]): Language {
  const reading = {
    wildcards: true,
    ignoreCase: true,
    arn: false,
    variables: false,
    variableCase: new Map<string, never>(),
    wideVariables: false,
  };
  const sequences = patterns.map((pattern) => sequenceOf(pattern, reading) ?? []);
  return { sequences, lenient: false };
}

/** The action in the spelling of a document, where one names it. */
function asSpelled(action: string, elements: readonly PatternElement[]): string {
  const spelled = elements
    .flatMap(({ patterns }) => patterns)
    .find((pattern) => pattern.toLowerCase() === action);
  return spelled ?? action;
}
