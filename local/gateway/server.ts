import {
  Agent,
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from "node:http";
import { once } from "node:events";
import { LocalError } from "../localError";

/** Paths under this are the gateway's own; no bucket name can start with an underscore. */
const ownPathPrefix = "/_xput/";

/**
 * Serves the local AWS on a loopback port: health itself, everything else from the store behind it.
 *
 * This is the seam where requests are decided: today every request passes.
 *
 * @param port to listen on
 * @param storePort loopback port of the store
 * @throws LocalError when the port is in use
 */
export async function startGateway(port: number, storePort: number): Promise<Server> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((incoming, outgoing) => {
    if (incoming.url?.startsWith(ownPathPrefix) === true) answerOwn(incoming, outgoing);
    else forward(incoming, outgoing, agent, storePort);
  });
  // A large upload takes as long as it takes.
  server.requestTimeout = 0;
  server.on("clientError", (_error, socket) => {
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
  });
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new LocalError(`port ${port} is in use: stop what listens there, or choose another with --port`);
  }
  return server;
}

function answerOwn(incoming: IncomingMessage, outgoing: ServerResponse): void {
  const healthy = incoming.method === "GET" && incoming.url === `${ownPathPrefix}health`;
  outgoing.writeHead(healthy ? 200 : 404, { "content-type": "application/json" });
  outgoing.end(healthy ? '{"status":"ready"}\n' : '{"error":"unknown path; known: GET /_xput/health"}\n');
}

function forward(incoming: IncomingMessage, outgoing: ServerResponse, agent: Agent, storePort: number): void {
  const toStore = request(
    {
      agent,
      host: "127.0.0.1",
      port: storePort,
      method: incoming.method,
      path: incoming.url,
      headers: incoming.headers,
    },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    },
  );
  toStore.on("error", (error) => {
    if (outgoing.headersSent) outgoing.destroy(error);
    else {
      outgoing.writeHead(503, { "content-type": "text/plain" });
      outgoing.end(`the local AWS's store does not answer: ${error.message}\n`);
    }
  });
  // A client that hangs up half-way must not leave a half-sent request at the store.
  incoming.on("aborted", () => toStore.destroy());
  incoming.pipe(toStore);
}
