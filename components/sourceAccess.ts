import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { iamArn, type Partition } from "../iam/arn";
import { policyJson } from "../iam/document";
import { allowAssumeWriter } from "../iam/source";
import type { InAccount } from "./inAccount";

export interface SourceAccessArgs {
  readonly partition: Partition;
  /** The source account: 12 digits. */
  readonly accountId: string;
  /** The policy's name in IAM: at most 128 characters. */
  readonly policyName: string;
  readonly writerRoleArn: string;
  /** Type, path and name, like `role/app/uploader`; they exist already. */
  readonly uploaders: readonly string[];
}

/** The policy that lets a source's uploaders assume their writer role. Lives in the source account. */
export class SourceAccess extends pulumi.ComponentResource {
  constructor(name: string, args: SourceAccessArgs, opts: InAccount) {
    super("xput:index:SourceAccess", name, {}, opts);
    const { partition, accountId, policyName } = args;

    const policy = new aws.iam.Policy(
      name,
      { name: policyName, policy: policyJson(allowAssumeWriter(args.writerRoleArn)) },
      { parent: this },
    );
    const policyArn = iamArn(partition, accountId, `policy/${policyName}`);
    for (const uploader of args.uploaders) {
      const attachment = `${name}-${uploader}`;
      const bearer = uploader.slice(uploader.lastIndexOf("/") + 1);
      const options = { parent: this, dependsOn: policy };
      if (uploader.startsWith("user/")) {
        new aws.iam.UserPolicyAttachment(attachment, { user: bearer, policyArn }, options);
      } else {
        new aws.iam.RolePolicyAttachment(attachment, { role: bearer, policyArn }, options);
      }
    }
    this.registerOutputs();
  }
}
