import type { PolicyKind, Statement } from "../model";
import type { JsonMember, JsonNode } from "./jsonTree";
import { kindRules } from "./kindRules";
import { readCondition } from "./readCondition";
import { readAction, readResource } from "./readPatterns";
import { readPrincipal } from "./readPrincipal";
import { aKind, join } from "./reading";
import type { Reading } from "./reading";

const elements = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];

type Members = ReadonlyMap<string, JsonMember>;

/** An element and whether its `Not` twin was the one written. */
interface Chosen {
  readonly member: JsonMember;
  readonly negated: boolean;
  readonly path: string;
}

/** Reads one statement; undefined when it has no effect or no action that could be read. */
export function readStatement(
  reading: Reading,
  node: JsonNode,
  index: number,
  kind: PolicyKind,
): Statement | undefined {
  const path = `Statement[${index}]`;
  reading.place(path, path, node);
  const members = reading.members(node, path, elements);
  if (members === undefined) return undefined;
  for (const [name, member] of members) reading.place(join(path, name), join(path, name), member);

  const sid = readSid(reading, members.get("Sid"), path, kind);
  const effect = readEffect(reading, node, members.get("Effect"), path);
  const principal = choose(reading, node, members, path, "Principal", kindRules[kind].principal, kind);
  const action = choose(reading, node, members, path, "Action", "required", kind);
  const resource = choose(reading, node, members, path, "Resource", kindRules[kind].resource, kind);
  if (principal?.negated === true && !kindRules[kind].notPrincipal) {
    const message = `${a(kind)} takes no NotPrincipal: use Principal`;
    const check =
      kind === "trust" ? "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL" : "UNSUPPORTED_ELEMENT_COMBINATION";
    reading.error(principal.member, principal.path, message, check);
  }

  const read = {
    principal: principal && readPrincipal(reading, principal.member.node, principal.path, principal.negated),
    action: action && readAction(reading, action.member.node, action.path, action.negated),
    resource: resource && readResource(reading, resource.member.node, resource.path, resource.negated),
  };
  if (kind === "resourceControl" && principal !== undefined && read.principal?.anyone === false) {
    const message = 'a resource control policy applies to everyone: Principal must be "*"';
    reading.error(principal.member, principal.path, message, "UNSUPPORTED_PRINCIPAL");
  }
  const condition = members.get("Condition");
  const conditions =
    condition === undefined ? [] : readCondition(reading, condition.node, join(path, "Condition"));
  if (effect === undefined || read.action === undefined) return undefined;
  return {
    index,
    ...(sid === undefined ? {} : { sid }),
    effect,
    ...(read.principal === undefined ? {} : { principal: read.principal }),
    action: read.action,
    ...(read.resource === undefined ? {} : { resource: read.resource }),
    conditions,
  };
}

function readSid(
  reading: Reading,
  member: JsonMember | undefined,
  parent: string,
  kind: PolicyKind,
): string | undefined {
  if (member === undefined) return undefined;
  const path = join(parent, "Sid");
  if (member.node.kind !== "string") {
    reading.error(member.node, path, `is ${aKind(member.node)}: must be a string`, "DATA_TYPE_MISMATCH");
    return undefined;
  }
  const { value } = member.node;
  if (kindRules[kind].strictSids && !/^[A-Za-z0-9]*$/.test(value)) {
    const message = `"${value}" has other characters than A-Z, a-z and 0-9`;
    reading.error(member.node, path, message, "UNSUPPORTED_SID");
  }
  return value;
}

function readEffect(
  reading: Reading,
  statement: JsonNode,
  member: JsonMember | undefined,
  parent: string,
): "Allow" | "Deny" | undefined {
  const path = join(parent, "Effect");
  if (member === undefined) {
    reading.error(statement, parent, 'Effect is missing: must be "Allow" or "Deny"', "MISSING_EFFECT");
    return undefined;
  }
  const value = member.node.kind === "string" ? member.node.value : aKind(member.node);
  if (value === "Allow" || value === "Deny") return value;
  reading.error(member.node, path, `is ${value}: must be "Allow" or "Deny", case matters`, "INVALID_EFFECT");
  return undefined;
}

function choose(
  reading: Reading,
  statement: JsonNode,
  members: Members,
  parent: string,
  name: "Principal" | "Action" | "Resource",
  rule: "required" | "refused",
  kind: PolicyKind,
): Chosen | undefined {
  const positive = members.get(name);
  const negative = members.get(`Not${name}`);
  if (positive !== undefined && negative !== undefined) {
    const message = `${name} and Not${name} exclude each other: keep one`;
    reading.error(negative, join(parent, `Not${name}`), message, "UNSUPPORTED_ELEMENT_COMBINATION");
  }
  const member = positive ?? negative;
  if (member === undefined) {
    if (rule === "required") {
      const message = `${name} is missing: each statement of ${a(kind)} needs it`;
      reading.error(statement, parent, message, `MISSING_${name.toUpperCase()}`);
    }
    return undefined;
  }
  const path = join(parent, member.name);
  if (rule === "refused") {
    reading.error(member, path, `${a(kind)} takes no ${member.name}: leave it out`, refusal(name, kind));
    return undefined;
  }
  return { member, negated: positive === undefined, path };
}

/** The name of AWS's check for an element that the kind of policy does not take. */
function refusal(name: string, kind: PolicyKind): string {
  if (kind === "trust" && name === "Resource") return "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE";
  if (kind === "serviceControl" && name === "Principal") return "SCP_SYNTAX_ERROR_PRINCIPAL";
  return name === "Principal" ? "UNSUPPORTED_PRINCIPAL" : "UNSUPPORTED_ELEMENT_COMBINATION";
}

/** "an identity policy", "a VPC endpoint policy". */
function a(kind: PolicyKind): string {
  return `${kind === "identity" ? "an" : "a"} ${kindRules[kind].name}`;
}
