import type { StoreAnswer, StoreReader } from "../../../../local/gateway/store";
import type { Call } from "../../../../local/gateway/model";

/** What a store answers, by method, path and target of the question: `GET /drop/a?tagging`, `kms DescribeKey`. */
export type Answers = Readonly<
  Record<string, { readonly headers?: Record<string, string>; readonly body?: string }>
>;

/** Buckets by name; their account and default encryption. */
export type Buckets = Readonly<
  Record<
    string,
    { readonly account: string; readonly encryption?: Awaited<ReturnType<StoreReader["bucketEncryption"]>> }
  >
>;

const nothing = () => Promise.resolve(undefined);

/** A store that has these buckets in eu-west-1 and answers these questions, everything else with 404. */
export function fakeStore(
  buckets: Buckets,
  answers: Answers = {},
  principals: readonly string[] = [],
): StoreReader {
  const found = (arn: string) => {
    return Promise.resolve(principals.includes(arn) ? ({ arn } as never) : undefined);
  };
  return {
    bucket: (name) => {
      const account = buckets[name]?.account;
      return Promise.resolve(account === undefined ? undefined : { name, account, region: "eu-west-1" });
    },
    bucketEncryption: (name) => Promise.resolve(buckets[name]?.encryption),
    bucketPolicy: nothing,
    publicAccessBlock: nothing,
    accountPublicAccessBlock: nothing,
    accessPointPolicy: nothing,
    role: (account, name) => found(`arn:aws:iam::${account}:role/${name}`),
    user: (account, name) => found(`arn:aws:iam::${account}:user/${name}`),
    group: nothing,
    managedPolicy: nothing,
    keyPolicy: nothing,
    topicPolicy: nothing,
    organization: nothing,
    ask: ({ method = "GET", path = "/", headers }) => {
      const target = headers?.["x-amz-target"]?.replace("TrentService.", "kms ");
      const answer = answers[target ?? `${method} ${path}`];
      const status = answer === undefined ? 404 : 200;
      const { headers: given = {}, body = "" } = answer ?? {};
      return Promise.resolve<StoreAnswer>({ httpStatus: status, headers: given, body: Buffer.from(body) });
    },
    cached: (_scopes, _name, load) => load(),
  };
}

/** A call of S3 in eu-west-1, received on the first of January 2026. */
export function s3Call(
  method: string,
  target: string,
  headers: Readonly<Record<string, string>> = {},
  body?: string,
): Call {
  return {
    service: "s3",
    operation: "",
    region: "eu-west-1",
    method,
    url: new URL(target, "http://127.0.0.1"),
    target,
    headers: { host: "127.0.0.1", ...headers },
    body: body === undefined ? undefined : Buffer.from(body),
    parameters: {},
    requestId: "1",
    receivedAt: new Date("2026-01-01T00:00:00Z"),
    sourceIp: "127.0.0.1",
  };
}
