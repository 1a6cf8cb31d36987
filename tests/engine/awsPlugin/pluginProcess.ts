import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  CheckRequest,
  type CheckResponse,
  ConfigureRequest,
  type ConfigureResponse,
  CreateRequest,
  type CreateResponse,
  DeleteRequest,
  DiffRequest,
  DiffResponse,
  ReadRequest,
  type ReadResponse,
  UpdateRequest,
  type UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

const executable = path.resolve(__dirname, "../../../local/awsPlugin/bin/pulumi-resource-aws");

export type Inputs = Record<string, JavaScriptValue>;

export interface Diff {
  readonly changed: boolean;
  readonly paths: readonly string[];
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

export interface State {
  readonly id: string;
  readonly inputs: Inputs;
  readonly outputs: Inputs;
}

/** The plugin as the engine runs it: a process of its own, asked over gRPC. */
export class PluginProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly client: ResourceProviderClient,
  ) {}

  /** Starts the executable with the given environment beside this process's own. */
  static async start(environment: Readonly<Record<string, string>>): Promise<PluginProcess> {
    const child = spawn(executable, ["127.0.0.1:1"], {
      cwd: "/",
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [port] = (await once(child.stdout, "data")) as [Buffer];
    const address = `127.0.0.1:${port.toString().trim()}`;
    return new PluginProcess(child, new ResourceProviderClient(address, grpc.credentials.createInsecure()));
  }

  async stop(): Promise<void> {
    this.client.close();
    this.child.kill();
    await once(this.child, "exit");
  }

  async checkConfig(news: Inputs): Promise<readonly string[]> {
    const request = new CheckRequest();
    request.setUrn("urn:pulumi:s::p::pulumi:providers:aws::here");
    request.setOlds(structOf({}));
    request.setNews(structOf(news));
    const response = await call<CheckResponse>((done) => this.client.checkConfig(request, done));
    return response.getFailuresList().map((failure) => failure.getReason());
  }

  async configure(args: Inputs): Promise<void> {
    const request = new ConfigureRequest();
    request.setArgs(structOf(args));
    await call<ConfigureResponse>((done) => this.client.configure(request, done));
  }

  async check(token: string, news: Inputs): Promise<{ inputs: Inputs; failures: string[] }> {
    const request = new CheckRequest();
    request.setUrn(urn(token));
    request.setOlds(structOf({}));
    request.setNews(structOf(news));
    const response = await call<CheckResponse>((done) => this.client.check(request, done));
    return {
      inputs: valuesOf(response.getInputs()),
      failures: response.getFailuresList().map((failure) => failure.getReason()),
    };
  }

  async diff(token: string, state: State, news: Inputs): Promise<Diff> {
    const request = new DiffRequest();
    request.setUrn(urn(token));
    request.setId(state.id);
    request.setOldInputs(structOf(state.inputs));
    request.setOlds(structOf(state.outputs));
    request.setNews(structOf(news));
    const response = await call<DiffResponse>((done) => this.client.diff(request, done));
    return {
      changed: response.getChanges() === DiffResponse.DiffChanges.DIFF_SOME,
      paths: [...response.getDetaileddiffMap().keys()],
      replaces: response.getReplacesList(),
      deleteBeforeReplace: response.getDeletebeforereplace(),
    };
  }

  /** Checks and creates, as an update does. */
  async create(token: string, news: Inputs, preview = false): Promise<State> {
    const { inputs, failures } = await this.check(token, news);
    if (failures.length > 0) throw new Error(failures.join("\n"));
    const request = new CreateRequest();
    request.setUrn(urn(token));
    request.setProperties(structOf(inputs));
    request.setPreview(preview);
    const response = await call<CreateResponse>((done) => this.client.create(request, done));
    return { id: response.getId(), inputs, outputs: valuesOf(response.getProperties()) };
  }

  /** Without `known`, as an import does. */
  async read(token: string, id: string, known?: State): Promise<State | undefined> {
    const request = new ReadRequest();
    request.setUrn(urn(token));
    request.setId(id);
    request.setProperties(structOf(known?.outputs ?? {}));
    if (known !== undefined) request.setInputs(structOf(known.inputs));
    const response = await call<ReadResponse>((done) => this.client.read(request, done));
    if (response.getId() === "") return undefined;
    return {
      id: response.getId(),
      inputs: valuesOf(response.getInputs()),
      outputs: valuesOf(response.getProperties()),
    };
  }

  async update(token: string, state: State, news: Inputs): Promise<State> {
    const { inputs } = await this.check(token, news);
    const request = new UpdateRequest();
    request.setUrn(urn(token));
    request.setId(state.id);
    request.setOldInputs(structOf(state.inputs));
    request.setOlds(structOf(state.outputs));
    request.setNews(structOf(inputs));
    const response = await call<UpdateResponse>((done) => this.client.update(request, done));
    return { id: state.id, inputs, outputs: valuesOf(response.getProperties()) };
  }

  async delete(token: string, state: State): Promise<void> {
    const request = new DeleteRequest();
    request.setUrn(urn(token));
    request.setId(state.id);
    request.setOldInputs(structOf(state.inputs));
    request.setProperties(structOf(state.outputs));
    await call((done) => this.client.delete(request, done));
  }
}

function urn(token: string): string {
  return `urn:pulumi:s::p::xput:index:Parent$${token}::it`;
}

function structOf(values: Inputs): Struct {
  return Struct.fromJavaScript(values);
}

function valuesOf(struct: Struct | undefined): Inputs {
  return struct?.toJavaScript() ?? {};
}

function call<Response>(
  start: (done: (error: grpc.ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    start((error, response) => {
      if (error === null) resolve(response);
      else reject(error);
    });
  });
}
