import type * as pulumi from "@pulumi/pulumi";
import { accessPointPolicy } from "../iam/accessPointPolicy";
import { iamArn } from "../iam/arn";
import { accessPointName, sourcePolicyName, writerRoleName } from "../iam/names";
import { destinationRoleArn, placeOf } from "../iam/place";
import { accessPointArn } from "../iam/put";
import { boundaryArn } from "../iam/service";
import { uploaderPolicy } from "../iam/source";
import { trustPolicy, writerPolicy } from "../iam/writer";
import type { Settings } from "../settings/settings";
import type { AccountSource, Source } from "../settings/source";
import type { AccountProviders } from "./accountProviders";
import { SourceAccess } from "./sourceAccess";
import { SourceAccessPoint } from "./sourceAccessPoint";
import { WriterRole } from "./writerRole";

/** What a source is told: where it puts, and as whom. */
export interface WayIn {
  readonly writerRoleArn?: string;
  readonly accessPointArn?: string;
}

/**
 * Makes both sides of one source: its writer role or access point in the destination account, and in the account of a
 * managed source the policy of its uploaders.
 *
 * @param dependsOn what must stand before anyone may put
 */
export function sourceSides(
  settings: Settings,
  sourceName: string,
  providers: AccountProviders,
  dependsOn: readonly pulumi.Resource[],
): WayIn {
  const source = sourceOf(settings, sourceName);
  const { wayIn, made } = destinationSide(settings, sourceName, source, providers, [...dependsOn]);
  if (source.kind === "account" && source.manage !== undefined) {
    const { accountId, uploaders, groups, manage } = source;
    const { partition } = placeOf(settings);
    const policyName = sourcePolicyName(settings.namePrefix, sourceName, settings.destination.bucket);
    new SourceAccess(
      `${sourceName}-access`,
      {
        accountId,
        policyName,
        policyArn: iamArn(partition, accountId, `policy/${policyName}`),
        policy: uploaderPolicy(settings, sourceName, source),
        uploaders: withoutMembers(source, uploaders),
        groups: groups.map(({ group }) => group),
      },
      { provider: providers.source(accountId, manage.deployRole), dependsOn: made },
    );
  }
  return wayIn;
}

/** A user that a group already gives the policy to needs it only once. */
function withoutMembers({ groups }: AccountSource, uploaders: readonly string[]): string[] {
  const members = new Set(groups.flatMap((group) => group.members));
  return uploaders.filter((uploader) => !members.has(uploader));
}

function destinationSide(
  settings: Settings,
  sourceName: string,
  source: Source,
  providers: AccountProviders,
  dependsOn: pulumi.Resource[],
): { readonly wayIn: WayIn; readonly made: pulumi.Resource[] } {
  const place = placeOf(settings);
  const { namePrefix, destination } = settings;
  const options = { provider: providers.destination, dependsOn };
  if (source.accessMode === "role" || source.kind === "webIdentity") {
    const roleName = writerRoleName(namePrefix, sourceName);
    const writer = new WriterRole(
      sourceName,
      {
        roleName,
        party: partyOf(source),
        trust: trustPolicy(place.partition, place.accountId, source),
        policy: writerPolicy(settings, source),
        maxSessionSeconds: source.sessionMinutes * 60,
        permissionsBoundary: boundaryArn(settings),
      },
      options,
    );
    return { wayIn: { writerRoleArn: destinationRoleArn(place, roleName) }, made: [writer] };
  }
  if (source.accessMode === "bucketPolicy") return { wayIn: {}, made: dependsOn };
  const name = accessPointName(namePrefix, sourceName);
  const accessPoint = new SourceAccessPoint(
    sourceName,
    {
      accessPointName: name,
      bucket: destination.bucket,
      policy: accessPointPolicy(settings, sourceName, source),
      vpcId: source.vpcId,
    },
    options,
  );
  return { wayIn: { accessPointArn: accessPointArn(place, name) }, made: [accessPoint] };
}

function partyOf(source: Source): string {
  switch (source.kind) {
    case "account":
      return `account ${source.accountId}`;
    case "organization":
      return `accounts of the organization ${source.organizationId}`;
    case "webIdentity":
      return `holders of tokens of ${source.webIdentity.provider}`;
  }
}

function sourceOf({ sources }: Settings, sourceName: string): Source {
  const source = sources[sourceName];
  if (source === undefined) throw new RangeError(`there is no source ${sourceName}`);
  return source;
}
