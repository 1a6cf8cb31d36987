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
  /** Leads requests to `ACCOUNT.HOST`, which no name server knows, to the local AWS. */
  readonly proxy: string;
  /** Whether what is there is taken over instead of made. */
  readonly imports: boolean;
}

/**
 * A twin's program in Terraform's JSON syntax, for `main.tf.json`. Credentials are left to the environment.
 *
 * @see https://developer.hashicorp.com/terraform/language/syntax/json
 */
export function terraformProgram(twin: Twin, { endpoint, proxy, imports }: ProgramOptions): object {
  const provider = twin.providers.map(({ alias, region, allowedAccountIds, assumeRole }) => ({
    alias,
    region,
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
