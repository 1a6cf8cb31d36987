import type { Call } from "../model";
import type { Members } from "./event";
import { withoutSecrets } from "./secrets";

/** What a request was given, as its event says it; null where it was given nothing. */
export function requestParameters(call: Call): Members | null {
  const members = membersOf(call);
  return Object.keys(members).length === 0 ? null : members;
}

function membersOf({ service, parameters, headers }: Call): Members {
  switch (service) {
    case "s3": {
      const host = headers.host === undefined ? {} : { Host: headers.host };
      const { bucketName, key, ...others } = parameters;
      return {
        ...others,
        ...(bucketName === undefined ? {} : { bucketName }),
        ...host,
        ...(key === undefined ? {} : { key }),
      };
    }
    case "iam":
    case "sts":
    case "sns":
      return withoutSecrets(nested(parameters)) as Members;
    case "s3-control":
    case "kms":
    case "cloudtrail":
    case "logs":
    case "monitoring":
    case "events":
    case "guardduty":
    case "organizations":
    case "other":
      return withoutSecrets(parameters) as Members;
  }
}

const mostItems = 1_000;

/** Structures and lists of a flat form: `Tags.member.1.Key` becomes `{Tags: [{Key: …}]}`. */
export function nested(parameters: Readonly<Record<string, unknown>>): Members {
  const root: Tree = new Map();
  for (const [name, value] of Object.entries(parameters)) {
    if (name === "Action" || name === "Version") continue;
    const path = name.split(".").filter((part) => part !== "member" && part !== "entry");
    let place = root;
    for (const part of path.slice(0, -1)) {
      const next = place.get(part);
      const tree: Tree = next?.kind === "inner" ? next.tree : new Map<string, Node>();
      place.set(part, { kind: "inner", tree });
      place = tree;
    }
    place.set(path.at(-1) ?? name, { kind: "value", value });
  }
  return Object.fromEntries([...root].map(([name, node]) => [name, valueOf(node)]));
}

/** A value of the form, or what is under a part of its name. */
type Node =
  { readonly kind: "value"; readonly value: unknown } | { readonly kind: "inner"; readonly tree: Tree };
type Tree = Map<string, Node>;

function valueOf(node: Node): unknown {
  if (node.kind === "value") return node.value;
  const entries = [...node.tree].slice(0, mostItems);
  if (entries.every(([name]) => /^\d+$/.test(name))) return entries.map(([, item]) => valueOf(item));
  return Object.fromEntries(entries.map(([name, item]) => [name, valueOf(item)]));
}
