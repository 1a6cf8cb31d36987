import type { sendUnaryData, ServerUnaryCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import {
  AboutResponse,
  GetRequiredPackagesResponse,
  GetRequiredPluginsResponse,
  type LanguageHandshakeRequest,
  LanguageHandshakeResponse,
  type RunRequest,
  type RunResponse,
  RuntimeOptionsResponse,
} from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { version } from "@pulumi/pulumi/version";
import { stopPulumiScripts } from "./nodeProcess";
import { runPlugin } from "./runPlugin";
import { runProgram } from "./runProgram";

type Unary<Request, Response> = (
  call: ServerUnaryCall<Request, Response>,
  done: sendUnaryData<Response>,
) => void;

/**
 * The calls of Pulumi's language protocol that running and previewing a program needs.
 *
 * Calls that generate or package code are answered by gRPC as unimplemented.
 *
 * @param addressFromArguments the engine's address as it stood on the command line; a handshake replaces it
 * @see https://github.com/pulumi/pulumi/blob/master/proto/pulumi/language.proto
 */
export function languageRuntime(addressFromArguments: string): UntypedServiceImplementation {
  let engineAddress = addressFromArguments;

  const handshake: Unary<LanguageHandshakeRequest, LanguageHandshakeResponse> = (call, done) => {
    engineAddress = call.request.getEngineAddress();
    done(null, new LanguageHandshakeResponse());
  };

  const run: Unary<RunRequest, RunResponse> = (call, done) => {
    runProgram(call.request, engineAddress).then(
      (response) => {
        done(null, response);
      },
      (error: unknown) => {
        done(error instanceof Error ? error : new Error(String(error)));
      },
    );
  };

  return {
    handshake,
    run,
    runPlugin,
    getPluginInfo: answers(() => {
      const info = new PluginInfo();
      info.setVersion(version);
      return info;
    }),
    about: answers(() => {
      const about = new AboutResponse();
      about.setExecutable(process.execPath);
      about.setVersion(process.version);
      return about;
    }),
    // Nothing to fetch: every plugin is on PATH, and each resource says its plugin's version when it registers.
    getRequiredPackages: answers(() => new GetRequiredPackagesResponse()),
    getRequiredPlugins: answers(() => new GetRequiredPluginsResponse()),
    runtimeOptionsPrompts: answers(() => new RuntimeOptionsResponse()),
    cancel: answers(() => {
      stopPulumiScripts();
      return new Empty();
    }),
  };
}

function answers<Response>(make: () => Response): Unary<unknown, Response> {
  return (_call, done) => {
    done(null, make());
  };
}
