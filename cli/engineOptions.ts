import { InvalidArgumentError, Option } from "commander";
import { defaultPort } from "../local/localAws";
import type { EngineRequest } from "./engineRun";

/** What the user says about where the engine works. */
export interface EngineOptions {
  readonly local?: true;
  readonly port: number;
}

/** `--local`: the stack on the local AWS. */
export const localOption = (): Option =>
  new Option(
    "--local",
    "on the local AWS, which is set up for it; so is a stack named local where no backend is set",
  );

/** `--port N`: of the local AWS. */
export function localPortOption(): Option {
  return new Option("--port <port>", "of the local AWS, where none runs yet")
    .default(defaultPort)
    .argParser((text) => {
      const port = Number(text);
      if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
      throw new InvalidArgumentError("must be a whole number from 1 to 65535");
    });
}

/** Which stack, and where: a stack named local is on the local AWS, unless the environment leads elsewhere. */
export function engineRequest(stack: string, { local, port }: EngineOptions): EngineRequest {
  const isLocal = local === true || (stack === "local" && process.env.PULUMI_BACKEND_URL === undefined);
  return { stack, local: isLocal, port };
}
