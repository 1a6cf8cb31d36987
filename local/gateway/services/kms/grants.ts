import type { Decision, Missing } from "../../../../access/evaluate/decision";
import { callerArn } from "../../decide/identity";
import type { Caller, Need } from "../../model";
import type { StoreReader } from "../../store";
import { askJson, isMembers, objectsMember, textMember, textsMember } from "../askJson";
import { takesContext } from "./encryptionContext";

/** A grant on a key. */
export interface Grant {
  readonly id: string;
  /** ARN of a user, a role, a session, or the root of an account. */
  readonly grantee: string;
  readonly retiringPrincipal: string | undefined;
  readonly issuingAccount: string | undefined;
  /** Like `GenerateDataKey`. */
  readonly operations: readonly string[];
  /** Pairs that an encryption context must be, or hold. */
  readonly constraint?: {
    readonly kind: "equals" | "subset";
    readonly pairs: Readonly<Record<string, string>>;
  };
}

/**
 * All grants on a key.
 *
 * @param keyArn `arn:aws:kms:REGION:N:key/ID`
 */
export async function grantsOn(store: StoreReader, keyArn: string): Promise<readonly Grant[]> {
  const [, , , region = "", account = ""] = keyArn.split(":");
  return store.cached([`${account}/kms`], `kms/grants/${keyArn}`, async () => {
    const grants: Grant[] = [];
    let marker: string | undefined;
    do {
      const { members } = await askJson(store, {
        service: "kms",
        account,
        region,
        operation: "ListGrants",
        parameters: {
          KeyId: keyArn.slice(keyArn.indexOf("/") + 1),
          Limit: 100,
          ...(marker === undefined ? {} : { Marker: marker }),
        },
      });
      grants.push(...objectsMember(members, "Grants").map(readGrant));
      marker = textMember(members, "NextMarker");
    } while (marker !== undefined);
    return grants;
  });
}

/** What policies may lack where a grant stands in for them: it takes no limit away. */
const standsInFor: ReadonlySet<Missing> = new Set<Missing>(["identity policy", "resource policy"]);

/**
 * The decision with the grants of the key taken into account.
 *
 * An active grant lets its grantee do its operations, within the constraint on the encryption context, where neither
 * key policy nor identity policies allow it, and from another account too. Denies, control policies, boundaries and
 * session policies hold against it.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export async function decideWithGrants(
  decision: Decision,
  need: Need,
  caller: Caller,
  store: StoreReader,
): Promise<Decision> {
  if (need.policyOf.kind !== "key" || decision.decision !== "implicitlyDenied") return decision;
  if (decision.missing.some((missing) => !standsInFor.has(missing))) return decision;
  const grant = (await grantsOn(store, need.resource)).find((candidate) => allows(candidate, need, caller));
  if (grant === undefined) return decision;
  const because = [{ policy: `grant ${grant.id}`, effect: "Allow", index: 0 } as const];
  return { decision: "allowed", because, missing: [] };
}

/** Whether a grant lets a caller do what is needed. */
export function allows({ operations, grantee, constraint }: Grant, need: Need, caller: Caller): boolean {
  const operation = need.action.replace(/^kms:/, "");
  if (!operations.includes(operation) || !isPrincipal(grantee, caller)) return false;
  if (operation === "CreateGrant") {
    // A grantee hands on no more than it has.
    const asked = need.context["kms:GrantOperations"] ?? [];
    if (![asked].flat().every((name) => operations.includes(name))) return false;
  } else if (!isConstrained(operation)) return true;
  return constraint === undefined || meets(constraint, need.context);
}

/** Constraints bear on what takes an encryption context, and on grants made by grantees. */
function isConstrained(operation: string): boolean {
  return takesContext.has(operation) || operation === "ReEncryptFrom" || operation === "ReEncryptTo";
}

/** Whether a caller may retire a grant without any policy. */
export function mayRetire(grant: Grant, caller: Caller): boolean {
  const { retiringPrincipal, grantee, operations, issuingAccount } = grant;
  if (retiringPrincipal !== undefined && isPrincipal(retiringPrincipal, caller)) return true;
  if (operations.includes("RetireGrant") && isPrincipal(grantee, caller)) return true;
  return caller.kind === "root" && issuingAccount === callerArn(caller);
}

/** Whether a caller is what a grant names: itself, or a session of the role. */
function isPrincipal(arn: string, caller: Caller): boolean {
  if (caller.kind === "anonymous") return false;
  return arn === callerArn(caller) || (caller.kind === "session" && arn === caller.roleArn);
}

function meets({ kind, pairs }: NonNullable<Grant["constraint"]>, context: Need["context"]): boolean {
  const names = [context["kms:EncryptionContextKeys"] ?? []].flat();
  const wanted = Object.entries(pairs);
  const holds = wanted.every(([name, value]) => context[`kms:EncryptionContext:${name}`] === value);
  return holds && (kind === "subset" || names.length === wanted.length);
}

function readGrant(members: Readonly<Record<string, unknown>>): Grant {
  const constraints = members["Constraints"];
  const equals = isMembers(constraints) ? readPairs(constraints["EncryptionContextEquals"]) : undefined;
  const subset = isMembers(constraints) ? readPairs(constraints["EncryptionContextSubset"]) : undefined;
  const grant = {
    id: textMember(members, "GrantId") ?? "",
    grantee: textMember(members, "GranteePrincipal") ?? "",
    retiringPrincipal: textMember(members, "RetiringPrincipal"),
    issuingAccount: textMember(members, "IssuingAccount"),
    operations: textsMember(members, "Operations"),
  };
  if (equals !== undefined) return { ...grant, constraint: { kind: "equals", pairs: equals } };
  return subset === undefined ? grant : { ...grant, constraint: { kind: "subset", pairs: subset } };
}

function readPairs(value: unknown): Readonly<Record<string, string>> | undefined {
  if (!isMembers(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
  );
}
