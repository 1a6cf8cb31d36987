import type { StoreReader } from "../store";

const targets = {
  kms: "TrentService",
  cloudtrail: "CloudTrail_20131101",
  logs: "Logs_20140328",
  monitoring: "GraniteServiceVersion20100801",
  events: "AWSEvents",
  organizations: "AWSOrganizationsV20161128",
} as const;

/** Where and what one of the JSON services of the store is asked. */
export interface JsonQuestion {
  readonly service: keyof typeof targets;
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
  readonly operation: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What it answered: the body's members, of an error too. */
export interface JsonAnswer {
  readonly ok: boolean;
  readonly members: Readonly<Record<string, unknown>>;
}

/**
 * Asks a JSON 1.1 service of the store itself.
 *
 * @throws StoreError when the store does not answer
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export async function askJson(store: Pick<StoreReader, "ask">, question: JsonQuestion): Promise<JsonAnswer> {
  const { service, account, region, operation, parameters } = question;
  const answer = await store.ask({
    account,
    region,
    signingName: service,
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `${targets[service]}.${operation}`,
    },
    body: JSON.stringify(parameters),
  });
  return { ok: answer.httpStatus === 200, members: membersOf(answer.body) };
}

/** The members of a JSON object; of anything else none. */
export function membersOf(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(body.toString());
    return isMembers(parsed) ? parsed : {};
  } catch {
    // An empty answer, or one of a proxy: it has no members.
    return {};
  }
}

/** Whether a JSON value is an object with members. */
export function isMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A text member; undefined where it is absent, empty or no text. */
export function textMember(members: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = members[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The objects of a list member; none where it is absent. */
export function objectsMember(
  members: Readonly<Record<string, unknown>>,
  name: string,
): readonly Readonly<Record<string, unknown>>[] {
  const value = members[name];
  return Array.isArray(value) ? value.filter(isMembers) : [];
}

/** The texts of a list member; none where it is absent. */
export function textsMember(members: Readonly<Record<string, unknown>>, name: string): readonly string[] {
  const value = members[name];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}
