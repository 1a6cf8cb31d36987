import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyJson, type TrustStatement } from "../iam/document";
import type { InAccount } from "./inAccount";

export interface ServiceRoleArgs {
  /** The role's name in IAM: at most 64 characters. */
  readonly roleName: string;
  readonly trust: TrustStatement;
  /** What the service does with the role. */
  readonly policyName: string;
  /** The role's policy as text. */
  readonly policy: string;
  /** ARN of the managed policy that bounds the role. */
  readonly permissionsBoundary?: string | undefined;
}

/** A role that one AWS service assumes for one purpose. */
export class ServiceRole extends pulumi.ComponentResource {
  /** The last of its parts: who depends on it finds the role with its policy. */
  readonly permitted: pulumi.Resource;

  constructor(name: string, args: ServiceRoleArgs, opts: InAccount) {
    super("xput:index:ServiceRole", name, {}, opts);
    const { roleName, permissionsBoundary } = args;
    const role = new aws.iam.Role(
      name,
      {
        name: roleName,
        assumeRolePolicy: policyJson(args.trust),
        ...(permissionsBoundary === undefined ? {} : { permissionsBoundary }),
      },
      { parent: this },
    );
    this.permitted = new aws.iam.RolePolicy(
      `${name}-${args.policyName}`,
      { name: args.policyName, role: roleName, policy: args.policy },
      { parent: this, dependsOn: role },
    );
    this.registerOutputs();
  }
}
