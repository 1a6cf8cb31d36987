/** Preloaded into a local AWS that is measured: answers each message with its memory in use. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

process.on("message", (what) => {
  // While a body passes the peak counts; afterwards only what is held.
  if (what === "held") collect();
  process.send?.(process.memoryUsage());
});
