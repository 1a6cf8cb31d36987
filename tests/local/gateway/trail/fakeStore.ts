import type { Question, StoreAnswer, StoreReader } from "../../../../local/gateway/store";

/** A store that answers only what a test gives it, and notes what it is asked. */
export interface FakeStore {
  readonly store: StoreReader;
  readonly asked: Question[];
}

/**
 * @param answers by operation of a JSON service, or `PUT` for objects
 * @param documents methods of the reader
 */
export function fakeStore(
  answers: Readonly<Record<string, unknown>>,
  documents: Partial<StoreReader> = {},
): FakeStore {
  const asked: Question[] = [];
  const nothing = () => Promise.resolve(undefined);
  const ask = (question: Question): Promise<StoreAnswer> => {
    asked.push(question);
    const operation = question.headers?.["x-amz-target"]?.split(".")[1] ?? question.method ?? "";
    const answer = answers[operation];
    return Promise.resolve({
      httpStatus: answer === undefined ? 400 : 200,
      headers: {},
      body: Buffer.from(JSON.stringify(answer ?? { __type: "Unknown" })),
    });
  };
  const store: StoreReader = {
    bucket: nothing,
    bucketPolicy: nothing,
    publicAccessBlock: nothing,
    accountPublicAccessBlock: nothing,
    bucketEncryption: nothing,
    accessPointPolicy: nothing,
    role: nothing,
    user: nothing,
    group: nothing,
    managedPolicy: nothing,
    keyPolicy: nothing,
    topicPolicy: nothing,
    organization: nothing,
    ask,
    cached: (_scopes, _name, load) => load(),
    ...documents,
  };
  return { store, asked };
}
