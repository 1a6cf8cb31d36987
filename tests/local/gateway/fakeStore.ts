import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A request that the store got whole. */
export interface StoredRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A store that notes what it gets and says nothing but yes; it has one bucket, `drop` of account 111111111111. */
export interface FakeStore {
  readonly port: number;
  /** Every request for an object that came whole. */
  readonly objects: readonly StoredRequest[];
  /** How many requests broke off. */
  readonly broken: () => number;
  readonly close: () => Promise<void>;
}

const buckets =
  "<ListAllMyBucketsResult><Buckets><Bucket><Name>drop</Name><BucketRegion>us-east-1</BucketRegion></Bucket></Buckets></ListAllMyBucketsResult>";

/** Starts it on a free loopback port. */
export async function startFakeStore(): Promise<FakeStore> {
  const objects: StoredRequest[] = [];
  let broken = 0;
  const server: Server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("error", () => undefined);
    incoming.on("close", () => {
      if (!incoming.complete) broken += 1;
    });
    incoming.on("end", () => {
      const { method = "", url = "", headers } = incoming;
      const path = url.split("?")[0] ?? "";
      if (/^\/drop\/./.test(path)) {
        objects.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
        outgoing.writeHead(200, { etag: '"1"' });
        outgoing.end();
      } else if (path === "/" && method === "GET") outgoing.end(buckets);
      else {
        outgoing.writeHead(404);
        outgoing.end();
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    objects,
    broken: () => broken,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
