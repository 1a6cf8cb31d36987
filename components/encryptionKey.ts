import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { keyTags } from "../iam/keyTag";
import type { InAccount } from "./inAccount";

export interface EncryptionKeyArgs {
  /** What it encrypts, for a person who finds it in the console. */
  readonly description: string;
  /** With `alias/`. */
  readonly alias: string;
  /** The key's policy as text. */
  readonly policy: string;
  /** Days between rotations: 90 to 2,560. */
  readonly rotationDays: number;
  /** Days between asking for the deletion and losing what it encrypted: 7 to 30. */
  readonly deletionWindowDays: number;
}

/**
 * A customer managed key with rotation and an alias.
 *
 * The key stays in AWS when it leaves the stack: whatever it encrypted is lost with it.
 */
export class EncryptionKey extends pulumi.ComponentResource {
  readonly keyArn: pulumi.Output<string>;
  /** The last of its parts: who depends on it finds the alias, too. */
  readonly named: pulumi.Resource;

  constructor(name: string, args: EncryptionKeyArgs, opts: InAccount) {
    super("xput:index:EncryptionKey", name, {}, opts);
    const key = new aws.kms.Key(
      name,
      {
        description: args.description,
        policy: args.policy,
        enableKeyRotation: true,
        rotationPeriodInDays: args.rotationDays,
        deletionWindowInDays: args.deletionWindowDays,
        tags: keyTags(args.alias),
      },
      { parent: this, retainOnDelete: true },
    );
    this.named = new aws.kms.Alias(
      `${name}-alias`,
      { name: args.alias, targetKeyId: key.keyId },
      { parent: this },
    );
    this.keyArn = key.arn;
    this.registerOutputs();
  }
}
