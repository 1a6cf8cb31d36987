import type { AwsError } from "../model";
import type { Answer, Amendment, StoreHead } from "../service";
import { membersOf, textMember } from "./askJson";

/**
 * An answer of a JSON 1.1 service.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export function jsonAnswer(members: Readonly<Record<string, unknown>>, requestId: string): Answer {
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": requestId };
  return { httpStatus: 200, headers, body: Buffer.from(JSON.stringify(members)) };
}

/** An error of a JSON service that answers 400 to everything it refuses. */
export function jsonError(code: string, message: string): AwsError {
  return { httpStatus: 400, code, message };
}

/** The store's own refusal, read so that records can name it; undefined where it did not refuse. */
export async function storeRefusal(head: StoreHead): Promise<Amendment | undefined> {
  if (head.httpStatus < 400) return undefined;
  const members = membersOf(await head.body());
  const code = textMember(members, "__type");
  if (code === undefined) return undefined;
  const message = textMember(members, "message") ?? textMember(members, "Message") ?? "";
  return { error: { httpStatus: head.httpStatus, code: code.replace(/^.*#/, ""), message } };
}
