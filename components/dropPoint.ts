import type * as aws from "@pulumi/aws";
import { bucketArn, iamArn, partitionOf } from "../iam/arn";
import { sourcePolicyName, writerRoleName } from "../iam/names";
import type { Settings } from "../settings/settings";
import { DestinationBucket } from "./destinationBucket";
import { accountProvider } from "./inAccount";
import { SourceAccess } from "./sourceAccess";
import { WriterRole } from "./writerRole";

/** What a stack tells others: plain text that is known before anything is made. */
export interface DropPoint {
  readonly bucketArn: string;
  /** By the source's name. */
  readonly writerRoleArns: Readonly<Record<string, string>>;
}

/** One destination and every source of it: the whole of a stack, made as the settings say. */
export function dropPoint(settings: Settings): DropPoint {
  const { destination, sources, namePrefix } = settings;
  const partition = partitionOf(destination.region);
  const target = { partition, bucket: destination.bucket };
  const inDestination = accountProvider("destination", {
    ...destination,
    deployRoleArn: roleArnIn(destination.accountId, destination.deployRole),
    s3UsePathStyle: settings.s3UsePathStyle,
  });
  const bucket = new DestinationBucket(
    "destination",
    {
      target,
      keepVersionsDays: destination.keepVersionsDays,
      abortUploadsDays: destination.abortUploadsDays,
    },
    { provider: inDestination },
  );
  const inSourceAccount = sourceProviders();
  const writerRoleArns = Object.entries(sources).map(([sourceName, source]) => {
    if (source.kind !== "account") throw new RangeError(`source ${sourceName} is of a kind that is not made yet`);
    const { accountId, uploaders, prefixes, externalId, organizationId, manage } = source;
    const roleName = writerRoleName(namePrefix, sourceName);
    const writerRoleArn = iamArn(partition, destination.accountId, `role/${roleName}`);
    const writer = new WriterRole(
      sourceName,
      {
        roleName,
        target,
        prefixes,
        trusted: { partition, accountId, uploaders, externalId, organizationId },
      },
      // The bucket's guards stand before anyone may put into it.
      { provider: inDestination, dependsOn: bucket },
    );
    if (manage !== undefined) {
      const policyName = sourcePolicyName(namePrefix, sourceName, destination.bucket);
      new SourceAccess(
        `${sourceName}-access`,
        { partition, accountId, policyName, writerRoleArn, uploaders },
        { provider: inSourceAccount(accountId, manage.deployRole), dependsOn: writer },
      );
    }
    return [sourceName, writerRoleArn] as const;
  });
  return {
    bucketArn: bucketArn(partition, destination.bucket),
    writerRoleArns: Object.fromEntries(writerRoleArns),
  };

  function roleArnIn(accountId: string, deployRole: string | undefined): string | undefined {
    return deployRole === undefined ? undefined : iamArn(partition, accountId, deployRole);
  }

  // One provider for each account, however many sources it has: every provider is a process of its own.
  function sourceProviders(): (accountId: string, deployRole: string | undefined) => aws.Provider {
    const byAccount = new Map<string, aws.Provider>();
    return (accountId, deployRole) => {
      const known = byAccount.get(accountId);
      if (known !== undefined) return known;
      const provider = accountProvider(`source-${accountId}`, {
        accountId,
        region: destination.region,
        deployRoleArn: roleArnIn(accountId, deployRole),
        s3UsePathStyle: settings.s3UsePathStyle,
      });
      byAccount.set(accountId, provider);
      return provider;
    };
  }
}
