import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** What was asked of it. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
  readonly body: unknown;
}

/** A server that plays GitHub's API. */
export interface GitHubApi {
  readonly url: string;
  readonly asked: Asked[];
  readonly stop: () => void;
}

/**
 * Starts it on a free port.
 *
 * @param answer gives the JSON of each answer; undefined is 404
 */
export async function startGitHubApi(answer: (asked: Asked) => unknown): Promise<GitHubApi> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void read(request).then((text) => {
      const { method = "", url = "", headers } = request;
      const body: unknown = text === "" ? undefined : JSON.parse(text);
      const one = { method, path: url, authorization: headers.authorization ?? "", body };
      asked.push(one);
      const given = answer(one);
      response.statusCode = given === undefined ? 404 : 200;
      response.end(JSON.stringify(given ?? {}));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, asked, stop: () => void server.close() };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
