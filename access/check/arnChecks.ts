import { serviceData } from "../data/services";
import type { Statement } from "../model";
import { arnFields } from "../operators/arn";
import { elementPath, statementCheck } from "./check";
import type { PolicyCheck } from "./check";
import { overlaps } from "./overlap";

interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

const partitions = [
  "aws",
  "aws-cn",
  "aws-us-gov",
  "aws-eusc",
  "aws-iso",
  "aws-iso-b",
  "aws-iso-e",
  "aws-iso-f",
];

/** A check on each ARN of `Resource` or `NotResource`; ARNs that cannot be split are for other checks. */
function arnCheck(name: string, find: (arn: Arn) => string | undefined): PolicyCheck {
  return statementCheck(name, "error", (statement) =>
    resources(statement).flatMap(({ text, path }) => {
      const [, partition = "", service = "", region = "", account = "", resource = ""] =
        arnFields(text) ?? [];
      if (resource === "") return [];
      const message = find({ partition, service, region, account, resource });
      return message === undefined ? [] : [{ path, message: `"${text}": ${message}` }];
    }),
  );
}

/** Whether a field says nothing certain: a wildcard or a policy variable is in it. */
function isOpen(field: string): boolean {
  return /[*?]|\$\{/.test(field);
}

/** Templates of the service's resource types whose last field can match that of the ARN. */
function typesOf({ service, resource }: Arn): readonly (readonly string[])[] | undefined {
  const data = serviceData(service);
  if (data === undefined) return undefined;
  return Object.values(data.resourceTypes)
    .map(({ arn }) => templateFields(arn))
    .filter((fields) => overlaps(fields[5] ?? "", asGlob(resource)));
}

/** Placeholders become `*`: `arn:*:s3:::*`. */
function templateFields(template: string): readonly string[] {
  return arnFields(asGlob(template)) ?? [];
}

function asGlob(text: string): string {
  return text.replace(/\$\{[^}]*\}/g, "*");
}

/** Checks on the fields of resource ARNs. */
export const arnChecks: readonly PolicyCheck[] = [
  arnCheck("INVALID_PARTITION", ({ partition }) =>
    isOpen(partition) || partitions.includes(partition)
      ? undefined
      : `partition "${partition}" does not exist: ${partitions.join(", ")} do`,
  ),
  arnCheck("INVALID_ARN_SERVICE_CASE", ({ service }) =>
    service === service.toLowerCase() ? undefined : `the service must be in lower case`,
  ),
  arnCheck("INVALID_ARN_REGION", ({ region }) =>
    region === "" || isOpen(region) || isRegion(region) ? undefined : `"${region}" is no Region`,
  ),
  arnCheck("INVALID_ARN_ACCOUNT", ({ account }) =>
    account === "" || account === "aws" || isOpen(account) || /^\d{12}$/.test(account)
      ? undefined
      : `account "${account}" is not 12 digits`,
  ),
  arnCheck("INVALID_ARN_RESOURCE", (arn) =>
    typesOf(arn)?.length === 0 ? `${arn.service} has no resource type of this form` : undefined,
  ),
  arnCheck("ARN_REGION_NOT_ALLOWED", (arn) => {
    const types = typesOf(arn) ?? [];
    const allowed = types.length === 0 || types.some((fields) => fields[3] !== "");
    return allowed || arn.region === "" || arn.region === "*"
      ? undefined
      : `this ARN of ${arn.service} takes no Region: leave the field empty`;
  }),
  arnCheck("ARN_ACCOUNT_NOT_ALLOWED", (arn) => {
    const types = typesOf(arn) ?? [];
    const allowed = types.length === 0 || types.some((fields) => fields[4] !== "");
    return allowed || arn.account === "" || arn.account === "*"
      ? undefined
      : `this ARN of ${arn.service} takes no account: leave the field empty`;
  }),
  arnCheck("MISSING_ARN_REGION", (arn) => {
    const types = typesOf(arn) ?? [];
    const missing = arn.region === "" && types.length > 0 && types.every((fields) => fields[3] === "*");
    return missing ? `this ARN of ${arn.service} needs a Region` : undefined;
  }),
  statementCheck("MISSING_ARN_FIELD", "error", (statement) =>
    resources(statement).flatMap(({ text, path }) =>
      text.startsWith("arn:") && text.split(":").length < 6
        ? [{ path, message: `"${text}" lacks fields of arn:partition:service:region:account:resource` }]
        : [],
    ),
  ),
];

/** Whether a text has the form of a Region; whether the Region exists is not known here. */
export function isRegion(text: string): boolean {
  return /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/.test(text);
}

function resources(statement: Statement): readonly { readonly text: string; readonly path: string }[] {
  const path = elementPath(statement, "Resource");
  return (statement.resource?.patterns ?? []).map((text, index) => ({ text, path: `${path}[${index}]` }));
}
