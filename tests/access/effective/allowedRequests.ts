import { decide } from "../../../access/evaluate/decide";
import { preparePolicies } from "../../../access/evaluate/preparePolicies";
import type { AccessRequest, PolicySet } from "../../../access/evaluate/request";
import type { AccessFacts, BlockPublicAccess, NamedDocument } from "../../../access/effective/facts";
import { readPolicy } from "../../../access/read/readPolicy";
import { accessPointArn, bucketArns, keyArn, owner, roleArns } from "./randomWorlds";
import { service, sessionArn, unknownArn, userArns } from "./randomWorlds";

/**
 * Every allowed way to a few requests, found by deciding all of them one by one: the point evaluator, hop by hop.
 * It shares nothing with access/effective but the shape of the facts.
 */

/** One allowed step. */
export interface Step {
  readonly request: AccessRequest;
}

/** Principals from the one that starts, the roles it assumes, and the last request. */
export interface Way {
  readonly principals: readonly string[];
  readonly steps: readonly AccessRequest[];
}

const starters = [
  ...userArns,
  ...roleArns,
  unknownArn,
  sessionArn,
  service,
  "*",
  "arn:aws:iam::222222222222:root",
  "arn:aws:iam::333333333333:user/y",
];

const contexts: readonly AccessRequest["context"][] = [
  { "aws:SecureTransport": "true", "s3:TlsVersion": "1.3" },
  { "aws:SecureTransport": "false", "aws:PrincipalTag/t": "a" },
  { "aws:SecureTransport": "true", "aws:PrincipalTag/t": "ab", "s3:TlsVersion": "1.1" },
];

/** Actions on objects and on the bucket, each with what follows the bucket's ARN. */
const uses = [
  ...["s3:PutObject", "s3:GetObject"].flatMap((action) =>
    ["/a/1", "/c/1", "/u/1"].map((key) => ({ action, key })),
  ),
  { action: "s3:ListBucket", key: "" },
];

/** Every allowed way with at most `mostHops` assumed roles, in at most three contexts a step. */
export function allowedWays(facts: AccessFacts, mostHops: number): readonly Way[] {
  const decideFor = decider(facts);
  const edges = new Map<string, Way[]>();
  for (const principal of starters) {
    for (const role of roleArns) {
      const trust = facts.roles.find(({ arn }) => arn === role)?.trust;
      const ways = allowed({ principal, action: "sts:AssumeRole", resource: role, context: {} }, (request) =>
        decideFor(request, trust, undefined, false),
      );
      const [first] = ways;
      if (first !== undefined)
        edges.set(role, [...(edges.get(role) ?? []), { principals: [principal, role], steps: [first] }]);
    }
  }
  const begun = starters.flatMap((principal) => usesOf(principal, facts, decideFor));
  let ways = begun.map((request): Way => ({ principals: [request.principal], steps: [request] }));
  const all = [...ways];
  for (let hop = 0; hop < mostHops; hop++) {
    ways = ways.flatMap((way) =>
      (edges.get(way.principals[0] ?? "") ?? []).map(({ principals: [before = ""], steps }) => ({
        principals: [before, ...way.principals],
        steps: [...steps, ...way.steps],
      })),
    );
    all.push(...ways);
  }
  const byRole = new Set(
    begun.filter(({ principal }) => principal === roleArns[0]).map((request) => requestKey(request)),
  );
  // A role of the owner begins no way: somebody has assumed it. Nor does its session, where any session may.
  return all.filter(({ principals: [first = "", ...more], steps: [request] }) => {
    if (more.length > 0 || request === undefined) return true;
    return (
      !first.startsWith(`arn:aws:iam::${owner}:role/`) &&
      !(first === sessionArn && byRole.has(requestKey(request)))
    );
  });
}

const requestKey = ({ action, resource, context }: AccessRequest): string =>
  JSON.stringify([action, resource, context]);

type DecideFor = (
  request: AccessRequest,
  policy: NamedDocument | undefined,
  blocks: readonly BlockPublicAccess[] | undefined,
  identityElsewhere: boolean,
) => boolean;

function usesOf(principal: string, facts: AccessFacts, decideFor: DecideFor): readonly AccessRequest[] {
  const account = facts.accounts.map(({ blockPublicAccess }) => blockPublicAccess);
  const onBuckets = facts.buckets.flatMap(({ arn, policy, blockPublicAccess }) =>
    uses.flatMap(({ action, key }) =>
      allowed(
        { principal, action, resource: `${arn}${key}`, resourceAccount: owner, context: {} },
        (request) => decideFor(request, policy, [...account, blockPublicAccess], false),
      ),
    ),
  );
  const throughAccessPoint = facts.accessPoints.flatMap((accessPoint) =>
    uses.flatMap(({ action, key }) => {
      const bucket = facts.buckets.find(({ arn }) => arn === accessPoint.bucketArn);
      const resource = key === "" ? accessPointArn : `${accessPointArn}/object${key}`;
      return allowed({ principal, action, resource, resourceAccount: owner, context: {} }, (request) => {
        const atBucket = {
          ...request,
          resource: `${bucketArns[0]}${key}`,
          context: {
            ...request.context,
            "s3:DataAccessPointArn": accessPointArn,
            "s3:DataAccessPointAccount": owner,
          },
        };
        const levels = [...account, ...(bucket === undefined ? [] : [bucket.blockPublicAccess])];
        return (
          decideFor(request, accessPoint.policy, [...account, accessPoint.blockPublicAccess], false) &&
          decideFor(atBucket, bucket?.policy, levels, true)
        );
      });
    }),
  );
  const onKey = facts.keys.flatMap(({ policy }) =>
    ["kms:Decrypt", "kms:PutKeyPolicy"].flatMap((action) =>
      allowed({ principal, action, resource: keyArn, context: {} }, (request) =>
        decideFor(request, policy, undefined, false),
      ),
    ),
  );
  return [...onBuckets, ...throughAccessPoint, ...onKey];
}

function allowed(
  request: AccessRequest,
  decides: (request: AccessRequest) => boolean,
): readonly AccessRequest[] {
  return contexts.map((context) => ({ ...request, context })).filter(decides);
}

const everything = (() => {
  const result = readPolicy(
    { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
    "identity",
  );
  if (!result.ok) throw new Error("a policy that allows everything is legal");
  return result.document;
})();

function decider(facts: AccessFacts): DecideFor {
  const prepared = new Map<string, ReturnType<typeof preparePolicies>>();
  const setOf = (
    principal: string,
    policy: NamedDocument | undefined,
    blocks: readonly BlockPublicAccess[] | undefined,
    identityElsewhere: boolean,
  ): PolicySet => {
    const arn = principal === sessionArn ? roleArns[0] : principal;
    const known = [...facts.roles, ...facts.users].find((one) => one.arn === arn);
    const foreign = identityElsewhere && !arn.startsWith(`arn:aws:iam::${owner}:`);
    const boundary = facts.managedPolicies.find((one) => one.arn === known?.boundary);
    return {
      identityPolicies:
        known === undefined || foreign ? [everything] : known.inline.map(({ document }) => document),
      resourcePolicy: policy?.document,
      permissionsBoundary: boundary === undefined || foreign ? undefined : [boundary.document],
      blockPublicAccess: blocks?.some(({ restrictPublicBuckets }) => restrictPublicBuckets),
    };
  };
  return (request, policy, blocks, identityElsewhere) => {
    const key = JSON.stringify([request.principal, policy?.name, blocks, identityElsewhere]);
    const found =
      prepared.get(key) ?? preparePolicies(setOf(request.principal, policy, blocks, identityElsewhere));
    prepared.set(key, found);
    return decide(found, request).decision === "allowed";
  };
}
