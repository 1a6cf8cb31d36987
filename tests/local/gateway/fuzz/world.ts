import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type RunningGateway, startGateway } from "../../../../local/gateway/server";
import { sendBytes } from "../rawConnection";
import { signed, type Keys } from "./signedRequest";

export const account = "111111111111";
export const region = "us-east-1";

/** Something that came to the store whole and was no question of the gateway's own. */
export interface Stored {
  readonly method: string;
  readonly url: string;
  readonly body: string;
}

/** A gateway in front of a store that says yes to every write, and a user who may put below `drop/in/`. */
export interface World {
  readonly port: number;
  /** The user's. */
  readonly keys: Keys;
  readonly stored: Stored[];
  /** Sends a whole request that asks for the connection to be closed, and gives back what comes. */
  readonly send: (...pieces: readonly (string | Buffer)[]) => Promise<string>;
  /** Sends bytes to which there may be no answer, and gives back what comes until nothing more does. */
  readonly sendAny: (...pieces: readonly (string | Buffer)[]) => Promise<string>;
  readonly isHealthy: () => Promise<boolean>;
  readonly stop: () => Promise<void>;
}

const answeredMilliseconds = 5_000;
const quietMilliseconds = 120;

const userPolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Action: ["s3:PutObject", "s3:GetObject"], Resource: "arn:aws:s3:::drop/in/*" },
    { Effect: "Allow", Action: "iam:CreateAccessKey", Resource: "*" },
  ],
});

/** Answers of IAM by operation; what is not here is not there. */
const iamAnswers: Readonly<Record<string, string>> = {
  GetUser: `<User><UserName>fuzz</UserName><UserId>AIDAFUZZ</UserId><Path>/</Path><Arn>arn:aws:iam::${account}:user/fuzz</Arn></User>`,
  ListUserPolicies: "<PolicyNames><member>put</member></PolicyNames>",
  GetUserPolicy: `<PolicyDocument>${encodeURIComponent(userPolicy)}</PolicyDocument>`,
  ListAttachedUserPolicies: "<AttachedPolicies/>",
  ListGroupsForUser: "<Groups/>",
  ListOpenIDConnectProviders: "<OpenIDConnectProviderList/>",
  CreateAccessKey:
    "<AccessKey><UserName>fuzz</UserName><AccessKeyId>AKIAFUZZFUZZFUZZFUZZ</AccessKeyId><SecretAccessKey>secret</SecretAccessKey></AccessKey>",
};
const buckets =
  "<ListAllMyBucketsResult><Buckets><Bucket><Name>drop</Name><BucketRegion>us-east-1</BucketRegion></Bucket></Buckets></ListAllMyBucketsResult>";

/** Starts both on free loopback ports. */
export async function startWorld(): Promise<World> {
  const stored: Stored[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("error", () => undefined);
    incoming.on("end", () => {
      const { method = "", url = "" } = incoming;
      const body = Buffer.concat(chunks).toString("latin1");
      const action = /(?:^|&)Action=(\w+)/.exec(body)?.[1] ?? "";
      const answer = method === "GET" && /^\/(?:\?|$)/.test(url) ? buckets : iamAnswer(action);
      const operation = /\.(\w+)$/.exec(String(incoming.headers["x-amz-target"]))?.[1] ?? action;
      const asked = method === "GET" || method === "HEAD" || /^(?:Get|List|Describe)/.test(operation);
      if (!asked) stored.push({ method, url, body });
      const puts = method === "PUT" && /^\/drop\/./.test(url);
      outgoing.writeHead(answer !== undefined || puts ? 200 : 404, { etag: '"1"' });
      outgoing.end(answer);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const gateway: RunningGateway = await startGateway(0, (server.address() as AddressInfo).port);
  const { port } = gateway.server.address() as AddressInfo;
  const send = (...pieces: readonly (string | Buffer)[]) =>
    sendBytes(port, pieces, "stay", answeredMilliseconds);
  const sendAny = (...pieces: readonly (string | Buffer)[]) =>
    sendBytes(port, pieces, "stay", quietMilliseconds);
  const keys: Keys = { accessKeyId: "AKIAFUZZFUZZFUZZFUZZ", secretAccessKey: "secret" };
  const made = signed(
    {
      method: "POST",
      target: "/",
      service: "iam",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "Action=CreateAccessKey&Version=2010-05-08&UserName=fuzz",
    },
    { accessKeyId: account, secretAccessKey: "any" },
  );
  await send(made.bytes());
  stored.length = 0;
  return {
    port,
    keys,
    stored,
    send,
    sendAny,
    isHealthy: async () => (await fetch(`http://127.0.0.1:${port}/_xput/health`)).status === 200,
    stop: async () => {
      await gateway.stop();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function iamAnswer(action: string): string | undefined {
  const answer = iamAnswers[action];
  return answer === undefined
    ? undefined
    : `<${action}Response><${action}Result>${answer}</${action}Result></${action}Response>`;
}
