import { once } from "node:events";
import { connect } from "node:net";

/**
 * Sends bytes as they are and gives back what comes until the other side closes, or nothing more has come for a while.
 *
 * @param pieces are sent one after the other
 * @param end whether this side then sends its end
 */
export async function sendBytes(
  port: number,
  pieces: readonly (string | Buffer)[],
  end: "end" | "destroy" | "stay",
  quietMilliseconds = 1_000,
): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let received = "";
  socket.on("data", (chunk: Buffer) => {
    received += chunk.toString("latin1");
  });
  // The other side may close while this one still writes.
  socket.on("error", () => undefined);
  socket.setTimeout(quietMilliseconds, () => socket.destroy());
  await once(socket, "connect");
  for (const piece of pieces) socket.write(piece);
  if (end === "end") socket.end();
  if (end === "destroy") socket.destroySoon();
  if (!socket.destroyed) await once(socket, "close");
  return received;
}
