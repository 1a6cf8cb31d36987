/**
 * A stand-in for Pulumi's AWS plugin, for machines that cannot download the official one: it serves the resource
 * types that this program uses, against a local AWS, and refuses every input and type that it does not know.
 *
 * The engine starts one process for every provider. It prints its port and serves until the engine goes away.
 */
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { exitWithParent } from "../languageHost/exitWithParent";
import { providerService } from "./providerService";
import { version } from "@pulumi/aws/package.json";

const megabyte = 1024 * 1024;

// 400 MB is the engine's own limit for one message.
const server = new grpc.Server({ "grpc.max_receive_message_length": 400 * megabyte });
server.addService(ResourceProviderService, providerService(version));
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
exitWithParent();
