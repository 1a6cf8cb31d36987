import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** A proxy that runs. */
export interface HostProxy {
  /** Like `http://127.0.0.1:40123`. */
  readonly url: string;
  readonly stop: () => void;
}

/**
 * Starts an HTTP proxy on the loopback address that leads every request, whatever its host, to one endpoint.
 *
 * SDKs put the account's id before the host when they call S3 Control, and no name server knows `111111111111.127.0.0.1`.
 *
 * @param endpoint like `http://127.0.0.1:4566`
 * @param played headers that each request gets on top, by which it plays where and when it was sent
 * @see https://www.rfc-editor.org/rfc/rfc9112#name-absolute-form
 */
export async function startHostProxy(
  endpoint: string,
  played: Readonly<Record<string, string>> = {},
): Promise<HostProxy> {
  const { hostname, port } = new URL(endpoint);
  const server = createServer((incoming, outgoing) => {
    const path = (incoming.url ?? "/").replace(/^http:\/\/[^/]*/, "") || "/";
    const { method } = incoming;
    const headers = { ...incoming.headers, ...played };
    const onward = request({ host: hostname, port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
