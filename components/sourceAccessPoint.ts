import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { InAccount } from "./inAccount";

export interface SourceAccessPointArgs {
  /** 3 to 50 lower-case letters, digits and hyphens. */
  readonly accessPointName: string;
  readonly bucket: string;
  /** Who may put through it, as policy text. */
  readonly policy: string;
  /** Serves this VPC only. */
  readonly vpcId?: string | undefined;
}

/** The access point that one source puts through. Lives in the destination account. */
export class SourceAccessPoint extends pulumi.ComponentResource {
  constructor(name: string, args: SourceAccessPointArgs, opts: InAccount) {
    super("xput:index:SourceAccessPoint", name, {}, opts);
    const { vpcId } = args;
    new aws.s3.AccessPoint(
      name,
      {
        name: args.accessPointName,
        bucket: args.bucket,
        policy: args.policy,
        publicAccessBlockConfiguration: {
          blockPublicAcls: true,
          blockPublicPolicy: true,
          ignorePublicAcls: true,
          restrictPublicBuckets: true,
        },
        ...(vpcId === undefined ? {} : { vpcConfiguration: { vpcId } }),
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
