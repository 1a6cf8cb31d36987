import { accountPlaceholder, type GivenSource } from "./givenSource";

/** What is wrong in a source, below its name. */
export type SourceFault = readonly [path: PropertyKey[], message: string];

const plainPrefix = /^(?!\/)[^*?$\p{Cc}]*$/u;

/** Everything that does not go together in one source. */
export function sourceFaults(given: GivenSource): SourceFault[] {
  if (given.webIdentity !== undefined) return [...webIdentityFaults(given), ...sharedFaults(given)];
  if (given.accountId !== undefined) return [...accountFaults(given), ...sharedFaults(given)];
  if (given.organizationId !== undefined) return [...organizationFaults(given), ...sharedFaults(given)];
  return [[["accountId"], "is missing: a source names an accountId, an organizationId or a webIdentity"]];
}

function webIdentityFaults(given: GivenSource): SourceFault[] {
  const why = "must not stand beside webIdentity: the token's subjects say who uploads";
  const excluded = ["accountId", "organizationId", "externalId", "wholeSource", "manage"] as const;
  return [
    ...excluded.filter((key) => given[key] !== undefined).map((key): SourceFault => [[key], why]),
    ...(["uploaders", "groups"] as const)
      .filter((key) => given[key].length > 0)
      .map((key): SourceFault => [[key], why]),
    ...(given.accessMode === "role"
      ? []
      : [[["accessMode"], "must be role: a web identity gets into AWS through a role only"] as SourceFault]),
    ...plainPrefixFaults(given),
  ];
}

function accountFaults(given: GivenSource): SourceFault[] {
  return [...whoFaults(given), ...plainPrefixFaults(given)];
}

function organizationFaults(given: GivenSource): SourceFault[] {
  const found: SourceFault[] = whoFaults(given);
  if (given.manage !== undefined)
    found.push([
      ["manage"],
      "must not stand in the source of an organization: give an account its own source for that",
    ]);
  if (given.groups.length > 0)
    found.push([
      ["groups"],
      "must not stand in the source of an organization: name roles that every account has",
    ]);
  given.prefixes.forEach((prefix, index) => {
    const parts = prefix.split(accountPlaceholder);
    const alone = parts.length === 2 && /(?:^|\/)$/.test(parts[0] ?? "") && (parts[1] ?? "").startsWith("/");
    if (!alone || !plainPrefix.test(parts.join("0")))
      found.push([
        ["prefixes", index],
        `must hold "${accountPlaceholder}/" once, as a part of its own, like "accounts/${accountPlaceholder}/", and no "*", "?", "$" beside it: every account writes below its own`,
      ]);
  });
  return found;
}

/** Exactly one way of saying who uploads. */
function whoFaults({ uploaders, groups, wholeSource, manage }: GivenSource): SourceFault[] {
  const named = uploaders.length > 0 || groups.length > 0;
  if (wholeSource !== undefined && named)
    return [
      [
        ["wholeSource"],
        "must not stand beside uploaders or groups: it says that there are no limits to who uploads",
      ],
    ];
  if (wholeSource === undefined && !named) return [[["uploaders"], "must name at least one uploader"]];
  if (groups.length > 0 && manage === undefined)
    return [
      [
        ["groups"],
        "must stand in a managed source: without manage, its owner attaches the policy, and only the members count",
      ],
    ];
  return [];
}

function plainPrefixFaults({ prefixes }: GivenSource): SourceFault[] {
  return prefixes.flatMap((prefix, index): SourceFault[] =>
    plainPrefix.test(prefix)
      ? []
      : [[["prefixes", index], 'must not start with "/" nor hold "*", "?", "$" or control characters']],
  );
}

function sharedFaults(given: GivenSource): SourceFault[] {
  const found: SourceFault[] = [];
  const { accessMode, externalId, requireMfa, sessionMinutes, activeFrom, activeUntil, uploaders, vpcId } =
    given;
  if (accessMode !== "role" && externalId !== undefined)
    found.push([["externalId"], "must not stand in a source that puts directly: only AssumeRole carries it"]);
  if (accessMode !== "role" && sessionMinutes !== 60)
    found.push([["sessionMinutes"], "must not stand in a source that puts directly: there is no session"]);
  if (accessMode !== "accessPoint" && vpcId !== undefined)
    found.push([["vpcId"], "must stand in a source with the access mode accessPoint"]);
  if (
    requireMfa &&
    (given.webIdentity !== undefined ||
      given.wholeSource !== undefined ||
      uploaders.some((name) => !name.startsWith("user/")))
  )
    found.push([
      ["requireMfa"],
      "must stand in a source whose uploaders are users: sessions of roles carry no second factor",
    ]);
  if (
    activeFrom !== undefined &&
    activeUntil !== undefined &&
    Date.parse(activeUntil) <= Date.parse(activeFrom)
  )
    found.push([["activeUntil"], "must lie after activeFrom"]);
  return found;
}
