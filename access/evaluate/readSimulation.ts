import type { PolicyDocument, PolicyKind, Problem } from "../model";
import { memberNode } from "../read/jsonTree";
import type { JsonNode } from "../read/jsonTree";
import { aKind, join, Reading } from "../read/reading";
import { readPolicyNode } from "../read/readPolicy";
import { parseCaller } from "./caller";
import type { AccessRequest, PolicySet } from "./request";
import { isRoleAssumption } from "./roleAssumption";

/** A request with its policies, or everything that is wrong with it. */
export type SimulationRead =
  | { readonly ok: true; readonly request: AccessRequest; readonly policies: PolicySet }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const fields = [
  "id",
  "request",
  "identityPolicies",
  "resourcePolicy",
  "permissionsBoundary",
  "sessionPolicies",
  "serviceControlPolicies",
  "resourceControlPolicies",
  "vpcEndpointPolicies",
  "blockPublicAccess",
];

/**
 * What a caller adds to a line for itself, such as a comment, is passed over. A name that speaks of policies or
 * public access is not: misspelt, it would leave a limit out of the decision.
 */
function annotations(root: JsonNode): readonly string[] {
  if (root.kind !== "object") return [];
  return root.members.map(({ name }) => name).filter((name) => !/polic|boundar|public|request/i.test(name));
}

/**
 * Reads one request with its policies, as a line of `xput policy simulate --batch` has them.
 *
 * Policies that are `null` or not there set no limit. The resource policy is read as a trust policy when the
 * request assumes a role. Every problem is returned, with its path.
 */
export function readSimulation(root: JsonNode): SimulationRead {
  const reading = new Reading();
  const members = reading.members(root, "", [...fields, ...annotations(root)]);
  if (members === undefined) return { ok: false, problems: reading.problems };
  const node = (name: string) => members.get(name)?.node;

  const request = readRequest(reading, node("request") ?? { kind: "null" });
  const trust = request !== undefined && isRoleAssumption(request.action, request.resource);
  const documents = (name: string, kind: PolicyKind) => readDocuments(reading, node(name), name, kind);
  const levels = (name: string, kind: PolicyKind) => readLevels(reading, node(name), name, kind);
  const resource = node("resourcePolicy");
  const policies: PolicySet = {
    identityPolicies: documents("identityPolicies", "identity") ?? [],
    resourcePolicy: isAbsent(resource)
      ? undefined
      : readDocument(reading, resource, "resourcePolicy", trust ? "trust" : "resource"),
    permissionsBoundary: documents("permissionsBoundary", "identity"),
    sessionPolicies: documents("sessionPolicies", "identity"),
    serviceControlPolicies: levels("serviceControlPolicies", "serviceControl"),
    resourceControlPolicies: levels("resourceControlPolicies", "resourceControl"),
    vpcEndpointPolicies: documents("vpcEndpointPolicies", "vpcEndpoint"),
    blockPublicAccess: readBoolean(reading, node("blockPublicAccess"), "blockPublicAccess"),
  };
  if (request === undefined || reading.problems.length > 0) return { ok: false, problems: reading.problems };
  return { ok: true, request, policies };
}

function readRequest(reading: Reading, root: JsonNode): AccessRequest | undefined {
  const names = ["principal", "action", "resource", "resourceAccount", "context"];
  const members = reading.members(root, "request", names);
  if (members === undefined) return undefined;
  const principal = readText(reading, memberNode(root, "principal"), "request.principal");
  const action = readText(reading, memberNode(root, "action"), "request.action");
  const resource = readText(reading, memberNode(root, "resource"), "request.resource");
  const accountNode = memberNode(root, "resourceAccount");
  const account = isAbsent(accountNode)
    ? undefined
    : readText(reading, accountNode, "request.resourceAccount");
  const context = readContext(reading, memberNode(root, "context"));
  if (principal === undefined || action === undefined || resource === undefined) return undefined;

  if (parseCaller(principal, action) === undefined) {
    const message = `"${principal}" is no principal: must be an ARN, "*" or a service like "cloudtrail.amazonaws.com"`;
    reading.error({}, "request.principal", message);
  }
  if (!/^[a-z0-9-]+:[a-z0-9]+$/i.test(action)) {
    reading.error({}, "request.action", `"${action}" is no action: must be like "s3:PutObject"`);
  }
  if (resource !== "*" && !resource.startsWith("arn:")) {
    reading.error({}, "request.resource", `"${resource}" is no resource: must be an ARN or "*"`);
  }
  if (account !== undefined && !/^\d{12}$/.test(account)) {
    reading.error({}, "request.resourceAccount", `"${account}" is no account id: must be 12 digits`);
  }
  return {
    principal,
    action,
    resource,
    ...(account === undefined ? {} : { resourceAccount: account }),
    context,
  };
}

function readContext(reading: Reading, node: JsonNode | undefined): AccessRequest["context"] {
  const path = "request.context";
  if (isAbsent(node)) return {};
  if (node.kind !== "object") {
    reading.error(node, path, `is ${aKind(node)}: must be an object of condition keys`);
    return {};
  }
  const context: Record<string, string | readonly string[]> = {};
  for (const { name, node: value } of reading.unrepeated(node, path)) {
    const valuePath = join(path, name);
    context[name] =
      value.kind === "array"
        ? value.items.map((item, index) => contextValue(reading, item, `${valuePath}[${index}]`))
        : contextValue(reading, value, valuePath);
  }
  return context;
}

function contextValue(reading: Reading, node: JsonNode, path: string): string {
  if (node.kind === "string") return node.value;
  if (node.kind === "number" || node.kind === "boolean") return node.text;
  reading.error(node, path, `is ${aKind(node)}: must be a string or a list of strings`);
  return "";
}

function readText(reading: Reading, node: JsonNode | undefined, path: string): string | undefined {
  if (node?.kind === "string") return node.value;
  reading.error({}, path, node === undefined ? "is missing" : `is ${aKind(node)}: must be a string`);
  return undefined;
}

function readBoolean(reading: Reading, node: JsonNode | undefined, path: string): boolean | undefined {
  if (isAbsent(node)) return undefined;
  if (node.kind === "boolean") return node.text === "true";
  reading.error(node, path, `is ${aKind(node)}: must be true, false or null`);
  return undefined;
}

function readLevels(
  reading: Reading,
  node: JsonNode | undefined,
  path: string,
  kind: PolicyKind,
): readonly (readonly PolicyDocument[])[] | undefined {
  return readList(reading, node, path)?.map((level, index) => {
    const levelPath = `${path}[${index}]`;
    if (isAbsent(level)) reading.error({}, levelPath, "is null: must be the list of a level's policies");
    return readDocuments(reading, level, levelPath, kind) ?? [];
  });
}

function readDocuments(
  reading: Reading,
  node: JsonNode | undefined,
  path: string,
  kind: PolicyKind,
): readonly PolicyDocument[] | undefined {
  const items = readList(reading, node, path);
  return items?.flatMap((item, index) => readDocument(reading, item, `${path}[${index}]`, kind) ?? []);
}

function readList(
  reading: Reading,
  node: JsonNode | undefined,
  path: string,
): readonly JsonNode[] | undefined {
  if (isAbsent(node)) return undefined;
  if (node.kind === "array") return node.items;
  reading.error(node, path, `is ${aKind(node)}: must be a list or null`);
  return undefined;
}

function readDocument(
  reading: Reading,
  node: JsonNode,
  path: string,
  kind: PolicyKind,
): PolicyDocument | undefined {
  const { result } = readPolicyNode(node, kind);
  if (result.ok) return result.document;
  for (const problem of result.problems) {
    reading.error({}, problem.path === "" ? path : join(path, problem.path), problem.message, problem.check);
  }
  return undefined;
}

function isAbsent(node: JsonNode | undefined): node is undefined | (JsonNode & { readonly kind: "null" }) {
  return node === undefined || node.kind === "null";
}
