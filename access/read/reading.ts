import type { Problem } from "../model";
import { lineAndColumn } from "./jsonTree";
import type { JsonMember, JsonNode } from "./jsonTree";

/** Where an element stands: its path as a person writes it, and its offset in the text. */
export interface Place {
  readonly path: string;
  readonly offset?: number;
}

/**
 * Places by canonical path: like `Place.path`, but a single value counts as a list of one
 * (`Statement[0].Action[0]`) and operators are spelled as AWS does.
 */
export type Places = ReadonlyMap<string, Place>;

/** Collects the problems and places of one document while it is read. */
export class Reading {
  readonly problems: Problem[] = [];
  readonly places = new Map<string, Place>();

  /** @param text the JSON text that offsets point into; absent for a value that was parsed already */
  constructor(private readonly text?: string) {}

  /** Notes an error at a node or member. */
  error(at: { readonly offset?: number }, path: string, message: string, check?: string): void {
    this.problems.push({
      path,
      message,
      severity: "error",
      ...(check === undefined ? {} : { check }),
      ...(at.offset === undefined || this.text === undefined ? {} : lineAndColumn(this.text, at.offset)),
    });
  }

  /** Remembers where an element stands. */
  place(canonicalPath: string, path: string, at: { readonly offset?: number }): void {
    this.places.set(canonicalPath, { path, ...(at.offset === undefined ? {} : { offset: at.offset }) });
  }

  /**
   * The members of an object that `allowed` names, each once; every other and every repeated member is an
   * error. Undefined when the node is no object.
   */
  members(
    node: JsonNode,
    path: string,
    allowed: readonly string[],
  ): ReadonlyMap<string, JsonMember> | undefined {
    if (node.kind !== "object") {
      this.error(node, path, `is ${aKind(node)}: must be an object`, "DATA_TYPE_MISMATCH");
      return undefined;
    }
    const found = new Map<string, JsonMember>();
    for (const member of this.unrepeated(node, path)) {
      if (allowed.includes(member.name)) found.set(member.name, member);
      else {
        const message = `unknown element: allowed are ${allowed.join(", ")}`;
        this.error(member, join(path, member.name), message, "INVALID_POLICY_ELEMENT");
      }
    }
    return found;
  }

  /** The members of an object; one whose name was there already is an error and left out. */
  unrepeated(node: JsonNode & { readonly kind: "object" }, path: string): readonly JsonMember[] {
    const seen = new Set<string>();
    return node.members.filter((member) => {
      if (!seen.has(member.name)) {
        seen.add(member.name);
        return true;
      }
      this.error(member, join(path, member.name), "appears twice in the same object: write it once");
      return false;
    });
  }

  /** The texts of a string or a list of strings; anything else is an error. */
  texts(node: JsonNode, path: string): readonly PlacedText[] {
    if (node.kind === "string") {
      this.place(`${path}[0]`, path, node);
      return [{ text: node.value, node, path }];
    }
    if (node.kind !== "array") {
      this.error(
        node,
        path,
        `is ${aKind(node)}: must be a string or a list of strings`,
        "DATA_TYPE_MISMATCH",
      );
      return [];
    }
    return node.items.flatMap((item, index) => {
      const itemPath = `${path}[${index}]`;
      this.place(itemPath, itemPath, item);
      if (item.kind === "string") return [{ text: item.value, node: item, path: itemPath }];
      this.error(item, itemPath, `is ${aKind(item)}: must be a string`, "DATA_TYPE_MISMATCH");
      return [];
    });
  }
}

/** One string of a document with its place. */
export interface PlacedText {
  readonly text: string;
  readonly node: JsonNode;
  readonly path: string;
}

/** "Statement[0]" and "Action" -> "Statement[0].Action". */
export function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

/** "an object", "a string", "null", … */
export function aKind(node: JsonNode): string {
  if (node.kind === "null" || node.kind === "not JSON") return node.kind;
  return `${/^[ao]/.test(node.kind) ? "an" : "a"} ${node.kind}`;
}
