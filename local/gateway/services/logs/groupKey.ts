import { letsService } from "../../actors/servicePrincipal";
import type { AwsError, Call } from "../../model";
import type { StoreReader } from "../../store";
import { textMember } from "../askJson";
import { jsonError } from "../jsonAnswer";
import { findKey, readKeyReference } from "../kms/keys";
import { groupNameOf } from "./groupName";

const encrypting: ReadonlySet<string> = new Set(["AssociateKmsKey", "CreateLogGroup"]);

/** What CloudWatch Logs does with a group's key. */
const actions = ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"];

/**
 * Why CloudWatch Logs does not encrypt a group with a key; undefined when it does, or is not asked to.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export async function groupKeyFault(
  store: StoreReader,
  { operation, parameters, region }: Call,
  account: string,
): Promise<AwsError | undefined> {
  const named = textMember(parameters, "kmsKeyId");
  if (!encrypting.has(operation) || named === undefined) return undefined;
  const invalid = (why: string) =>
    jsonError(
      "InvalidParameterException",
      `The specified KMS key does not exist or is not allowed to be used ${why}`,
    );
  const reference = named.startsWith("arn:") ? readKeyReference(named, account, region) : undefined;
  const key = reference === undefined ? undefined : await findKey(store, reference);
  const group = `arn:aws:logs:${region}:${account}:log-group:${groupNameOf(parameters)}`;
  if (key === undefined) return invalid(`with LogGroup '${group}': ${named}`);
  if (key.state !== "Enabled" || key.region !== region) {
    return invalid(`with LogGroup '${group}': ${key.arn} is ${key.state} in ${key.region}`);
  }
  const policy = await store.keyPolicy(key.arn);
  const context = {
    "kms:EncryptionContext:aws:logs:arn": group,
    "kms:EncryptionContextKeys": ["aws:logs:arn"],
    "aws:SourceArn": group,
    "aws:SourceAccount": account,
  };
  const service = `logs.${region}.amazonaws.com`;
  const refused = actions.find(
    (action) =>
      !letsService(policy, { service, action, resource: key.arn, resourceAccount: key.account, context }),
  );
  return refused === undefined
    ? undefined
    : invalid(`with LogGroup '${group}': no ${refused} for ${service}`);
}
