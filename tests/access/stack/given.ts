import { listAccess } from "../../../access/effective/listAccess";
import { accessSentence } from "../../../access/render/accessSentence";
import { stackAccess } from "../../../access/stack/stackAccess";
import type { StackResource } from "../../../access/stack/stackResource";
import type { Properties } from "../../../access/stack/value";

/** Resources of a stack as tests write them. */

export const owner = "111111111111";
export const other = "222222222222";
export const bucketArn = "arn:aws:s3:::acme-drop";
export const keyArn = `arn:aws:kms:eu-west-1:${owner}:key/11111111-2222-3333-4444-555555555555`;

/** The inputs of a provider of an account, as a state has them: lists are JSON texts. */
export const providerOf = (account: string): Properties => ({
  allowedAccountIds: JSON.stringify([account]),
  region: "eu-west-1",
});

/** A resource of the owner's account. */
export function resource(
  type: string,
  name: string,
  inputs: Properties,
  more: Partial<StackResource> = {},
): StackResource {
  const urn = `urn:pulumi:test::program::${type}::${name}`;
  return { type, name, urn, inputs, provider: providerOf(owner), ...more };
}

/** The resource with some of its inputs changed. */
export const withInputs = (one: StackResource, inputs: Properties): StackResource => ({
  ...one,
  inputs: { ...one.inputs, ...inputs },
});

/** The text of a policy document. */
export const policy = (...Statement: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement });

/** An Allow of an identity policy. */
export const allow = (action: string, target: string): object => ({
  Effect: "Allow",
  Action: action,
  Resource: target,
});

/** An Allow of a resource policy, for these principals. */
export const allowTo = (principal: object | string, action: string, target: string): object => ({
  ...allow(action, target),
  Principal: principal,
});

/** A trust policy for one principal. */
export const trust = (arn: string): string =>
  policy({ Effect: "Allow", Principal: { AWS: arn }, Action: "sts:AssumeRole" });

export const bucket = resource("aws:s3/bucket:Bucket", "drop", { bucket: "acme-drop" });

export const key = resource(
  "aws:kms/key:Key",
  "key",
  {},
  { outputs: { arn: keyArn, keyId: keyArn.slice(-36) } },
);

/** A role that the other account may assume. */
export const role = resource("aws:iam/role:Role", "writer", {
  name: "writer",
  assumeRolePolicy: trust(`arn:aws:iam::${other}:role/uploader`),
});

export const group = resource("aws:iam/group:Group", "team", { name: "team" });
export const user = resource("aws:iam/user:User", "alice", { name: "alice", path: "/staff/" });

/** Every way in, in words, without what is taken to be allowed. */
export function ways(resources: readonly StackResource[]): readonly string[] {
  const entries = listAccess(stackAccess(resources).facts);
  return entries.map((entry) => accessSentence({ ...entry, assumptions: [] })).sort();
}

/** Like `policy: the document is not known` for everything that is not known. */
export function open(resources: readonly StackResource[]): readonly string[] {
  return stackAccess(resources).notKnown.map(
    ({ resource: { name }, path, kind, mayHideAccess }) =>
      `${name} ${path} ${kind}${mayHideAccess ? ", may hide access" : ""}`,
  );
}
