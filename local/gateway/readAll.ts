import type { Readable } from "node:stream";

/**
 * A stream, whole; undefined when it is longer than `mostBytes`, of which the rest is then left unread.
 *
 * @throws Error when the stream ends half-way
 */
export async function readAll(stream: Readable, mostBytes: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const onData = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= mostBytes) {
        chunks.push(chunk);
        return;
      }
      stream.off("data", onData);
      stream.pause();
      resolve(undefined);
    };
    stream.on("data", onData);
    stream.on("end", () => {
      resolve(Buffer.concat(chunks));
    });
    stream.on("error", reject);
    stream.on("close", () => {
      if (!stream.readableEnded) reject(new Error("the stream ended half-way"));
    });
  });
}
