import type { IncomingMessage, ServerResponse } from "node:http";
import { readAll } from "./readAll";
import type { DecisionList } from "./record/decisionList";
import type { CachedReader, DeclaredOrganization } from "./store/reader";

/** Paths under this are the gateway's own; no bucket name can start with an underscore. */
const ownPathPrefix = "/_xput/";
const mostBodyBytes = 1024 * 1024;

const known = ["GET /_xput/health", "GET /_xput/decisions", "PUT /_xput/organizations"];

/** Whether a request is for the gateway itself and for no AWS service. */
export function isOwnPath(url: string | undefined): boolean {
  return url?.startsWith(ownPathPrefix) === true;
}

/**
 * Answers what is asked of the gateway itself: whether it is healthy, its last decisions, and the organization that
 * accounts are to be in (`{"id","managementAccount","accounts"}`).
 */
export async function answerOwn(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  decisions: DecisionList,
  store: CachedReader,
): Promise<void> {
  const { httpStatus, body } = await ownAnswer(incoming, decisions, store);
  if (outgoing.destroyed) return;
  outgoing.writeHead(httpStatus, { "content-type": "application/json" });
  outgoing.end(`${JSON.stringify(body)}\n`);
}

interface OwnAnswer {
  readonly httpStatus: number;
  readonly body: unknown;
}

async function ownAnswer(
  incoming: IncomingMessage,
  decisions: DecisionList,
  store: CachedReader,
): Promise<OwnAnswer> {
  switch (`${incoming.method} ${incoming.url}`) {
    case "GET /_xput/health":
      return { httpStatus: 200, body: { status: "ready" } };
    case "GET /_xput/decisions":
      return { httpStatus: 200, body: decisions.list() };
    case "PUT /_xput/organizations": {
      const organization = readDeclaration(await wholeText(incoming));
      if (organization === undefined) {
        const error = 'must be {"id": "o-…", "managementAccount": "12 digits", "accounts": ["12 digits", …]}';
        return { httpStatus: 400, body: { error } };
      }
      store.declareOrganization(organization);
      return { httpStatus: 200, body: organization };
    }
    default:
      return { httpStatus: 404, body: { error: `unknown path; known: ${known.join(", ")}` } };
  }
}

async function wholeText(incoming: IncomingMessage): Promise<string> {
  try {
    return (await readAll(incoming, mostBodyBytes))?.toString() ?? "";
  } catch {
    // The client hung up half-way.
    return "";
  }
}

function readDeclaration(text: string): DeclaredOrganization | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // No JSON: no declaration.
    return undefined;
  }
  const { id, managementAccount, accounts } = (parsed ?? {}) as Readonly<Record<string, unknown>>;
  const isAccount = (value: unknown): value is string => typeof value === "string" && /^\d{12}$/.test(value);
  const named = typeof id === "string" && /^o-[a-z0-9]{10,32}$/.test(id);
  if (!named || !isAccount(managementAccount)) return undefined;
  return Array.isArray(accounts) && accounts.every(isAccount)
    ? { id, managementAccount, accounts }
    : undefined;
}
