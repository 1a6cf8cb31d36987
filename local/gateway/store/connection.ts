import { Agent, request } from "node:http";
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
  readonly close: () => void;
}

/** @param port loopback port of the store */
export function connectToStore(port: number): StoreConnection {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 64 });
  return {
    agent,
    port,
    ask: (question) => ask(agent, port, question),
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
  const { account, signingName, region = "us-east-1", path = "/", headers = {}, body } = question;
  const method = question.method ?? (body === undefined ? "GET" : "POST");
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      reject(new StoreError(`the local AWS's store does not answer: ${error.message}`, { cause: error }));
    };
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
      (answer) => {
        readAll(answer, largestAnswerBytes).then((whole) => {
          if (whole === undefined) fail(new Error("its answer is too long"));
          else resolve({ httpStatus: answer.statusCode ?? 502, headers: answer.headers, body: whole });
        }, fail);
      },
    );
    toStore.on("error", fail);
    toStore.end(body);
  });
}
