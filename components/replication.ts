import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bucketArn } from "../iam/arn";
import { serviceRoleName } from "../iam/names";
import { boundaryArn } from "../iam/service";
import { replicaPlaceOf, replicationPolicy, replicationRoleArn, trustReplication } from "../iam/replication";
import type { Replication as ReplicationSettings } from "../settings/replication";
import type { Settings } from "../settings/settings";
import type { InAccount } from "./inAccount";
import { ServiceRole } from "./serviceRole";

export interface ReplicationArgs {
  readonly settings: Settings;
  readonly replication: ReplicationSettings;
  /** ARN of the key that encrypts replicas; undefined where S3 owns the key. */
  readonly replicaKeyArn: pulumi.Input<string> | undefined;
}

/**
 * Copies every object to the replica. Lives in the destination account and region; depends on both buckets.
 *
 * Deletions are not copied: the replica is what is left when the bucket was emptied.
 */
export class Replication extends pulumi.ComponentResource {
  constructor(name: string, { settings, replication, replicaKeyArn }: ReplicationArgs, opts: InAccount) {
    super("xput:index:Replication", name, {}, opts);
    const replicated = { ...settings, replication };
    const replica = replicaPlaceOf(replicated);
    const role = new ServiceRole(
      `${name}-role`,
      {
        roleName: serviceRoleName(settings.namePrefix, "replication"),
        trust: trustReplication(settings),
        policyName: "replicate",
        policy: replicationPolicy(replicated),
        permissionsBoundary: boundaryArn(settings),
      },
      { parent: this, provider: opts.provider },
    );
    new aws.s3.BucketReplicationConfig(
      name,
      {
        bucket: settings.destination.bucket,
        role: replicationRoleArn(settings),
        rules: [
          {
            id: "everything",
            status: "Enabled",
            priority: 1,
            filter: { prefix: "" },
            deleteMarkerReplication: { status: "Disabled" },
            destination: {
              bucket: bucketArn(replica.partition, replica.bucket),
              storageClass: replication.storageClass,
              ...(replicaKeyArn === undefined
                ? {}
                : { encryptionConfiguration: { replicaKmsKeyId: replicaKeyArn } }),
            },
            ...(replicaKeyArn === undefined
              ? {}
              : { sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } } }),
          },
        ],
      },
      { parent: this, dependsOn: role.permitted },
    );
    this.registerOutputs();
  }
}
