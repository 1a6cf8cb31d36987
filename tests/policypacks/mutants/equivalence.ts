import { changedAccess } from "../../../access/effective/change/changedAccess";
import type { AccessFacts, RoleFacts } from "../../../access/effective/facts";
import type { PolicyDocument } from "../../../access/model";
import { compareProtections } from "../../../access/protections/compareProtections";
import { protectionsOf } from "../../../access/protections/protections";
import { proveInclusion } from "../../../access/prove/proveInclusion";
import { readPolicy } from "../../../access/read/readPolicy";
import { stackAccess } from "../../../access/stack/stackAccess";
import type { StackResource } from "../../../access/stack/stackResource";
import { asStackResource } from "../../../policypacks/least-privilege/proof/stackFacts";
import { foundResource } from "../../../policypacks/least-privilege/resource";
import { type Given, policyResources } from "../least-privilege/crossGuard";
import type { Mutant } from "./mutant";

/** A proof that a mutant allows nobody more and protects nothing less; undefined where there is none. */
export type Equivalence = "its document allows no more" | "nobody can do more" | "nothing is less protected";

/**
 * Compares mutants with the stack that they are made of by the analysis of `access/`, beside the pack's own rules.
 *
 * Whoever administers an account of the stack, or another one, is taken to allow itself everything.
 */
export function equivalenceOf(resources: readonly Given[]): (mutant: Mutant) => Equivalence | undefined {
  const before = stateOf(resources);
  return (mutant) => {
    const was = resources.find(({ name }) => name === mutant.at);
    const is = mutant.resources.find(({ name }) => name === mutant.at);
    if (mutant.document !== undefined && was !== undefined && is !== undefined) {
      const { type } = was;
      if (allowsNoMore(type, mutant.document, was, is)) return "its document allows no more";
      if (!readDocuments.includes(type)) return undefined;
      return nobodyCanMore(before, stateOf(mutant.resources)) ? "nobody can do more" : undefined;
    }
    const after = stateOf(mutant.resources);
    const provable =
      (is === undefined ? [...grantTypes, ...readParts] : readParts).includes(was?.type ?? "") &&
      !isLessProtected(before, after);
    if (!provable) return undefined;
    if (mutant.kind !== "left out") return "nothing is less protected";
    return nobodyCanMore(before, after) ? "nobody can do more" : undefined;
  };
}

const identityPolicies: readonly string[] = ["aws:iam/rolePolicy:RolePolicy", "aws:iam/policy:Policy"];

/** Types whose documents are wholly among the facts about access: what else a role may do than in S3 is not. */
const readDocuments: readonly string[] = [
  "aws:kms/key:Key",
  "aws:s3/accessPoint:AccessPoint",
  "aws:s3/bucketPolicy:BucketPolicy",
];

/** Types that do nothing but grant. */
const grantTypes: readonly string[] = [
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
  "aws:iam/policy:Policy",
  "aws:iam/role:Role",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment",
  "aws:kms/alias:Alias",
  "aws:s3/accessPoint:AccessPoint",
];

/** Types of which everything that protects is among the protections that `access/` compares. */
const readParts: readonly string[] = [
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
];

interface State {
  readonly resources: readonly StackResource[];
  readonly facts: AccessFacts;
  /** What may hide access. */
  readonly open: number;
}

function stateOf(givens: readonly Given[]): State {
  const resources = policyResources(givens).map((one) => asStackResource(foundResource(one)));
  const { facts, notKnown } = stackAccess(resources);
  const accounts = new Set(["999999999999", ...facts.buckets.map(({ account }) => account)]);
  return {
    resources,
    facts: { ...facts, roles: [...facts.roles, ...[...accounts].map(administrator)] },
    open: notKnown.filter(({ mayHideAccess }) => mayHideAccess).length,
  };
}

/** Somebody who is nobody's uploader and whose account allows everything. */
function administrator(account: string): RoleFacts {
  const arn = `arn:aws:iam::${account}:role/other`;
  return {
    arn,
    trust: { name: `${arn}, trust`, document: { version: "2012-10-17", statements: [] } },
    inline: [{ name: `${arn}, everything`, document: everything }],
    attached: [],
  };
}

const everything = read("identity", {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});

function nobodyCanMore(before: State, after: State): boolean {
  if (after.open > before.open) return false;
  const { paths, tagging } = changedAccess(before.facts, after.facts);
  return (
    paths.every(({ kind }) => kind === "narrowed" || kind === "removed") &&
    tagging.every(({ kind }) => kind === "narrowed")
  );
}

function isLessProtected(before: State, after: State): boolean {
  const [was, is] = [before, after].map(({ resources, facts }) => protectionsOf(resources, facts));
  return compareProtections(was ?? [], is ?? []).some(({ kind }) => kind !== "gained");
}

type Kind = "identity" | "resource" | "trust";

/** Whether what a document allows by itself, with what it denies unchanged, is no more than before. */
function allowsNoMore(type: string, property: string, was: Given, is: Given): boolean {
  const kind: Kind = identityPolicies.includes(type)
    ? "identity"
    : property === "assumeRolePolicy"
      ? "trust"
      : "resource";
  const [before, after] = [was, is].map(({ props }) => read(kind, JSON.parse(String(props[property]))));
  if (before === undefined || after === undefined || denied(before) !== denied(after)) return false;
  return proveInclusion(kind, [before], [after]).verdict === "included";
}

const denied = ({ statements }: PolicyDocument): string =>
  JSON.stringify(
    statements.filter(({ effect }) => effect === "Deny").map((statement) => ({ ...statement, index: 0 })),
  );

function read(kind: Kind, json: unknown): PolicyDocument {
  const result = readPolicy(json, kind);
  if (!result.ok) throw new Error(`a mutant's document cannot be read: ${JSON.stringify(result)}`);
  return result.document;
}
