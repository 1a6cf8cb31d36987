import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { InAccount } from "./inAccount";

export interface WriterRoleArgs {
  /** The role's name in IAM: at most 64 characters. */
  readonly roleName: string;
  /** Who may assume it, as policy text. */
  readonly trust: string;
  /** What it may do, as policy text. */
  readonly policy: string;
  /** The longest session: 3,600 to 43,200. */
  readonly maxSessionSeconds: number;
  /** ARN of the policy that bounds it. */
  readonly permissionsBoundary?: string | undefined;
}

/** The role that one source's uploaders assume to put objects, and nothing else. Lives in the destination account. */
export class WriterRole extends pulumi.ComponentResource {
  constructor(name: string, args: WriterRoleArgs, opts: InAccount) {
    super("xput:index:WriterRole", name, {}, opts);
    const { roleName, permissionsBoundary } = args;

    const role = new aws.iam.Role(
      name,
      {
        name: roleName,
        assumeRolePolicy: args.trust,
        maxSessionDuration: args.maxSessionSeconds,
        ...(permissionsBoundary === undefined ? {} : { permissionsBoundary }),
      },
      { parent: this },
    );
    new aws.iam.RolePolicy(
      `${name}-put`,
      { name: "put", role: roleName, policy: args.policy },
      { parent: this, dependsOn: role },
    );
    this.registerOutputs();
  }
}
