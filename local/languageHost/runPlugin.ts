import type { ServerWritableStream } from "@grpc/grpc-js";
import { type RunPluginRequest, RunPluginResponse } from "@pulumi/pulumi/proto/language_pb";
import { startPulumiScript } from "./nodeProcess";

/** Which script of `@pulumi/pulumi` runs a plugin of this kind. */
const scripts: Readonly<Record<string, string>> = {
  analyzer: "cmd/run-policy-pack",
  resource: "cmd/run-plugin",
};

/**
 * Runs a plugin written in Node, such as a policy pack, and passes on what it prints and its exit code.
 *
 * @see https://github.com/pulumi/pulumi/blob/master/proto/pulumi/language.proto, RunPlugin
 */
export function runPlugin(call: ServerWritableStream<RunPluginRequest, RunPluginResponse>): void {
  const request = call.request;
  const script = scripts[request.getKind()];
  if (script === undefined) {
    const known = Object.keys(scripts).join(", ");
    call.destroy(new Error(`cannot run a plugin of kind "${request.getKind()}"; known kinds: ${known}`));
    return;
  }
  const directory = request.getInfo()?.getProgramDirectory() ?? request.getPwd();
  const env = Object.fromEntries(request.getEnvList().map(splitAssignment));
  const args = [...request.getArgsList(), directory];
  const child = startPulumiScript(script, args, directory, env, ["ignore", "pipe", "pipe"]);

  child.stdout?.on("data", (chunk: Buffer) => {
    const response = new RunPluginResponse();
    response.setStdout(chunk);
    call.write(response);
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    const response = new RunPluginResponse();
    response.setStderr(chunk);
    call.write(response);
  });
  child.once("error", (error) => call.destroy(error));
  child.once("close", (code) => {
    const response = new RunPluginResponse();
    response.setExitcode(code ?? 1);
    call.write(response);
    call.end();
  });
  call.once("cancelled", () => child.kill("SIGTERM"));
}

function splitAssignment(assignment: string): [string, string] {
  const at = assignment.indexOf("=");
  return [assignment.slice(0, at), assignment.slice(at + 1)];
}
