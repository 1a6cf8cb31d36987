import type { Answer } from "../service";
import { escapeXml } from "../xml";

/** Elements of an answer: texts, elements inside it, or lists of either; undefined ones are left out. */
export interface Elements {
  readonly [name: string]: string | Elements | readonly (string | Elements)[] | undefined;
}

/** A successful answer of the query protocol. */
export function queryAnswer(
  operation: string,
  namespace: string,
  requestId: string,
  result: Elements,
): Answer {
  const body = xmlOf({
    [`${operation}Result`]: result,
    ResponseMetadata: { RequestId: requestId },
  });
  const text = `<${operation}Response xmlns="${namespace}">${body}</${operation}Response>\n`;
  return {
    httpStatus: 200,
    headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
    body: Buffer.from(text),
  };
}

function xmlOf(elements: Elements): string {
  return Object.entries(elements)
    .map(([name, value]) => {
      if (value === undefined) return "";
      return `<${name}>${isList(value) ? value.map(memberOf).join("") : contentOf(value)}</${name}>`;
    })
    .join("");
}

function memberOf(value: string | Elements): string {
  return `<member>${contentOf(value)}</member>`;
}

function contentOf(value: string | Elements): string {
  return typeof value === "string" ? escapeXml(value) : xmlOf(value);
}

function isList(value: Elements[string]): value is readonly (string | Elements)[] {
  return Array.isArray(value);
}
