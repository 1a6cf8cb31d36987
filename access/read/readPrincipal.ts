import type { PrincipalElement } from "../model";
import type { JsonNode } from "./jsonTree";
import { aKind, join } from "./reading";
import type { PlacedText, Reading } from "./reading";

const kinds = ["AWS", "Service", "Federated", "CanonicalUser"] as const;

/** IAM users and roles, account roots, STS sessions, and CloudFront's origin access identities. */
const principalArn =
  /^arn:[a-z-]+:(?:iam::\d{12}:(?:root|(?:user|role)\/.+)|sts::\d{12}:(?:assumed-role\/[^/]+\/.+|federated-user\/.+|self)|iam::cloudfront:user\/.+)$/s;
const accountId = /^\d{12}$/;
/** What AWS stores in place of the ARN of a principal that was deleted. */
const uniqueId = /^A[A-Z0-9]{15,}$/;
const domain = /^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;
const providerArn = /^arn:[a-z-]+:iam::\d{12}:(saml-provider|oidc-provider)\/.+$/;

/**
 * Reads `Principal` or `NotPrincipal`.
 *
 * Account ids become `arn:aws:iam::N:root`. Wildcards inside an ARN are refused, as AWS does.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function readPrincipal(
  reading: Reading,
  node: JsonNode,
  path: string,
  negated: boolean,
): PrincipalElement {
  const element = { negated, anyone: false, aws: [], service: [], federated: [], canonicalUser: [] };
  if (node.kind === "string" && node.value === "*") return { ...element, anyone: true };
  if (node.kind === "string") {
    const message = `is "${node.value}": must be "*" or an object like {"AWS": "${node.value}"}`;
    reading.error(node, path, message, "INVALID_PRINCIPAL_FORMAT");
    return element;
  }
  if (node.kind !== "object") {
    const message = `is ${aKind(node)}: must be "*" or an object`;
    reading.error(node, path, message, "INVALID_PRINCIPAL_FORMAT");
    return element;
  }

  const texts = new Map<string, readonly PlacedText[]>();
  for (const member of reading.unrepeated(node, path)) {
    const memberPath = join(path, member.name);
    if (isKind(member.name)) texts.set(member.name, reading.texts(member.node, memberPath));
    else {
      const message = `unknown kind of principal: allowed are ${kinds.join(", ")}`;
      reading.error(member, memberPath, message, "INVALID_PRINCIPAL_KEY");
    }
  }
  const values = (kind: (typeof kinds)[number], check: (value: PlacedText) => string | undefined) =>
    (texts.get(kind) ?? []).filter((value) => accepted(reading, value, check(value))).map(({ text }) => text);

  const aws = values("AWS", awsFault);
  return {
    negated,
    anyone: aws.includes("*"),
    aws: aws
      .filter((text) => text !== "*")
      .map((text) => (accountId.test(text) ? `arn:aws:iam::${text}:root` : text)),
    service: values("Service", serviceFault),
    federated: values("Federated", federatedFault),
    canonicalUser: values("CanonicalUser", wildcardFault),
  };
}

function isKind(name: string): name is (typeof kinds)[number] {
  return (kinds as readonly string[]).includes(name);
}

function accepted(reading: Reading, { text, node, path }: PlacedText, fault: string | undefined): boolean {
  if (fault === undefined) return true;
  reading.error(node, path, fault, checkOf(text, path));
  return false;
}

function checkOf(text: string, path: string): string {
  if (text.includes("${")) return "VARIABLE_UNSUPPORTED_IN_ELEMENT";
  if (/[*?]/.test(text)) return "UNSUPPORTED_WILDCARD_IN_PRINCIPAL";
  return path.includes(".Federated")
    ? "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY"
    : "INVALID_PRINCIPAL_FORMAT";
}

function awsFault({ text }: PlacedText): string | undefined {
  if (text === "*" || accountId.test(text) || uniqueId.test(text)) return undefined;
  if (/[*?]/.test(text)) return `"${text}" has a wildcard: only "*" alone stands for several principals`;
  if (principalArn.test(text)) return undefined;
  return `"${text}" is no principal: must be "*", a 12-digit account id or the ARN of an account root, user, role or session`;
}

function serviceFault({ text }: PlacedText): string | undefined {
  if (/[*?]/.test(text))
    return `"${text}" has a wildcard: name each service, like "cloudtrail.amazonaws.com"`;
  return domain.test(text) ? undefined : `"${text}" is no service: must be like "cloudtrail.amazonaws.com"`;
}

function federatedFault({ text }: PlacedText): string | undefined {
  if (/[*?]/.test(text)) return `"${text}" has a wildcard: name each identity provider`;
  if (domain.test(text) || providerArn.test(text)) return undefined;
  return `"${text}" is no identity provider: must be a domain name or the ARN of a SAML or OIDC provider`;
}

function wildcardFault({ text }: PlacedText): string | undefined {
  return text === "" || /[*?]/.test(text) ? `"${text}" is no canonical user id` : undefined;
}
