import type { sendUnaryData, ServerUnaryCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import {
  type CheckRequest,
  type ConfigureRequest,
  ConfigureResponse,
  type CreateRequest,
  CreateResponse,
  type DeleteRequest,
  type DiffRequest,
  GetMappingResponse,
  GetMappingsResponse,
  GetSchemaResponse,
  type InvokeRequest,
  ProviderHandshakeResponse,
  type ReadRequest,
  ReadResponse,
  type UpdateRequest,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { differences } from "./differences";
import { checkResponse, diffResponse, serviceError, structOf, typeOfUrn, valuesOf } from "./messages";
import {
  checkProviderConfig,
  decodeProviderInputs,
  parseProviderConfig,
  type ProviderConfig,
  providerInputs,
  withDefaultTags,
} from "./providerConfig";
import {
  checkResource,
  createResource,
  deleteResource,
  diffResource,
  previewOfCreate,
  previewOfUpdate,
  readResource,
  updateResource,
} from "./resourceCalls";
import { resourceTypeOf } from "./resourceTypes";
import { type Aws, openSession } from "./session";

/**
 * The calls of Pulumi's provider protocol, for the package `aws`.
 *
 * One process serves one provider, so its configuration is the state here. The service takes no marked
 * secrets: the engine then keeps the marks itself, on inputs and on outputs of the same name.
 *
 * @param version the version of `@pulumi/aws` that is stood in for
 * @see https://github.com/pulumi/pulumi/blob/master/proto/pulumi/provider.proto
 */
export function providerService(version: string): UntypedServiceImplementation {
  let configured: { readonly config: ProviderConfig; readonly aws: Aws } | undefined;

  function session(): { readonly config: ProviderConfig; readonly aws: Aws } {
    if (configured === undefined) throw new Error("the provider is not configured");
    return configured;
  }

  return {
    handshake: answers(() => new ProviderHandshakeResponse()),
    attach: answers(() => new Empty()),
    cancel: answers(() => new Empty()),
    getPluginInfo: answers(() => {
      const info = new PluginInfo();
      info.setVersion(version);
      return info;
    }),
    getSchema: answers(() => {
      const schema = new GetSchemaResponse();
      schema.setSchema(JSON.stringify({ name: "aws", version }));
      return schema;
    }),
    getMapping: answers(() => new GetMappingResponse()),
    getMappings: answers(() => new GetMappingsResponse()),

    checkConfig: answers((request: CheckRequest) =>
      checkResponse(valuesOf(request.getNews()), checkProviderConfig(valuesOf(request.getNews()))),
    ),
    diffConfig: answers((request: DiffRequest) => {
      const olds = decodeProviderInputs(valuesOf(request.getOldInputs() ?? request.getOlds()));
      const news = decodeProviderInputs(valuesOf(request.getNews()));
      return diffResponse({
        differences: differences(providerInputs, olds, news),
        deleteBeforeReplace: false,
      });
    }),
    configure: answers(async (request: ConfigureRequest) => {
      const config = parseProviderConfig(valuesOf(request.getArgs()));
      configured = { config, aws: await openSession(config) };
      const response = new ConfigureResponse();
      response.setSupportspreview(true);
      return response;
    }),

    check: answers((request: CheckRequest) => {
      const type = resourceTypeOf(typeOfUrn(request.getUrn()));
      const news = valuesOf(request.getNews());
      const tagged = "tags" in type.inputs ? withDefaultTags(session().config, news) : news;
      const { inputs, failures } = checkResource(type, tagged);
      return checkResponse(inputs, failures);
    }),
    diff: answers((request: DiffRequest) => {
      const type = resourceTypeOf(typeOfUrn(request.getUrn()));
      const olds = valuesOf(request.getOldInputs() ?? request.getOlds());
      return diffResponse(diffResource(type, olds, valuesOf(request.getNews())));
    }),
    create: answers(async (request: CreateRequest) => {
      const type = resourceTypeOf(typeOfUrn(request.getUrn()));
      const inputs = valuesOf(request.getProperties());
      const response = new CreateResponse();
      if (request.getPreview()) {
        response.setProperties(structOf(previewOfCreate(type, inputs)));
        return response;
      }
      const { id, outputs } = await createResource(type, session().aws, inputs);
      response.setId(id);
      response.setProperties(structOf(outputs));
      return response;
    }),
    read: answers(async (request: ReadRequest) => {
      const type = resourceTypeOf(typeOfUrn(request.getUrn()));
      const known = request.getInputs();
      const { aws } = session();
      const state = await readResource(type, aws, request.getId(), known && valuesOf(known));
      const response = new ReadResponse();
      if (state === undefined) return response;
      response.setId(state.id);
      response.setInputs(structOf(state.inputs));
      response.setProperties(structOf(state.outputs));
      return response;
    }),
    update: answers(async (request: UpdateRequest) => {
      const type = resourceTypeOf(typeOfUrn(request.getUrn()));
      const news = valuesOf(request.getNews());
      const olds = valuesOf(request.getOldInputs() ?? request.getOlds());
      const response = new UpdateResponse();
      if (request.getPreview()) {
        response.setProperties(structOf(previewOfUpdate(type, valuesOf(request.getOlds()), news)));
        return response;
      }
      const state = await updateResource(type, session().aws, request.getId(), news, olds);
      response.setProperties(structOf(state.outputs));
      return response;
    }),
    delete: answers(async (request: DeleteRequest) => {
      const type = resourceTypeOf(typeOfUrn(request.getUrn()));
      const inputs = valuesOf(request.getOldInputs() ?? request.getProperties());
      await deleteResource(type, session().aws, request.getId(), inputs);
      return new Empty();
    }),

    invoke: answers((request: InvokeRequest): Empty => {
      throw new Error(`this stand-in of the AWS plugin has no functions: ${request.getTok()} is not served`);
    }),
  };
}

type Unary<Request, Response> = (
  call: ServerUnaryCall<Request, Response>,
  done: sendUnaryData<Response>,
) => void;

function answers<Request, Response>(
  answer: (request: Request) => Response | Promise<Response>,
): Unary<Request, Response> {
  return (call, done) => {
    Promise.resolve(call.request)
      .then(answer)
      .then(
        (response) => {
          done(null, response);
        },
        (error: unknown) => {
          done(serviceError(error));
        },
      );
  };
}
