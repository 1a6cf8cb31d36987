import { isPublicBucketPolicy } from "../../../../access/evaluate/publicPolicy";
import { readPolicy } from "../../../../access/read/readPolicy";
import type { Call, Caller, Need, Reading } from "../../model";
import { forgetPrincipals, readableText, savePrincipals } from "../../principals/savedPrincipals";
import type { Amendment, Answer, Forwarding, Passing, Service, StoreHead } from "../../service";
import type { StoreReader } from "../../store";
import { childOf, escapeXml, readXml, textOf } from "../../xml";
import { findAccessPoint, rememberAlias } from "../s3/accessPoints";
import { accessPointOfArn, arnOfAccessPoint } from "../s3/address";
import { policyFault } from "../s3/bucketPolicyWrite";
import { accessDenied, malformedXml, s3Error } from "../s3/s3Error";
import {
  accessPointTags,
  forgetAccessPointTags,
  tagAccessPoint,
  tagsIn,
  tagsResult,
  untagAccessPoint,
} from "./accessPointTags";
import { findControlOperation } from "./operations";
import type { FoundControlOperation } from "./operations";

/**
 * Amazon S3 Control.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_AWS_S3_Control.html
 */
export const service: Service = {
  name: "s3-control",
  protocol: "restXml",
  operationOf: ({ method, url }) => {
    const found = findControlOperation(method, url.pathname);
    if (found === undefined) return undefined;
    const { operation, name, arn } = found;
    return { operation: operation.name, parameters: { name, arn }, body: "whole" };
  },
  read,
  beforeForward,
  afterResponse,
};

async function read(call: Call, caller: Caller, store: StoreReader): Promise<Reading> {
  const found = findControlOperation(call.method, call.url.pathname);
  if (found === undefined) return { kind: "unmodelled", what: `${call.method} ${call.url.pathname}` };
  if (caller.kind === "anonymous" || accountOf(call) !== caller.account) {
    return { kind: "refused", error: accessDenied };
  }
  const need = await needOf(found, call, caller.account, store);
  if (need === undefined) return { kind: "unmodelled", what: `tags of ${found.arn}` };
  const tags = Object.keys(tagsOfRequest(call));
  const tagged = call.operation === "CreateAccessPoint" && tags.length > 0;
  const needs = tagged ? [need, { ...need, action: "s3:TagResource" }] : [need];
  return { kind: "needs", needs, ownerAccount: caller.account };
}

async function needOf(
  { operation, name, arn }: FoundControlOperation,
  call: Call,
  account: string,
  store: StoreReader,
): Promise<Need | undefined> {
  const action = `s3:${operation.action}`;
  const common = { action, resourceAccount: account, policyOf: { kind: "none" } } as const;
  switch (operation.about) {
    case "everything":
      return { ...common, resource: "*", context: {} };
    case "accessPoint": {
      const resource = arnOfAccessPoint(call.region, account, name);
      const context = {
        "s3:DataAccessPointArn": resource,
        "s3:DataAccessPointAccount": account,
        "s3:AccessPointNetworkOrigin": await networkOrigin(call, account, name, store),
        ...tagContext(call),
      };
      return { ...common, resource, context };
    }
    case "tagged": {
      if (accessPointOfArn(arn)?.account === account) {
        const tags = Object.entries(accessPointTags(arn));
        const context = {
          ...tagContext(call),
          ...Object.fromEntries(tags.map(([key, value]) => [`aws:ResourceTag/${key}`, value])),
        };
        return { ...common, resource: arn, context };
      }
      const bucket = /^arn:aws:s3:::([^/]+)$/.exec(arn)?.[1];
      const owner = bucket === undefined ? undefined : (await store.bucket(bucket))?.account;
      // The store looks for the bucket in the caller's account only.
      if (bucket === undefined || owner !== account) return undefined;
      return { ...common, resource: arn, context: tagContext(call), policyOf: { kind: "bucket", bucket } };
    }
  }
}

/** Of an access point to be made, what the request says; else what it is. */
async function networkOrigin(call: Call, account: string, name: string, store: StoreReader): Promise<string> {
  if (call.operation === "CreateAccessPoint") {
    const root = readXml(call.body?.toString() ?? "");
    return childOf(root, "VpcConfiguration") === undefined ? "Internet" : "VPC";
  }
  return (await findAccessPoint(store, account, call.region, name))?.networkOrigin ?? "Internet";
}

async function beforeForward({ call, store, ownerAccount }: Passing): Promise<Forwarding> {
  // The store takes a label before `localhost` for a bucket, S3 Control's clients put the account there.
  const forward: Forwarding = {
    kind: "forward",
    headers: { host: "localhost", "x-amz-account-id": ownerAccount },
  };
  const own = await answerItself(call, ownerAccount, store);
  if (own !== undefined) return own;
  if (call.operation !== "PutAccessPointPolicy") return forward;
  const text = textOf(readXml(call.body?.toString() ?? ""), "Policy");
  if (text === undefined) return { kind: "refused", error: malformedXml };
  const accessPoint = await findAccessPoint(store, ownerAccount, call.region, nameOf(call));
  const error = await policyFault(store, text, {
    account: ownerAccount,
    arn: arnOfAccessPoint(call.region, ownerAccount, nameOf(call)),
    beforeKey: "/object/",
    blocksPublicPolicies: accessPoint?.blocksPublicPolicies === true,
  });
  return error === undefined ? forward : { kind: "refused", error };
}

async function afterResponse(
  { call, ownerAccount, store }: Passing,
  head: StoreHead,
): Promise<Amendment | undefined> {
  if (head.httpStatus >= 300) return undefined;
  const arn = arnOfAccessPoint(call.region, ownerAccount, nameOf(call));
  const place = `accessPoint/${ownerAccount}/${call.region}/${nameOf(call)}` as const;
  switch (call.operation) {
    case "CreateAccessPoint": {
      tagAccessPoint(arn, tagsOfRequest(call));
      const alias = textOf(readXml((await head.body()).toString()), "Alias");
      if (alias !== undefined) rememberAlias(alias, ownerAccount, call.region, nameOf(call));
      return undefined;
    }
    case "DeleteAccessPoint":
      forgetAccessPointTags(arn);
      forgetPrincipals(place);
      return undefined;
    case "PutAccessPointPolicy":
      await savePrincipals(store, place, textOf(readXml(call.body?.toString() ?? ""), "Policy") ?? "");
      return undefined;
    case "DeleteAccessPointPolicy":
      forgetPrincipals(place);
      return undefined;
    case "GetAccessPointPolicy": {
      const policy = textOf(readXml((await head.body()).toString()), "Policy") ?? "";
      const readable = escapeXml(await readableText(store, place, policy));
      const result = `<GetAccessPointPolicyResult><Policy>${readable}</Policy></GetAccessPointPolicyResult>`;
      return { answer: xmlAnswer(200, result) };
    }
    default:
      return undefined;
  }
}

function xmlAnswer(httpStatus: number, text: string): Answer {
  return { httpStatus, headers: { "content-type": "application/xml" }, body: Buffer.from(text) };
}

/** What the store does not have: the tags of access points, and whether their policies are public. */
async function answerItself(
  call: Call,
  account: string,
  store: StoreReader,
): Promise<Forwarding | undefined> {
  const answer = (httpStatus: number, text: string): Forwarding => ({
    kind: "answer",
    answer: xmlAnswer(httpStatus, text),
  });
  const named = typeof call.parameters.arn === "string" ? accessPointOfArn(call.parameters.arn) : undefined;
  if (call.operation === "GetAccessPointPolicyStatus") {
    const policy = await store.accessPointPolicy(account, call.region, nameOf(call));
    if (policy === undefined) {
      const message = "The specified accesspoint does not have a policy";
      return { kind: "refused", error: s3Error(404, "NoSuchAccessPointPolicy", message) };
    }
    const read = readPolicy(policy, "resource");
    const isPublic = read.ok && isPublicBucketPolicy(read.document);
    const status = `<PolicyStatus><IsPublic>${isPublic}</IsPublic></PolicyStatus>`;
    return answer(200, `<GetAccessPointPolicyStatusResult>${status}</GetAccessPointPolicyStatusResult>`);
  }
  if (named === undefined) return undefined;
  const arn = arnOfAccessPoint(named.region ?? call.region, account, named.name);
  if ((await findAccessPoint(store, account, named.region ?? call.region, named.name)) === undefined) {
    return {
      kind: "refused",
      error: s3Error(404, "NoSuchResource", "The specified resource doesn't exist."),
    };
  }
  if (call.operation === "ListTagsForResource") return answer(200, tagsResult(accessPointTags(arn)));
  if (call.operation === "TagResource") tagAccessPoint(arn, tagsOfRequest(call));
  else untagAccessPoint(arn, call.url.searchParams.getAll("tagKeys"));
  return answer(204, "");
}

function tagsOfRequest({ body }: Call): Readonly<Record<string, string>> {
  return tagsIn(readXml(body?.toString() ?? ""));
}

function tagContext(call: Call): Need["context"] {
  const tags = Object.entries(tagsOfRequest(call));
  const names = [...tags.map(([name]) => name), ...call.url.searchParams.getAll("tagKeys")];
  if (names.length === 0) return {};
  return {
    "aws:TagKeys": names,
    ...Object.fromEntries(tags.map(([name, value]) => [`aws:RequestTag/${name}`, value])),
  };
}

function nameOf({ parameters }: Call): string {
  return typeof parameters.name === "string" ? parameters.name : "";
}

/** The account that a request is about: S3 Control names it in a header, and again in the host. */
function accountOf({ headers }: Call): string | undefined {
  const header = headers["x-amz-account-id"];
  if (typeof header === "string") return header;
  return /^(\d{12})\.s3-control\./.exec(headers.host ?? "")?.[1];
}
