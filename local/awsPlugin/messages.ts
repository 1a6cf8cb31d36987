import { Metadata, type ServiceError, status } from "@grpc/grpc-js";
import {
  CheckFailure,
  CheckResponse,
  DiffResponse,
  ErrorResourceInitFailed,
  PropertyDiff,
} from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Failure } from "./checkInputs";
import type { Difference } from "./differences";
import { PartlyCreated, type ResourceDiff } from "./resourceCalls";
import type { Values } from "./values";

/** Properties out of their protocol buffer; none where there is none. */
export function valuesOf(struct: Struct | undefined): Values {
  return struct?.toJavaScript() ?? {};
}

/** Properties as a protocol buffer. */
export function structOf(values: Values): Struct {
  return Struct.fromJavaScript(values);
}

/** The type token at the end of a URN, as in `urn:pulumi:stack::project::parent$aws:iam/role:Role::name`. */
export function typeOfUrn(urn: string): string {
  const qualified = urn.split("::")[2] ?? "";
  return qualified.slice(qualified.lastIndexOf("$") + 1);
}

/** The answer to a check. */
export function checkResponse(inputs: Values, failures: readonly Failure[]): CheckResponse {
  const response = new CheckResponse();
  response.setInputs(structOf(inputs));
  response.setFailuresList(
    failures.map(({ property, reason }) => {
      const failure = new CheckFailure();
      failure.setProperty(property);
      failure.setReason(reason);
      return failure;
    }),
  );
  return response;
}

/** The answer to a diff: which paths change and which top-level inputs force a replacement. */
export function diffResponse({ differences, deleteBeforeReplace }: ResourceDiff): DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges;
  const response = new DiffResponse();
  response.setChanges(differences.length === 0 ? DIFF_NONE : DIFF_SOME);
  response.setDiffsList([...new Set(differences.map(({ input }) => input))]);
  response.setReplacesList([
    ...new Set(differences.filter(({ replaces }) => replaces).map(({ input }) => input)),
  ]);
  response.setDeletebeforereplace(deleteBeforeReplace);
  response.setHasdetaileddiff(true);
  for (const difference of differences) {
    const detail = new PropertyDiff();
    detail.setKind(kindOf(difference));
    detail.setInputdiff(true);
    response.getDetaileddiffMap().set(difference.path, detail);
  }
  return response;
}

function kindOf({ change, replaces }: Difference): PropertyDiff.Kind {
  const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = PropertyDiff.Kind;
  switch (change) {
    case "add":
      return replaces ? ADD_REPLACE : ADD;
    case "delete":
      return replaces ? DELETE_REPLACE : DELETE;
    case "update":
      return replaces ? UPDATE_REPLACE : UPDATE;
  }
}

/**
 * An error as gRPC carries it. For a resource that was made but not wholly, the details tell its id and state,
 * so that the engine keeps it.
 */
export function serviceError(error: unknown): Partial<ServiceError> {
  const details = error instanceof Error ? error.message : String(error);
  const metadata = new Metadata();
  if (error instanceof PartlyCreated) {
    const failed = new ErrorResourceInitFailed();
    failed.setId(error.state.id);
    failed.setInputs(structOf(error.state.inputs));
    failed.setProperties(structOf(error.state.outputs));
    failed.setReasonsList([details]);
    const any = new Any();
    any.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const rich = new Status();
    rich.setCode(status.UNKNOWN);
    rich.setMessage(details);
    rich.addDetails(any);
    metadata.add("grpc-status-details-bin", Buffer.from(rich.serializeBinary()));
  }
  return { code: status.UNKNOWN, details, metadata };
}
