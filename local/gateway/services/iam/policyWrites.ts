import type { PolicyDocument } from "../../../../access/model";
import { readPolicy } from "../../../../access/read/readPolicy";
import type { AwsError, Call } from "../../model";
import type { NamedPolicy, StoreReader } from "../../store";
import { isKnownPrincipal } from "../s3/principals";
import { limitExceeded, malformedPolicy } from "./iamError";

/**
 * Sizes in characters, white space not counted, and numbers.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const quotas = {
  trustPolicyCharacters: 2_048,
  managedPolicyCharacters: 6_144,
  inlinePoliciesCharacters: { Role: 10_240, User: 2_048, Group: 5_120 },
  attachedPolicies: 10,
} as const;

type Entity = keyof typeof quotas.inlinePoliciesCharacters;

/**
 * Why IAM does not take the policy that a call writes or attaches; undefined when it does, and for calls that do
 * neither.
 */
export async function policyWriteFault(
  call: Call,
  account: string,
  store: StoreReader,
): Promise<AwsError | undefined> {
  const { operation, parameters } = call;
  const text = (name: string) => (typeof parameters[name] === "string" ? parameters[name] : "");
  switch (operation) {
    case "CreateRole":
      return trustPolicyFault(text("AssumeRolePolicyDocument"), store);
    case "UpdateAssumeRolePolicy":
      return trustPolicyFault(text("PolicyDocument"), store);
    case "CreatePolicy":
    case "CreatePolicyVersion":
      return (
        identityPolicyFault(text("PolicyDocument")) ??
        (sizeOf(text("PolicyDocument")) > quotas.managedPolicyCharacters
          ? limitExceeded(`Cannot exceed quota for PolicySize: ${quotas.managedPolicyCharacters}`)
          : undefined)
      );
    default: {
      const [, verb, entity] = /^(Put|Attach)(Role|User|Group)Policy$/.exec(operation) ?? [];
      if (entity !== "Role" && entity !== "User" && entity !== "Group") return undefined;
      const name = text(`${entity}Name`);
      const stored = await storedEntity(entity, account, name, store);
      return verb === "Put"
        ? (identityPolicyFault(text("PolicyDocument")) ??
            inlineSizeFault(entity, name, stored?.inlinePolicies ?? [], {
              name: text("PolicyName"),
              text: text("PolicyDocument"),
            }))
        : attachmentFault(entity, stored?.attachedPolicies ?? [], text("PolicyArn"));
    }
  }
}

async function storedEntity(
  entity: Entity,
  account: string,
  name: string,
  store: StoreReader,
): Promise<
  | { readonly inlinePolicies: readonly NamedPolicy[]; readonly attachedPolicies: readonly NamedPolicy[] }
  | undefined
> {
  switch (entity) {
    case "Role":
      return store.role(account, name);
    case "User":
      return store.user(account, name);
    case "Group":
      return store.group(account, name);
  }
}

async function trustPolicyFault(text: string, store: StoreReader): Promise<AwsError | undefined> {
  const read = readPolicy(text, "trust");
  if (!read.ok) return syntaxFault(read.problems);
  const { statements } = read.document;
  const foreign = statements.some(({ action }) => action.patterns.some((pattern) => !/^sts:/i.test(pattern)));
  if (foreign) return malformedPolicy("AssumeRole policy may only specify STS AssumeRole actions.");
  const unknown = await unknownPrincipal(read.document, store);
  if (unknown !== undefined) return malformedPolicy(`Invalid principal in policy: "AWS":"${unknown}"`);
  return sizeOf(text) > quotas.trustPolicyCharacters
    ? limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${quotas.trustPolicyCharacters}`)
    : undefined;
}

async function unknownPrincipal(
  { statements }: PolicyDocument,
  store: StoreReader,
): Promise<string | undefined> {
  for (const arn of new Set(statements.flatMap(({ principal }) => principal?.aws ?? []))) {
    if (!(await isKnownPrincipal(store, arn))) return arn;
  }
  return undefined;
}

function identityPolicyFault(text: string): AwsError | undefined {
  const read = readPolicy(text, "identity");
  return read.ok ? undefined : syntaxFault(read.problems);
}

function syntaxFault(problems: readonly { readonly path: string; readonly message: string }[]): AwsError {
  const [problem] = problems;
  const where = problem === undefined || problem.path === "" ? "" : `${problem.path} `;
  return malformedPolicy(`Syntax errors in policy. ${where}${problem?.message ?? ""}`.trim());
}

function inlineSizeFault(
  entity: Entity,
  name: string,
  stored: readonly NamedPolicy[],
  written: NamedPolicy,
): AwsError | undefined {
  const most = quotas.inlinePoliciesCharacters[entity];
  const all = [...stored.filter((policy) => policy.name !== written.name), written];
  const characters = all.reduce((sum, { text }) => sum + sizeOf(text), 0);
  return characters > most
    ? limitExceeded(`Maximum policy size of ${most} bytes exceeded for ${entity.toLowerCase()} ${name}`)
    : undefined;
}

function attachmentFault(entity: Entity, stored: readonly NamedPolicy[], arn: string): AwsError | undefined {
  const others = stored.filter((policy) => policy.name !== arn);
  return others.length >= quotas.attachedPolicies
    ? limitExceeded(`Cannot exceed quota for PoliciesPer${entity}: ${quotas.attachedPolicies}`)
    : undefined;
}

function sizeOf(text: string): number {
  return text.replace(/\s/g, "").length;
}
