import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { LocalError } from "../localError";
import { Aftermath } from "./aftermath";
import { answer } from "./answer";
import { CredentialRegistry } from "./authenticate/credentials";
import { PolicyShelf } from "./decide/policies";
import { type ErrorPlace, renderError } from "./errors/render";
import { sendAnswer } from "./forward/sendAnswer";
import type { Gateway } from "./gateway";
import { answerOwn, isOwnPath } from "./ownPaths";
import { receive } from "./receive";
import { DecisionList } from "./record/decisionList";
import type { Recorder } from "./record/recorder";
import { readTarget } from "./requestTarget";
import { type Keeper, memoryOnly } from "./state/keeper";
import { attachModuleMaps } from "./state/keptMap";
import { listServices } from "./services";
import { answerPreflight } from "./services/s3/preflight";
import { StoreError } from "./store";
import { connectToStore } from "./store/connection";
import { readStore } from "./store/reader";
import { TrailRecorder } from "./trail/trailRecorder";

/** A gateway that listens. */
export interface RunningGateway {
  readonly server: Server;
  /** Ends every connection, delivers what CloudTrail still holds, and lets go of the store. */
  readonly stop: () => Promise<void>;
}

/** A connection on which nothing moves for so long is closed. */
const idleMilliseconds = 60_000;

/**
 * Serves the local AWS on a loopback port: decides every request and passes on what is allowed to the store behind it.
 *
 * @param port to listen on; 0 for any
 * @param storePort loopback port of the store
 * @param recorders take note of every answered request
 * @param keeper keeps what is to outlive this process, before the answer that tells of it goes out
 * @throws LocalError when the port is in use
 */
export async function startGateway(
  port: number,
  storePort: number,
  recorders: readonly Recorder[] = [],
  keeper: Keeper = memoryOnly,
): Promise<RunningGateway> {
  const connection = connectToStore(storePort);
  attachModuleMaps(keeper);
  const store = readStore(connection, keeper);
  const aftermath = new Aftermath(store, connection);
  const trail = new TrailRecorder(store, aftermath.logged, keeper);
  const credentials = new CredentialRegistry(keeper);
  const decisions = new DecisionList();
  const gateway: Gateway = {
    connection,
    keeper,
    store,
    credentials,
    shelf: new PolicyShelf(),
    services: new Map(listServices(credentials, trail, aftermath).map((service) => [service.name, service])),
    recorders: [decisions.record, trail.record, aftermath.record, ...recorders],
  };
  const handle = (incoming: IncomingMessage, outgoing: ServerResponse, continueBody: () => void) => {
    if (isOwnPath(incoming.url))
      void answerOwn(incoming, outgoing, {
        decisions,
        messages: aftermath.messages,
        store,
        webIdentities: credentials.webIdentities,
      });
    else void serve(gateway, incoming, outgoing, continueBody);
  };
  const server = createServer({ maxHeaderSize: 64 * 1024 }, (incoming, outgoing) => {
    handle(incoming, outgoing, () => undefined);
  });
  // A refused upload is refused before its body is sent.
  server.on("checkContinue", (incoming: IncomingMessage, outgoing: ServerResponse) => {
    handle(incoming, outgoing, () => {
      outgoing.writeContinue();
    });
  });
  // A large upload takes as long as it takes, as long as it goes on.
  server.requestTimeout = 0;
  server.setTimeout(idleMilliseconds);
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
  const stop = async () => {
    server.close();
    server.closeAllConnections();
    await trail.stop();
    await aftermath.stop();
    connection.close();
  };
  return { server, stop };
}

/** Never throws: what goes wrong is told to the client. */
async function serve(
  gateway: Gateway,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  continueBody: () => void,
): Promise<void> {
  const url = readTarget(incoming.url ?? "");
  if (url === undefined) {
    fail(incoming, outgoing, 400, "InvalidURI", "Couldn't parse the specified URI.");
    return;
  }
  try {
    if (incoming.method === "OPTIONS") {
      const preflight = await answerPreflight(gateway.store, incoming.url ?? "/", incoming.headers);
      if (preflight.kind === "answer") sendAnswer(outgoing, preflight.answer);
      else sendAnswer(outgoing, renderError(preflight.error, unknownPlace(incoming)));
      return;
    }
    const received = await receive(gateway, incoming, url, continueBody);
    await answer({ gateway, received, incoming, continueBody }, outgoing);
    // What is left of a body that was begun makes room for the next request.
    if (!incoming.readableEnded) incoming.resume();
  } catch (error) {
    // The client hung up: there is nobody to tell.
    if (outgoing.destroyed || (incoming.destroyed && !incoming.complete)) return;
    const { message } = error as Error;
    if (error instanceof StoreError) fail(incoming, outgoing, 503, "ServiceUnavailable", message);
    else fail(incoming, outgoing, 500, "InternalError", `the local AWS has a fault: ${message}`);
  }
}

/** Errors of which no service is known, in the shape of S3, which most clients can read. */
function fail(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  httpStatus: number,
  code: string,
  message: string,
): void {
  if (outgoing.headersSent) {
    outgoing.destroy();
    return;
  }
  sendAnswer(outgoing, renderError({ httpStatus, code, message }, unknownPlace(incoming)));
}

function unknownPlace({ method = "GET", url = "/" }: IncomingMessage): ErrorPlace {
  return { service: "s3", protocol: "s3", requestId: "0", method, path: url };
}
