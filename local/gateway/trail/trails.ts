import type { StoreReader } from "../store";
import { askJson, isMembers, objectsMember, textMember } from "../services/askJson";
import type { AdvancedEventSelector, Selection } from "./selectors";

/** A trail that is logging, with all that delivery needs to know of it. */
export interface LoggingTrail {
  readonly arn: string;
  readonly name: string;
  /** Its account: 12 digits. */
  readonly account: string;
  readonly homeRegion: string;
  readonly bucket: string;
  /** Without a slash at its end; undefined for none. */
  readonly prefix: string | undefined;
  readonly kmsKeyId: string | undefined;
  readonly validatesLogFiles: boolean;
  readonly logGroupArn: string | undefined;
  readonly logsRoleArn: string | undefined;
  /** Id of the organization whose accounts it records; undefined: its own account only. */
  readonly organizationId: string | undefined;
  readonly selection: Selection;
}

/**
 * The trails that record the events of an account and region: those of that region and the multi-region ones of the
 * account, and the organization trails of its management account.
 *
 * @param account 12 digits
 */
export async function trailsFor(
  store: StoreReader,
  account: string,
  region: string,
): Promise<readonly LoggingTrail[]> {
  const [own, organization] = await Promise.all([
    loggingTrails(store, account, region),
    store.organization(account),
  ]);
  if (organization === undefined) return own;
  const managed = await loggingTrails(store, organization.managementAccount, region);
  const ofOrganization = managed
    .filter(
      ({ arn, organizationId }) => organizationId !== undefined && !own.some((trail) => trail.arn === arn),
    )
    .map((trail) => ({ ...trail, organizationId: organization.id }));
  const named = own.map((trail) =>
    trail.organizationId === undefined ? trail : { ...trail, organizationId: organization.id },
  );
  return [...named, ...ofOrganization];
}

async function loggingTrails(
  store: StoreReader,
  account: string,
  region: string,
): Promise<readonly LoggingTrail[]> {
  return store.cached([`${account}/cloudtrail`], `cloudtrail/trails/${account}/${region}`, async () => {
    const ask = (operation: string, parameters: Readonly<Record<string, unknown>>) =>
      askJson(store, { service: "cloudtrail", account, region, operation, parameters });
    const described = await ask("DescribeTrails", { includeShadowTrails: true });
    const trails = await Promise.all(
      objectsMember(described.members, "trailList").map(async (trail): Promise<readonly LoggingTrail[]> => {
        const arn = textMember(trail, "TrailARN") ?? "";
        const [status, selectors] = await Promise.all([
          ask("GetTrailStatus", { Name: arn }),
          ask("GetEventSelectors", { TrailName: arn }),
        ]);
        if (status.members["IsLogging"] !== true) return [];
        return [{ ...readTrail(trail, arn, account), selection: readSelection(selectors.members) }];
      }),
    );
    return trails.flat();
  });
}

function readTrail(
  trail: Readonly<Record<string, unknown>>,
  arn: string,
  account: string,
): Omit<LoggingTrail, "selection"> {
  return {
    arn,
    name: textMember(trail, "Name") ?? "",
    account,
    homeRegion: textMember(trail, "HomeRegion") ?? "us-east-1",
    bucket: textMember(trail, "S3BucketName") ?? "",
    prefix: textMember(trail, "S3KeyPrefix")?.replace(/\/$/, ""),
    kmsKeyId: textMember(trail, "KmsKeyId"),
    validatesLogFiles: trail["LogFileValidationEnabled"] === true,
    logGroupArn: textMember(trail, "CloudWatchLogsLogGroupArn"),
    logsRoleArn: textMember(trail, "CloudWatchLogsRoleArn"),
    organizationId: trail["IsOrganizationTrail"] === true ? "" : undefined,
  };
}

function readSelection(members: Readonly<Record<string, unknown>>): Selection {
  const advanced = objectsMember(members, "AdvancedEventSelectors").filter(isAdvanced);
  if (advanced.length > 0) return { kind: "advanced", selectors: advanced };
  return { kind: "classic", selectors: objectsMember(members, "EventSelectors") };
}

/** The gateway checks selectors when they are put; what came to the store another way is left out. */
function isAdvanced(
  selector: Readonly<Record<string, unknown>>,
): selector is AdvancedEventSelector & Readonly<Record<string, unknown>> {
  const fields = selector["FieldSelectors"];
  return (
    Array.isArray(fields) && fields.every((field) => isMembers(field) && typeof field["Field"] === "string")
  );
}
