import { type RunRequest, RunResponse } from "@pulumi/pulumi/proto/language_pb";
import { exitedAfterUserMessage, startPulumiScript } from "./nodeProcess";

/**
 * Runs one Pulumi program to its end and says how it ended.
 *
 * `bail` in the answer means that the program has told the user already what went wrong.
 *
 * @see https://github.com/pulumi/pulumi/blob/master/proto/pulumi/language.proto, Run
 */
export async function runProgram(request: RunRequest, engineAddress: string): Promise<RunResponse> {
  const info = request.getInfo();
  const directory = info?.getProgramDirectory() ?? request.getPwd();
  const entryPoint = info?.getEntryPoint() ?? request.getProgram();
  const args = [
    ...option("--monitor", request.getMonitorAddress()),
    ...option("--engine", engineAddress),
    ...option("--organization", request.getOrganization()),
    ...option("--project", request.getProject()),
    ...option("--stack", request.getStack()),
    ...option("--pwd", request.getPwd()),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    ...option("--parallel", String(request.getParallel())),
    entryPoint,
    ...request.getArgsList(),
  ];
  // In the environment, not on the command line: settings can be long, and other processes can read arguments.
  const env = {
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
    PULUMI_NODEJS_TYPESCRIPT: String(info?.getOptions()?.toJavaScript().typescript !== false),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
  };
  const child = startPulumiScript("cmd/run", args, directory, env, ["ignore", "inherit", "inherit"]);
  const [code, signal] = await ended(child);

  const response = new RunResponse();
  if (code === exitedAfterUserMessage) response.setBail(true);
  else if (code !== 0)
    response.setError(`the program ended with ${signal ?? `exit code ${code ?? "unknown"}`}`);
  return response;
}

function option(name: string, value: string): string[] {
  return value === "" ? [] : [name, value];
}

function ended(child: ReturnType<typeof startPulumiScript>): Promise<[number | null, string | null]> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      resolve([code, signal]);
    });
  });
}
