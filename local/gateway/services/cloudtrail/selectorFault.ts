import type { AwsError } from "../../model";
import { objectsMember, textMember, textsMember } from "../askJson";
import { jsonError } from "../jsonAnswer";

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html */
const fields: ReadonlySet<string> = new Set([
  "errorCode",
  "eventCategory",
  "eventName",
  "eventSource",
  "eventType",
  "readOnly",
  "resources.ARN",
  "resources.type",
  "sessionCredentialFromConsole",
  "userIdentity.arn",
  "vpcEndpointId",
]);

/** Fields that can only be held to whole values. */
const equalsOnly: ReadonlySet<string> = new Set(["eventCategory", "readOnly", "resources.type"]);

const operators = ["Equals", "NotEquals", "StartsWith", "NotStartsWith", "EndsWith", "NotEndsWith"] as const;

const dataResourceTypes: ReadonlySet<string> = new Set([
  "AWS::S3::Object",
  "AWS::Lambda::Function",
  "AWS::DynamoDB::Table",
]);

/**
 * Why CloudTrail does not take event selectors; undefined when it does.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html
 */
export function selectorFault(parameters: Readonly<Record<string, unknown>>): AwsError | undefined {
  for (const selector of objectsMember(parameters, "AdvancedEventSelectors")) {
    const selectors = objectsMember(selector, "FieldSelectors");
    const error = selectors.map(fieldFault).find((fault) => fault !== undefined);
    if (error !== undefined) return invalid(error);
    const valuesOf = (field: string) =>
      selectors.filter((one) => one["Field"] === field).flatMap((one) => textsMember(one, "Equals"));
    const category = valuesOf("eventCategory");
    if (category.length !== 1) return invalid("Each selector needs one eventCategory.");
    if (category[0] === "Data" && valuesOf("resources.type").length !== 1) {
      return invalid("A selector of data events needs one resources.type.");
    }
  }
  for (const selector of objectsMember(parameters, "EventSelectors")) {
    const readWrite = textMember(selector, "ReadWriteType") ?? "All";
    if (!["All", "ReadOnly", "WriteOnly"].includes(readWrite)) {
      return invalid(`${readWrite} is not a ReadWriteType.`);
    }
    for (const resource of objectsMember(selector, "DataResources")) {
      const type = textMember(resource, "Type") ?? "";
      if (!dataResourceTypes.has(type)) return invalid(`${type} is not a type of data resources.`);
      const values = textsMember(resource, "Values");
      const wrong = values.find((value) => type === "AWS::S3::Object" && !isS3Value(value));
      if (wrong !== undefined) return invalid(`Value ${wrong} for DataResources.Values is invalid.`);
    }
  }
  return undefined;
}

/** Everything, or everything under a bucket and perhaps a prefix: the slash after the bucket must be there. */
function isS3Value(value: string): boolean {
  return /^arn:aws:s3(?::::?)?$/.test(value) || /^arn:aws:s3:::[^/]+\/.*$/s.test(value);
}

function fieldFault(selector: Readonly<Record<string, unknown>>): string | undefined {
  const field = textMember(selector, "Field") ?? "";
  if (!fields.has(field)) return `${field} is not a field that events can be selected by.`;
  const given = operators.filter((operator) => textsMember(selector, operator).length > 0);
  if (given.length === 0) return `${field} has no operator with a value.`;
  if (equalsOnly.has(field) && given.some((operator) => operator !== "Equals")) {
    return `${field} takes the operator Equals only.`;
  }
  return undefined;
}

function invalid(message: string): AwsError {
  return jsonError("InvalidEventSelectorsException", message);
}
