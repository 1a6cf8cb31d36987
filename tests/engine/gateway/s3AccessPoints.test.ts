/**
 * Access points: made through S3 Control, used by alias, by host and by ARN, from within the account and from another
 * one; and which policies they do not take.
 *
 * VPCs are played by a header that only the local AWS knows. Does not prove the Block Public Access settings of an
 * access point itself beyond what keeps public policies off it.
 */
import assert from "node:assert/strict";
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { escapeXml } from "../../../local/gateway/xml";
import { administrator, makeUser, type Played, policy, region, s3ClientOf, type Statement } from "./actors";
import { refuses } from "./refusals";
import { type Credentials, type RawAnswer, sendSigned } from "./signing";

const owner = "111111111111";
const other = "222222222222";
const run = Date.now().toString(36);
/** Leaves everything to its access points. */
const Bucket = `behind-${run}`;
/** Leaves nothing to them. */
const closed = `closed-${run}`;
const name = `drop-${run}`;
const closedName = `closed-${run}-ap`;
const vpcName = `vpc-${run}`;
const arnOf = (accessPoint: string) => `arn:aws:s3:${region}:${owner}:accesspoint/${accessPoint}`;
const objectsOf = (accessPoint: string) => `${arnOf(accessPoint)}/object/*`;

const credentials = new Map<string, Credentials>();
const aliases = new Map<string, string>();
const clients: S3Client[] = [];

function as(actor: string, played: Played = {}): S3Client {
  const found = credentials.get(actor);
  assert.ok(found !== undefined, actor);
  const client = s3ClientOf(found, played);
  clients.push(client);
  return client;
}

const put = (bucket: string, Key: string) => new PutObjectCommand({ Bucket: bucket, Key, Body: "x" });
const alias = (accessPoint: string): string => {
  const found = aliases.get(accessPoint);
  assert.ok(found !== undefined, accessPoint);
  return found;
};

/** Asks S3 Control. @throws an error like the SDK's when it is refused */
async function control(
  actor: string,
  method: string,
  path: string,
  body = "",
  account = owner,
): Promise<RawAnswer> {
  const answer = await sendSigned(
    {
      service: "s3",
      region,
      method,
      target: `/v20180820${path}`,
      headers: { "x-amz-account-id": account },
      body,
    },
    credentials.get(actor) ?? administrator(""),
  );
  return throwRefusal(answer);
}

function throwRefusal(answer: RawAnswer): RawAnswer {
  if (answer.httpStatus < 300) return answer;
  const [, code = "none"] = /<Code>([\w.]+)<\/Code>/.exec(answer.body) ?? [];
  const [, message = answer.body] = /<Message>([^<]*)<\/Message>/.exec(answer.body) ?? [];
  throw Object.assign(new Error(message), { name: code, $metadata: { httpStatusCode: answer.httpStatus } });
}

async function makeAccessPoint(accessPoint: string, bucket: string, vpcId = ""): Promise<void> {
  const vpc = vpcId === "" ? "" : `<VpcConfiguration><VpcId>${vpcId}</VpcId></VpcConfiguration>`;
  const body = `<CreateAccessPointRequest xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/"><Bucket>${bucket}</Bucket>${vpc}</CreateAccessPointRequest>`;
  const made = await control("administrator", "PUT", `/accesspoint/${accessPoint}`, body);
  aliases.set(accessPoint, /<Alias>([^<]+)<\/Alias>/.exec(made.body)?.[1] ?? "");
}

const putPolicy = (accessPoint: string, ...statements: readonly Statement[]) => {
  const text = escapeXml(policy(...statements));
  const body = `<PutAccessPointPolicyRequest xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/"><Policy>${text}</Policy></PutAccessPointPolicyRequest>`;
  return control("administrator", "PUT", `/accesspoint/${accessPoint}/policy`, body);
};
const allow = (Principal: unknown, Resource: string): Statement => ({
  Principal,
  Action: "s3:PutObject",
  Resource,
});
const theirUser = (user: string) => ({ AWS: `arn:aws:iam::${other}:user/${user}-${run}` });

/** Puts with the access point in the host, or its ARN in the path. */
async function putBy(form: "host" | "arn", actor: string, key: string): Promise<RawAnswer> {
  const { port } = new URL(process.env.AWS_ENDPOINT_URL ?? "");
  const host = { host: `${name}-${owner}.localhost:${port}`, target: `/${key}` };
  const arn = { target: `/${encodeURIComponent(arnOf(name))}/${key}` };
  const request = { service: "s3", region, method: "PUT", ...(form === "host" ? host : arn), body: "x" };
  return throwRefusal(await sendSigned(request, credentials.get(actor) ?? administrator("")));
}

describe("S3 access points", () => {
  before(async () => {
    credentials.set("administrator", administrator(owner));
    credentials.set("theirAdministrator", administrator(other));
    const user = async (account: string, actor: string, ...statements: readonly Statement[]) => {
      credentials.set(actor, await makeUser(account, `${actor}-${run}`, policy(...statements)));
    };
    const everywhere = ["s3:PutObject", "s3:GetObject"];
    const points = [name, closedName, vpcName].map(objectsOf);
    await user(other, "sender", { Action: everywhere, Resource: points });
    await user(other, "wanderer", { Action: everywhere, Resource: `arn:aws:s3:::${Bucket}/*` });
    await user(other, "unnamed", { Action: everywhere, Resource: points });
    const meantFor = (account: string): Statement => ({
      Action: everywhere,
      Resource: points,
      Condition: { StringEquals: { "aws:ResourceAccount": account } },
    });
    await user(other, "knowing", meantFor(owner));
    await user(other, "mistaken", meantFor(other));
    await user(owner, "inside", { Action: everywhere, Resource: points });
    await user(owner, "lister", { Action: "s3:ListBucket", Resource: arnOf(name) });
    await user(owner, "powerless", { Action: "s3:ListAllMyBuckets", Resource: "*" });
    await user(owner, "controller", {
      Action: ["s3:GetAccessPointPolicy", "s3:ListAccessPoints"],
      Resource: ["*"],
    });
    for (const bucket of [Bucket, closed]) {
      await as("administrator").send(
        new CreateBucketCommand({
          Bucket: bucket,
          CreateBucketConfiguration: { LocationConstraint: region },
        }),
      );
    }
    const delegated: Statement = {
      Principal: { AWS: "*" },
      Action: "s3:*",
      Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
      Condition: { StringEquals: { "s3:DataAccessPointAccount": owner } },
    };
    await as("administrator").send(new PutBucketPolicyCommand({ Bucket, Policy: policy(delegated) }));
    await makeAccessPoint(name, Bucket);
    await makeAccessPoint(closedName, closed);
    await makeAccessPoint(vpcName, Bucket, "vpc-1");
    const { AWS: sender } = theirUser("sender");
    const others = ["knowing", "mistaken"].map((one) => theirUser(one).AWS);
    await putPolicy(name, allow({ AWS: [sender, ...others] }, `${arnOf(name)}/object/in/*`));
    await putPolicy(closedName, allow(theirUser("sender"), objectsOf(closedName)));
    await putPolicy(vpcName, allow(theirUser("sender"), objectsOf(vpcName)));
  });
  after(() => {
    for (const client of clients) client.destroy();
  });

  refuses([
    {
      what: "a put of another account outside the access point's prefix",
      refused: () => as("sender").send(put(alias(name), "out/a")),
      code: "AccessDenied",
      twin: () => as("sender").send(put(alias(name), "in/a")),
    },
    {
      what: "a put by who may only use another account's access points",
      refused: () => as("mistaken").send(put(alias(name), "in/a")),
      code: "AccessDenied",
      twin: () => as("knowing").send(put(alias(name), "in/a")),
    },
    {
      what: "a put past the access point",
      refused: () => as("sender").send(put(Bucket, "in/a")),
      code: "AccessDenied",
      twin: () => as("sender").send(put(alias(name), "in/a")),
    },
    {
      what: "a put by whom the access point does not name",
      refused: () => as("unnamed").send(put(alias(name), "in/a")),
      code: "AccessDenied",
      twin: () => as("sender").send(put(alias(name), "in/a")),
    },
    {
      what: "a get through an access point that lets put only",
      refused: () => as("sender").send(new GetObjectCommand({ Bucket: alias(name), Key: "in/a" })),
      code: "AccessDenied",
      twin: () => as("sender").send(put(alias(name), "in/a")),
    },
    {
      what: "a put through an access point whose bucket does not let it",
      refused: () => as("sender").send(put(alias(closedName), "in/a")),
      code: "AccessDenied",
      twin: () => as("sender").send(put(alias(name), "in/a")),
    },
    {
      what: "a put by host outside the prefix",
      refused: () => putBy("host", "sender", "out/a"),
      code: "AccessDenied",
      twin: () => putBy("host", "sender", "in/a"),
    },
    {
      what: "a put by ARN outside the prefix",
      refused: () => putBy("arn", "sender", "out/a"),
      code: "AccessDenied",
      twin: () => putBy("arn", "sender", "in/a"),
    },
    {
      what: "a put of the account's own user whom no policy allows",
      refused: () => as("powerless").send(put(alias(name), "in/a")),
      code: "AccessDenied",
      twin: () => as("inside").send(put(alias(name), "in/a")),
    },
    {
      what: "a list through an access point by who may only put",
      refused: () => as("inside").send(new ListObjectsV2Command({ Bucket: alias(name) })),
      code: "AccessDenied",
      twin: () => as("lister").send(new ListObjectsV2Command({ Bucket: alias(name) })),
    },
    {
      what: "a request from the internet to an access point of a VPC",
      refused: () => as("sender").send(put(alias(vpcName), "in/a")),
      code: "AccessDenied",
      twin: () => as("sender", { "x-xput-source-vpc": "vpc-1" }).send(put(alias(vpcName), "in/a")),
    },
    {
      what: "a request from another VPC to an access point of a VPC",
      refused: () => as("sender", { "x-xput-source-vpc": "vpc-2" }).send(put(alias(vpcName), "in/a")),
      code: "AccessDenied",
      twin: () => as("sender", { "x-xput-source-vpc": "vpc-1" }).send(put(alias(vpcName), "in/a")),
    },
    {
      what: "a bucket's configuration through an access point",
      refused: () =>
        as("administrator").send(
          new PutBucketVersioningCommand({
            Bucket: alias(name),
            VersioningConfiguration: { Status: "Enabled" },
          }),
        ),
      code: "MethodNotAllowed",
      twin: () =>
        as("administrator").send(
          new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }),
        ),
    },
    {
      what: "an alias that is nobody's",
      refused: () => as("sender").send(put(`none-${"a".repeat(30)}-s3alias`, "in/a")),
      code: "NoSuchBucket",
      twin: () => as("sender").send(put(alias(name), "in/a")),
    },
    {
      what: "an access point's policy for a principal that does not exist",
      refused: () => putPolicy(closedName, allow(theirUser("nobody"), objectsOf(closedName))),
      code: "MalformedPolicy",
      says: /^Invalid principal in policy$/,
      twin: () => putPolicy(closedName, allow(theirUser("sender"), objectsOf(closedName))),
    },
    {
      what: "an access point's policy about its bucket",
      refused: () => putPolicy(closedName, allow(theirUser("sender"), `arn:aws:s3:::${closed}/*`)),
      code: "MalformedPolicy",
      says: /^Policy has invalid resource$/,
      twin: () => putPolicy(closedName, allow(theirUser("sender"), objectsOf(closedName))),
    },
    {
      what: "a public policy on an access point",
      refused: () => putPolicy(closedName, allow("*", objectsOf(closedName))),
      code: "AccessDenied",
      says: /BlockPublicPolicy/,
      twin: () => putPolicy(closedName, allow(theirUser("sender"), objectsOf(closedName))),
    },
    {
      what: "reading an access point's policy by who may not",
      refused: () => control("powerless", "GET", `/accesspoint/${name}/policy`),
      code: "AccessDenied",
      says: /not authorized to perform: s3:GetAccessPointPolicy on resource: arn:aws:s3:/,
      twin: () => control("controller", "GET", `/accesspoint/${name}/policy`),
    },
    {
      what: "listing the access points of another account",
      refused: () => control("theirAdministrator", "GET", "/accesspoint"),
      code: "AccessDenied",
      twin: () => control("controller", "GET", "/accesspoint"),
    },
  ]);

  it("keeps what was put through it in the bucket", async () => {
    await as("sender").send(put(alias(name), "in/kept"));
    const found = await as("administrator").send(new GetObjectCommand({ Bucket, Key: "in/kept" }));
    assert.equal(await found.Body?.transformToString(), "x");
  });
});
