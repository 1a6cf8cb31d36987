import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { TargetBucket } from "../iam/destination";
import { policyJson } from "../iam/document";
import { allowPut, trustUploaders, type TrustedUploaders } from "../iam/writer";
import type { InAccount } from "./inAccount";

export interface WriterRoleArgs {
  /** The role's name in IAM: at most 64 characters. */
  readonly roleName: string;
  readonly target: TargetBucket;
  /** Where the role may put; each ends with "/". */
  readonly prefixes: readonly string[];
  readonly trusted: TrustedUploaders;
}

/** The role that one source's uploaders assume to put objects, and nothing else. Lives in the destination account. */
export class WriterRole extends pulumi.ComponentResource {
  constructor(name: string, args: WriterRoleArgs, opts: InAccount) {
    super("xput:index:WriterRole", name, {}, opts);

    const role = new aws.iam.Role(
      name,
      {
        name: args.roleName,
        assumeRolePolicy: policyJson(trustUploaders(args.trusted)),
        // The shortest that IAM takes; a caller that is itself in a role gets no longer session anyway.
        maxSessionDuration: 3_600,
      },
      { parent: this },
    );
    new aws.iam.RolePolicy(
      `${name}-put`,
      { name: "put", role: args.roleName, policy: policyJson(allowPut(args.target, args.prefixes)) },
      { parent: this, dependsOn: role },
    );
    this.registerOutputs();
  }
}
