import type { ConditionClause } from "../model";
import { readPolicy } from "../read/readPolicy";
import type { Intent, KeyIntent, Meaning, Refusal, Seal } from "./intent";

/** What is meant, or everything that is wrong with its text. */
export type MeaningResult =
  | { readonly ok: true; readonly meaning: Meaning }
  | { readonly ok: false; readonly problems: readonly string[] };

/** A JSON object, of which nothing is known. */
type Entry = Readonly<Record<string, unknown>>;

/**
 * Reads what is meant from JSON: `intents`, `keyUses`, `refusals` and `seals`, with conditions as policy documents
 * write them. docs/pack-proof.md shows the form.
 */
export function readMeaning(json: Entry): MeaningResult {
  const reading = new MeaningReading();
  const intents = reading.list(json, "intents").map(([entry, at]) => reading.intent(entry, at));
  const keyIntents = reading.list(json, "keyUses").map(([entry, at]) => reading.keyUse(entry, at));
  const refusals = reading.list(json, "refusals").map(([entry, at]) => reading.refusal(entry, at));
  const seals = reading.list(json, "seals").map(([entry, at]): Seal => {
    reading.onlyNames(entry, at, ["bucketArn", "actions"]);
    return { bucketArn: reading.text(entry, at, "bucketArn"), actions: reading.texts(entry, at, "actions") };
  });
  const names = [...intents, ...keyIntents].map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) < index);
  reading.problems.push(
    ...new Set(twice.map((name) => `the name ${name} stands twice: each must be unique`)),
  );
  if (reading.problems.length > 0) return { ok: false, problems: reading.problems };
  return { ok: true, meaning: { intents, keyIntents, refusals, seals } };
}

class MeaningReading {
  readonly problems: string[] = [];

  intent(entry: Entry, at: string): Intent {
    this.onlyNames(entry, at, [
      ...[
        "name",
        "bucketArn",
        "who",
        "role",
        "accessPoint",
        "actions",
        "prefixes",
        "objects",
        "bucketActions",
      ],
      ...[
        "assumeConditions",
        "tagConditions",
        "useConditions",
        "useAlternatives",
        "keyConditions",
        "keyActions",
        "elsewhere",
      ],
    ]);
    const has = (name: string): boolean => entry[name] !== undefined;
    if (has("role") && has("accessPoint"))
      this.problems.push(`${at}: must not have role and accessPoint: give each way an intent of its own`);
    return {
      name: this.text(entry, at, "name"),
      bucketArn: this.text(entry, at, "bucketArn"),
      who: this.texts(entry, at, "who"),
      actions: this.texts(entry, at, "actions"),
      prefixes: this.texts(entry, at, "prefixes"),
      ...(has("objects") ? { objects: this.texts(entry, at, "objects") } : {}),
      ...(has("bucketActions") ? { bucketActions: this.texts(entry, at, "bucketActions") } : {}),
      via: has("role")
        ? { kind: "role", arn: this.text(entry, at, "role") }
        : has("accessPoint")
          ? { kind: "accessPoint", arn: this.text(entry, at, "accessPoint") }
          : { kind: "direct" },
      assumeConditions: this.conditions(entry["assumeConditions"], `${at}.assumeConditions`),
      ...(has("tagConditions")
        ? { tagConditions: this.conditions(entry["tagConditions"], `${at}.tagConditions`) }
        : {}),
      useConditions: this.conditions(entry["useConditions"], `${at}.useConditions`),
      ...(has("useAlternatives")
        ? {
            useAlternatives: this.blocks(entry["useAlternatives"], `${at}.useAlternatives`),
          }
        : {}),
      keyConditions: this.conditions(entry["keyConditions"], `${at}.keyConditions`),
      ...(has("keyActions") ? { keyActions: this.texts(entry, at, "keyActions") } : {}),
      elsewhere: this.list(entry, "elsewhere", `${at}.`).map(([part, place]) => {
        this.onlyNames(part, place, ["actions", "resources", "conditions"]);
        return {
          actions: this.texts(part, place, "actions"),
          resources: this.texts(part, place, "resources"),
          conditions: this.conditions(part["conditions"], `${place}.conditions`),
        };
      }),
    };
  }

  keyUse(entry: Entry, at: string): KeyIntent {
    this.onlyNames(entry, at, ["name", "bucketArn", "who", "actions", "conditions"]);
    return {
      name: this.text(entry, at, "name"),
      bucketArn: this.text(entry, at, "bucketArn"),
      who: this.texts(entry, at, "who"),
      actions: this.texts(entry, at, "actions"),
      conditions: this.conditions(entry["conditions"], `${at}.conditions`),
    };
  }

  refusal(entry: Entry, at: string): Refusal {
    this.onlyNames(entry, at, ["bucketArn", "actions", "conditions"]);
    return {
      bucketArn: this.text(entry, at, "bucketArn"),
      actions: this.texts(entry, at, "actions"),
      conditions: this.conditions(entry["conditions"], `${at}.conditions`),
    };
  }

  /** The objects of a list, each with its place. */
  list(json: Entry, name: string, before = ""): readonly (readonly [Entry, string])[] {
    const value = json[name] ?? [];
    if (!Array.isArray(value)) this.problems.push(`${before}${name}: must be a list`);
    const items: readonly unknown[] = Array.isArray(value) ? value : [];
    return items.flatMap((item, index): readonly (readonly [Entry, string])[] => {
      if (isEntry(item)) return [[item, `${before}${name}[${index}]`]];
      this.problems.push(`${before}${name}[${index}]: must be an object`);
      return [];
    });
  }

  text(entry: Entry, at: string, name: string): string {
    const value = entry[name];
    if (typeof value === "string" && value !== "") return value;
    this.problems.push(`${at}.${name}: must be a text`);
    return "";
  }

  texts(entry: Entry, at: string, name: string): readonly string[] {
    const value = entry[name];
    if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value;
    this.problems.push(`${at}.${name}: must be a list of texts`);
    return [];
  }

  onlyNames(entry: Entry, at: string, names: readonly string[]): void {
    const unknown = Object.keys(entry).filter((name) => !names.includes(name));
    this.problems.push(
      ...unknown.map((name) => `${at}.${name}: unknown: must be one of ${names.join(", ")}`),
    );
  }

  private blocks(value: unknown, at: string): readonly (readonly ConditionClause[])[] {
    if (Array.isArray(value) && value.length > 0)
      return value.map((block: unknown, index) => this.conditions(block, `${at}[${index}]`));
    this.problems.push(`${at}: must be a list of conditions`);
    return [];
  }

  private conditions(block: unknown, at: string): readonly ConditionClause[] {
    if (block === undefined) return [];
    const statement = { Effect: "Allow", Action: "s3:PutObject", Resource: "*", Condition: block };
    const result = readPolicy({ Version: "2012-10-17", Statement: [statement] }, "identity");
    if (result.ok) return result.document.statements[0]?.conditions ?? [];
    this.problems.push(...result.problems.map(({ message }) => `${at}: ${message}`));
    return [];
  }
}

const isEntry = (value: unknown): value is Entry =>
  typeof value === "object" && value !== null && !Array.isArray(value);
