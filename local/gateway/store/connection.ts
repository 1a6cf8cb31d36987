import { Agent, type IncomingMessage, request } from "node:http";
import { readAll } from "../readAll";
import type { Question, StoreAnswer } from "../store";
import { StoreError } from "../store";

const largestAnswerBytes = 32 * 1024 * 1024;

/** The way to the store: one pool of kept-alive connections. */
export interface StoreConnection {
  readonly agent: Agent;
  readonly port: number;
  /**
   * Asks the store and reads its answer whole.
   *
   * @throws StoreError when it does not answer
   */
  readonly ask: (question: Question) => Promise<StoreAnswer>;
  /**
   * Asks the store and gives its answer as it comes, which must be read or destroyed.
   *
   * @throws StoreError when it does not answer
   */
  readonly open: (question: Question) => Promise<IncomingMessage>;
  readonly close: () => void;
}

/** @param port loopback port of the store */
export function connectToStore(port: number): StoreConnection {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 64 });
  return {
    agent,
    port,
    ask: (question) => ask(agent, port, question),
    open: (question) => open(agent, port, question),
    close: () => {
      agent.destroy();
    },
  };
}

/**
 * The header by which the store knows in which account, region and service it acts. It verifies nothing else of it.
 *
 * @param account 12 digits
 */
export function storeAuthorization(account: string, region: string, signingName: string): string {
  const scope = `${account}/20260101/${region}/${signingName}/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
}

async function ask(agent: Agent, port: number, question: Question): Promise<StoreAnswer> {
  const answer = await open(agent, port, question);
  const body = await readAll(answer, largestAnswerBytes).catch((error: unknown) => {
    throw noAnswer(error as Error);
  });
  if (body === undefined) {
    answer.destroy();
    throw noAnswer(new Error("its answer is too long"));
  }
  return { httpStatus: answer.statusCode ?? 502, headers: answer.headers, body };
}

async function open(agent: Agent, port: number, question: Question): Promise<IncomingMessage> {
  const { account, signingName, region = "us-east-1", path = "/", headers = {}, body } = question;
  const method = question.method ?? (body === undefined ? "GET" : "POST");
  return new Promise((resolve, reject) => {
    const toStore = request(
      {
        agent,
        host: "127.0.0.1",
        port,
        method,
        path,
        headers: {
          ...headers,
          authorization: storeAuthorization(account, region, signingName),
          ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }),
        },
      },
      resolve,
    );
    toStore.on("error", (error) => {
      reject(noAnswer(error));
    });
    toStore.end(body);
  });
}

function noAnswer(cause: Error): StoreError {
  return new StoreError(`the local AWS's store does not answer: ${cause.message}`, { cause });
}
