import type { PolicyDocument } from "../model";
import { isPublicBucketPolicy } from "./publicPolicy";
import type { PolicySet } from "./request";
import { prepareDocument } from "./statement";
import type { PreparedStatement } from "./statement";

/** A policy set made ready to decide many requests. An absent list sets no limit. */
export interface PreparedPolicies {
  readonly identity: readonly PreparedStatement[];
  readonly resource?: readonly PreparedStatement[];
  readonly boundary?: readonly PreparedStatement[];
  readonly session?: readonly PreparedStatement[];
  readonly serviceControl: readonly (readonly PreparedStatement[])[];
  readonly resourceControl: readonly (readonly PreparedStatement[])[];
  readonly vpcEndpoint?: readonly PreparedStatement[];
  /** Whether Block Public Access is on and the resource policy is public. */
  readonly publicBlocked: boolean;
}

/** Makes a policy set ready; prepare once, decide often. */
export function preparePolicies(set: PolicySet): PreparedPolicies {
  const { resourcePolicy } = set;
  return {
    identity: prepareAll(set.identityPolicies, "identityPolicies"),
    ...(resourcePolicy && { resource: prepareDocument(resourcePolicy, "resourcePolicy") }),
    ...limit("boundary", set.permissionsBoundary, "permissionsBoundary"),
    ...limit("session", set.sessionPolicies, "sessionPolicies"),
    serviceControl: levels(set.serviceControlPolicies, "serviceControlPolicies"),
    resourceControl: levels(set.resourceControlPolicies, "resourceControlPolicies"),
    ...limit("vpcEndpoint", set.vpcEndpointPolicies, "vpcEndpointPolicies"),
    publicBlocked:
      set.blockPublicAccess === true && resourcePolicy !== undefined && isPublicBucketPolicy(resourcePolicy),
  };
}

function prepareAll(documents: readonly PolicyDocument[], label: string): readonly PreparedStatement[] {
  return documents.flatMap((document, index) => prepareDocument(document, `${label}[${index}]`));
}

function limit<Name extends "boundary" | "session" | "vpcEndpoint">(
  name: Name,
  documents: readonly PolicyDocument[] | undefined,
  label: string,
): Partial<Record<Name, readonly PreparedStatement[]>> {
  if (documents === undefined || documents.length === 0) return {};
  return { [name]: prepareAll(documents, label) } as Record<Name, readonly PreparedStatement[]>;
}

function levels(
  documents: readonly (readonly PolicyDocument[])[] | undefined,
  label: string,
): readonly (readonly PreparedStatement[])[] {
  return (documents ?? []).map((level, index) => prepareAll(level, `${label}[${index}]`));
}
