import { adminCredentials } from "../../local/admin";
import { addressOf, type Twin } from "./twin";

/** Services of the AWS provider that a twin calls. */
const services = [
  "cloudtrail",
  "cloudwatch",
  "guardduty",
  "iam",
  "kms",
  "logs",
  "s3",
  "s3control",
  "sns",
  "sts",
] as const;

/** How a twin's program is to run. */
export interface ProgramOptions {
  /** Of the local AWS. */
  readonly endpoint: string;
  /** Whose administrator assumes the roles: 12 digits. */
  readonly accountId: string;
  /** Leads requests to `ACCOUNT.HOST`, which no name server knows, to the local AWS. */
  readonly proxy: string;
  /** Whether what is there is taken over instead of made. */
  readonly imports: boolean;
}

/**
 * A twin's program in Terraform's JSON syntax, for `main.tf.json`.
 *
 * @see https://developer.hashicorp.com/terraform/language/syntax/json
 */
export function terraformProgram(twin: Twin, options: ProgramOptions): object {
  const { endpoint, accountId, proxy, imports } = options;
  const { accessKeyId, secretAccessKey } = adminCredentials(accountId);
  const provider = twin.providers.map(({ alias, region, allowedAccountIds, assumeRole }) => ({
    alias,
    region,
    access_key: accessKeyId,
    secret_key: secretAccessKey,
    allowed_account_ids: allowedAccountIds,
    s3_use_path_style: true,
    skip_metadata_api_check: "true",
    http_proxy: proxy,
    endpoints: [Object.fromEntries(services.map((service) => [service, endpoint]))],
    ...(assumeRole === undefined
      ? {}
      : { assume_role: [{ role_arn: assumeRole.roleArn, session_name: assumeRole.sessionName }] }),
  }));
  const resource: Record<string, Record<string, object>> = {};
  for (const { type, name, arguments: values, provider: alias, dependsOn } of twin.resources) {
    const ofType = (resource[type] ??= {});
    ofType[name] = {
      ...values,
      provider: `aws.${alias}`,
      ...(dependsOn.length === 0 ? {} : { depends_on: dependsOn }),
    };
  }
  return {
    terraform: [{ required_providers: [{ aws: { source: "hashicorp/aws" } }] }],
    provider: [{ aws: provider }],
    resource,
    ...(imports ? { import: twin.resources.map((one) => ({ to: addressOf(one), id: one.importId })) } : {}),
  };
}
