import type { AccessFacts, NamedDocument } from "../effective/facts";
import type { Statement } from "../model";
import { refusalText } from "../render/refusalText";
import type { Protection } from "./protection";

/** What the policies of buckets, access points, keys and roles refuse, statement by statement. */
export function refusalProtections({
  buckets,
  accessPoints,
  keys,
  roles,
}: AccessFacts): readonly Protection[] {
  const named = (subject: string, policy: NamedDocument | undefined): readonly Protection[] =>
    policy === undefined ? [] : ofPolicy(subject, policy);
  return [
    ...buckets.flatMap(({ arn, policy }) => named(`bucket ${arn.slice(arn.lastIndexOf(":") + 1)}`, policy)),
    ...accessPoints.flatMap(({ arn, policy }) => named(`access point ${lastName(arn)}`, policy)),
    ...keys.flatMap(({ arn, aliases, policy }) => named(`key ${aliases[0] ?? lastName(arn)}`, policy)),
    ...roles.flatMap(({ arn, trust }) => named(`trust of role ${lastName(arn)}`, trust)),
  ];
}

const lastName = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);

function ofPolicy(
  subject: string,
  { document: { version, statements } }: NamedDocument,
): readonly Protection[] {
  return statements
    .filter(({ effect }) => effect === "Deny")
    .map((deny): Protection => {
      const allowed: Statement = { ...deny, index: 0, effect: "Allow" };
      return {
        topic: isAboutTransport(deny) ? "TLS" : "refusal",
        subject,
        aspect: refusalText(deny),
        words: "refused",
        measure: {
          kind: "covers",
          as: deny.resource === undefined ? "trust" : "resource",
          document: { version, statements: [allowed] },
        },
      };
    });
}

const isAboutTransport = ({ conditions }: Statement): boolean =>
  conditions.some(({ key }) => /^(aws:securetransport|s3:tlsversion)$/i.test(key));
