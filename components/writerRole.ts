import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { InAccount } from "./inAccount";

export interface WriterRoleArgs {
  /** The role's name in IAM: at most 64 characters. */
  readonly roleName: string;
  /** Who may assume it, as policy text. */
  readonly trust: string;
  /** Who the source is, like `account 222222222222`: another party gets another role of that name. */
  readonly party: string;
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
        description: `Lets ${args.party} put objects`,
        assumeRolePolicy: args.trust,
        maxSessionDuration: args.maxSessionSeconds,
        ...(permissionsBoundary === undefined ? {} : { permissionsBoundary }),
      },
      // The trust and the policy are two calls to IAM. Changed one after the other, they would let the new party put
      // where the old one did; taken away and made anew, they never stand together, and no session of the old lives on.
      { parent: this, replaceOnChanges: ["description"], deleteBeforeReplace: true },
    );
    // By the role's own name, so that the policy goes and comes with it.
    new aws.iam.RolePolicy(
      `${name}-put`,
      { name: "put", role: role.name, policy: args.policy },
      { parent: this },
    );
    this.registerOutputs();
  }
}
