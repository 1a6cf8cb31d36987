/**
 * The Node language host: what Pulumi's engine asks to run a program or a policy pack written in TypeScript.
 *
 * Pulumi ships its own with the CLI. This one stands in where the CLI had to be built from its Go modules,
 * which do not include that host. It prints its port and serves until the engine goes away.
 */
import * as grpc from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { exitWithParent } from "./exitWithParent";
import { languageRuntime } from "./languageRuntime";

const engineAddress =
  process.argv
    .slice(2)
    .filter((argument) => !argument.startsWith("-"))
    .at(-1) ?? "";
const megabyte = 1024 * 1024;

// 400 MB is the engine's own limit for one message; stacks with thousands of resources need more than gRPC's 4.
const server = new grpc.Server({ "grpc.max_receive_message_length": 400 * megabyte });
server.addService(LanguageRuntimeService, languageRuntime(engineAddress));
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
exitWithParent();
