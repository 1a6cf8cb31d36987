import type { IncomingMessage, ServerResponse } from "node:http";
import { readWebIdentity, type WebIdentityKeys } from "./authenticate/webIdentityKeys";
import type { MessageList } from "./messages/messageList";
import { readAll } from "./readAll";
import type { DecisionList } from "./record/decisionList";
import type { CachedReader, DeclaredOrganization } from "./store/reader";

/** Paths under this are the gateway's own; no bucket name can start with an underscore. */
const ownPathPrefix = "/_xput/";
const mostBodyBytes = 1024 * 1024;

const known = [
  "GET /_xput/health",
  "GET /_xput/decisions",
  "GET /_xput/messages",
  "PUT /_xput/organizations",
  "PUT /_xput/web-identities",
];

/** What the gateway's own paths tell of and change. */
export interface OwnParts {
  readonly decisions: DecisionList;
  readonly messages: MessageList;
  readonly store: CachedReader;
  readonly webIdentities: WebIdentityKeys;
}

/** Whether a request is for the gateway itself and for no AWS service. */
export function isOwnPath(url: string | undefined): boolean {
  return url?.startsWith(ownPathPrefix) === true;
}

/**
 * Answers what is asked of the gateway itself: whether it is healthy, its last decisions, the last messages to topics,
 * the organization that accounts are to be in (`{"id","managementAccount","accounts"}`), and the public keys of a web
 * identity provider (`{"issuer","keys"}`: a JSON Web Key Set with its issuer), which no local AWS fetches.
 */
export async function answerOwn(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  parts: OwnParts,
): Promise<void> {
  const { httpStatus, body } = await ownAnswer(incoming, parts);
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
  { decisions, messages, store, webIdentities }: OwnParts,
): Promise<OwnAnswer> {
  switch (`${incoming.method} ${incoming.url}`) {
    case "GET /_xput/health":
      return { httpStatus: 200, body: { status: "ready" } };
    case "GET /_xput/decisions":
      return { httpStatus: 200, body: decisions.list() };
    case "GET /_xput/messages":
      return { httpStatus: 200, body: messages.list() };
    case "PUT /_xput/organizations": {
      const organization = readDeclaration(await wholeText(incoming));
      if (organization === undefined) {
        const error = 'must be {"id": "o-…", "managementAccount": "12 digits", "accounts": ["12 digits", …]}';
        return { httpStatus: 400, body: { error } };
      }
      store.declareOrganization(organization);
      return { httpStatus: 200, body: organization };
    }
    case "PUT /_xput/web-identities": {
      const declared = readWebIdentity(await wholeText(incoming));
      if (declared === undefined) {
        const error = 'must be {"issuer": "https://…", "keys": [RSA keys as in a JSON Web Key Set]}';
        return { httpStatus: 400, body: { error } };
      }
      webIdentities.declare(declared);
      return { httpStatus: 200, body: declared };
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
