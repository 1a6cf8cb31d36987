import type * as aws from "@pulumi/aws";
import { iamArn, partitionOf } from "../iam/arn";
import type { Settings } from "../settings/settings";
import { accountProvider } from "./inAccount";

/** The providers of a stack: each is a process of its own, so every account and region has one at most. */
export interface AccountProviders {
  readonly destination: aws.Provider;
  /** Of a managed source, in the destination's region. */
  source(accountId: string, deployRole: string | undefined): aws.Provider;
  /** Of the bucket that objects are copied to. */
  replica(replication: NonNullable<Settings["destination"]["replication"]>): aws.Provider;
}

/** The providers that the settings ask for; each is made when it is first needed. */
export function accountProviders({ destination, s3UsePathStyle }: Settings): AccountProviders {
  const provider = (
    name: string,
    accountId: string,
    region: string,
    deployRole: string | undefined,
  ): aws.Provider =>
    accountProvider(name, {
      accountId,
      region,
      deployRoleArn:
        deployRole === undefined ? undefined : iamArn(partitionOf(region), accountId, deployRole),
      s3UsePathStyle,
    });
  const bySourceAccount = new Map<string, aws.Provider>();
  return {
    destination: provider("destination", destination.accountId, destination.region, destination.deployRole),
    source(accountId, deployRole) {
      const known = bySourceAccount.get(accountId);
      if (known !== undefined) return known;
      const made = provider(`source-${accountId}`, accountId, destination.region, deployRole);
      bySourceAccount.set(accountId, made);
      return made;
    },
    replica: ({ accountId, region, deployRole }) => provider("replica", accountId, region, deployRole),
  };
}
