import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { InAccount } from "./inAccount";

export interface SourceAccessArgs {
  /** The account that the policy is in: 12 digits. */
  readonly accountId: string;
  /** The policy's name in IAM: at most 128 characters. */
  readonly policyName: string;
  readonly policyArn: string;
  /** What uploaders may do, as policy text. */
  readonly policy: string;
  /** Type, path and name, like `role/app/uploader`; they exist already. */
  readonly uploaders: readonly string[];
  /** Like `group/uploaders`; they exist already. */
  readonly groups: readonly string[];
}

/**
 * The policy that lets a source's uploaders upload, attached to them. Lives in the source account.
 *
 * Roles of IAM Identity Center cannot be attached to: their permission set names the policy instead.
 */
export class SourceAccess extends pulumi.ComponentResource {
  constructor(name: string, args: SourceAccessArgs, opts: InAccount) {
    super("xput:index:SourceAccess", name, {}, opts);
    const { accountId, policyName, policyArn } = args;

    const policy = new aws.iam.Policy(
      name,
      {
        name: policyName,
        // Another account shows in no other input, and a new provider alone makes nothing anew.
        description: `Lets uploaders of account ${accountId} upload`,
        policy: args.policy,
      },
      { parent: this },
    );
    const options = { parent: this, dependsOn: policy };
    for (const bearer of [...args.uploaders, ...args.groups]) {
      const attachment = `${name}-${bearer}`;
      const nameInIam = bearer.slice(bearer.lastIndexOf("/") + 1);
      if (bearer.startsWith("user/")) {
        new aws.iam.UserPolicyAttachment(attachment, { user: nameInIam, policyArn }, options);
      } else if (bearer.startsWith("group/")) {
        new aws.iam.GroupPolicyAttachment(attachment, { group: nameInIam, policyArn }, options);
      } else if (bearer.startsWith("role/")) {
        new aws.iam.RolePolicyAttachment(attachment, { role: nameInIam, policyArn }, options);
      }
    }
    this.registerOutputs();
  }
}
