import type { Settings } from "../settings/settings";
import type { AccountSource, Source } from "../settings/source";
import { allPatterns, anyPattern, compare, isMissing, unlike, type Pattern } from "./filterPattern";
import { serviceRoleName, writerRoleName } from "./names";
import { placeOf } from "./place";

/** Who puts, as the trail of the bucket's account names them. */
export interface DeclaredWriters {
  readonly accountId: string;
  /** Values of `userIdentity.arn` with `*` at the end where a session's name follows: writer roles. */
  readonly roleSessions: readonly string[];
  /** One value for all of them and every other role of the stack. */
  readonly everyRoleSession: string;
  /** The same of principals of the destination account that put directly. */
  readonly ownPrincipals: readonly string[];
  /** Accounts that put directly: of a principal of another account, the trail tells its account and not its ARN. */
  readonly accountIds: readonly string[];
  /** Any account of an organization puts directly, and no event says which organization an account is in. */
  readonly accountsUnknown: boolean;
}

/** Events of puts by principals that the settings do not name, and what the events found mean. */
export interface UndeclaredWriter {
  /** All must hold; none where every put is undeclared. */
  readonly patterns: readonly Pattern[];
  readonly meaning: (bucket: string) => string;
}

/** Who puts, by the settings. */
export function declaredWriters(settings: Settings): DeclaredWriters {
  const { namePrefix, sources, destination } = settings;
  const { partition, accountId } = placeOf(settings);
  const sessions = (roleName: string) => `arn:${partition}:sts::${accountId}:assumed-role/${roleName}`;
  const named = Object.entries(sources);
  const direct = named.map(([, source]) => source).filter(putsDirectly);
  const accounts = direct.filter((source) => source.kind === "account");
  const own = accounts.filter((source) => source.accountId === accountId && !source.everyPrincipal);
  return {
    accountId,
    roleSessions: [
      ...named
        .filter(([, source]) => !putsDirectly(source))
        .map(([sourceName]) => `${sessions(writerRoleName(namePrefix, sourceName))}/*`),
      // GuardDuty puts an object to see that it may.
      ...(destination.malwareScan === undefined
        ? []
        : [`${sessions(serviceRoleName(namePrefix, "malware-scan"))}/*`]),
    ],
    everyRoleSession: sessions(writerRoleName(namePrefix, "*")),
    ownPrincipals: [...new Set(own.flatMap((source) => identityArns(partition, source)))],
    accountIds: [
      ...new Set(accounts.filter((source) => !own.includes(source)).map((source) => source.accountId)),
    ],
    accountsUnknown: direct.length > accounts.length,
  };
}

/** Long patterns do not fit: the most exact one that has at most this many characters is taken. */
const longest = 700;

/**
 * Puts by nobody of the declared writers.
 *
 * All writers are listed where the pattern stays short enough; else writer roles are known by the start of their
 * names; and where accounts cannot be listed, only the destination's own principals are looked at. Other accounts put
 * only as the policies of bucket, access points and keys let them, and changes of these have an alarm of their own.
 *
 * @throws RangeError where nothing fits, which the quota check has told of before
 */
export function undeclaredWriter(writers: DeclaredWriters): UndeclaredWriter {
  const fitting = candidatesFor(writers).find(fits);
  if (fitting === undefined)
    throw new RangeError("more principals put directly than a filter pattern can list");
  return fitting;
}

/** Whether a filter pattern can list the principals of the destination account that put directly. */
export function undeclaredWriterFits(writers: DeclaredWriters): boolean {
  return candidatesFor(writers).some(fits);
}

const fits = ({ patterns }: UndeclaredWriter): boolean => patterns.join("&&").length <= longest;

/** From the most exact to the shortest. */
function candidatesFor(writers: DeclaredWriters): readonly UndeclaredWriter[] {
  const { accountId, roleSessions, everyRoleSession, ownPrincipals, accountIds, accountsUnknown } = writers;
  const exactly = [...roleSessions, ...ownPrincipals];
  const byName = [everyRoleSession, ...ownPrincipals];
  const inListed = notIn("userIdentity.accountId", accountIds);
  const inOwn = [
    compare("userIdentity.accountId", accountId),
    ...notIn(
      "userIdentity.accountId",
      accountIds.filter((id) => id === accountId),
    ),
  ];
  return [
    ...(accountsUnknown
      ? []
      : [
          found(
            [...notIn("userIdentity.arn", exactly), ...inListed],
            "a principal that the settings do not name",
          ),
          found(
            [...notIn("userIdentity.arn", byName), ...inListed],
            "neither a role of the stack, known by its name, nor an account that the settings let put directly",
          ),
        ]),
    ...[exactly, byName].map((arns) =>
      found(
        [...inOwn, ...notIn("userIdentity.arn", arns)],
        "a principal of the bucket's own account that is no role of the stack; other accounts are not looked at, since they are too many to list",
      ),
    ),
  ];
}

function found(patterns: readonly Pattern[], who: string): UndeclaredWriter {
  return { patterns, meaning: (bucket) => `An object was put into ${bucket} by ${who}.` };
}

/** The property is missing or none of the values; nothing to ask where there are none. */
function notIn(property: string, values: readonly string[]): Pattern[] {
  if (values.length === 0) return [];
  return [anyPattern(isMissing(property), allPatterns(...values.map((value) => unlike(property, value))))];
}

function putsDirectly(source: Source): source is Exclude<Source, { kind: "webIdentity" }> {
  return source.kind !== "webIdentity" && source.accessMode !== "role";
}

/**
 * How CloudTrail spells the uploaders: the ARN of a role's session has neither the role's path nor an end that is
 * known before.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
function identityArns(partition: string, { accountId, uploaders, groups }: AccountSource): string[] {
  return [...uploaders, ...groups.flatMap(({ members }) => members)].map((uploader) => {
    const name = uploader.slice(uploader.lastIndexOf("/") + 1);
    if (uploader.startsWith("user/")) return `arn:${partition}:iam::${accountId}:${uploader}`;
    const role = uploader.startsWith("permission-set/") ? `AWSReservedSSO_${name}_*` : `${name}/*`;
    return `arn:${partition}:sts::${accountId}:assumed-role/${role}`;
  });
}
