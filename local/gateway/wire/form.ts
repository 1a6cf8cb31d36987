import type { Elements } from "../services/queryAnswer";
import type { SpokenWays } from "./spokenWays";

type Types = Pick<SpokenWays, "numbers" | "booleans" | "times">;
type Members = Readonly<Record<string, unknown>>;

/**
 * The members that the fields of a form say: `Dimensions.member.1.Name` is a member of a structure in a list.
 *
 * @param fields texts by name, `Action` and `Version` among them
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#query-key-resolution
 */
export function membersOfForm(fields: Members, types: Types): Members {
  const tree = new Map<string, unknown>();
  for (const [name, value] of Object.entries(fields)) {
    if (name === "Action" || name === "Version" || typeof value !== "string") continue;
    const path = name.split(".");
    let node = tree;
    for (const part of path.slice(0, -1)) {
      const known = node.get(part);
      const next = known instanceof Map ? (known as Map<string, unknown>) : new Map<string, unknown>();
      node.set(part, next);
      node = next;
    }
    node.set(path.at(-1) ?? "", value);
  }
  return structureOf("", tree, types);
}

function structureOf(within: string, tree: ReadonlyMap<string, unknown>, types: Types): Members {
  return Object.fromEntries([...tree].map(([name, node]) => [name, valueOf(within, name, node, types)]));
}

function valueOf(within: string, name: string, node: unknown, types: Types): unknown {
  if (typeof node === "string") return readText(within, name, node, types);
  if (!(node instanceof Map)) return node;
  const branches = node as ReadonlyMap<string, unknown>;
  const list = branches.get("member");
  if (!(list instanceof Map)) return structureOf(name, branches, types);
  return [...(list as ReadonlyMap<string, unknown>)]
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, item]) => valueOf(within, name, item, types));
}

function readText(within: string, name: string, text: string, types: Types): unknown {
  const { numbers, booleans, times } = types;
  const isNumber = numbers.has(name) || numbers.has(`${within}.${name}`);
  if (isNumber && text.trim() !== "" && Number.isFinite(Number(text))) return Number(text);
  if (booleans.has(name) && /^(?:true|false)$/.test(text)) return text === "true";
  if (times.has(name) && !Number.isNaN(Date.parse(text))) return Date.parse(text) / 1_000;
  return text;
}

/** Members as the elements of an answer in XML. */
export function elementsOf(members: Members, { times }: Pick<Types, "times">): Elements {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name, elementOf(name, value, times)]),
  );
}

function elementOf(name: string, value: unknown, times: ReadonlySet<string>): Elements[string] {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) {
    return value.flatMap((item) => {
      const element = elementOf(name, item, times);
      return typeof element === "string" || isElements(element) ? [element] : [];
    });
  }
  if (typeof value === "object") return elementsOf(value as Members, { times });
  if (typeof value === "number" && times.has(name)) return new Date(value * 1_000).toISOString();
  return typeof value === "string" ? value : JSON.stringify(value);
}

function isElements(value: Elements[string]): value is Elements {
  return typeof value === "object" && !Array.isArray(value);
}
