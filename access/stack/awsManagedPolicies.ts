import type { ManagedPolicyFacts } from "../effective/facts";
import { readPolicy } from "../read/readPolicy";
import documents from "./awsManagedPoliciesData.json";

const byName: ReadonlyMap<string, unknown> = new Map(Object.entries(documents));

/**
 * A policy that AWS keeps, where its document is known: the few in `awsManagedPoliciesData.json`. Every other one is not
 * known, and taken to allow everything.
 *
 * @param arn like `arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess`
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export function awsManagedPolicy(arn: string): ManagedPolicyFacts | undefined {
  const name = /^arn:[^:]+:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
  const result = readPolicy(name === undefined ? undefined : byName.get(name), "identity");
  return name !== undefined && result.ok
    ? { arn, name: `AWS managed policy ${name}`, document: result.document }
    : undefined;
}
