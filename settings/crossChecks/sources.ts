import { settingPath, type SettingsProblem } from "../problem";
import type { AccountSource, Source } from "../source";
import type { ReadSettings } from "./crossChecks";

/** An uploader that stands twice would be let into two sources, and nobody could say which one put an object. */
export function repeatedUploaders({ sources }: ReadSettings): SettingsProblem[] {
  const seen = new Map<string, string>();
  const problems: SettingsProblem[] = [];
  for (const [sourceName, source] of accountSources(sources)) {
    for (const { path, value } of uploadersOf(sourceName, source)) {
      const uploader = `${source.accountId}:${value}`;
      const first = seen.get(uploader);
      if (first === undefined) seen.set(uploader, path);
      else
        problems.push({
          path,
          message: `the same uploader already stands at ${first}: name each uploader once and give that source all its prefixes`,
        });
    }
  }
  return problems;
}

/** One account has one provider, so one role to deploy with. */
export function differingDeployRoles({ sources }: ReadSettings): SettingsProblem[] {
  const first = new Map<string, { role: string | undefined; path: string }>();
  const problems: SettingsProblem[] = [];
  for (const [name, { accountId, manage }] of accountSources(sources)) {
    if (manage === undefined) continue;
    const path = settingPath(["sources", name, "manage", "deployRole"]);
    const known = first.get(accountId);
    if (known === undefined) first.set(accountId, { role: manage.deployRole, path });
    else if (known.role !== manage.deployRole)
      problems.push({ path, message: `must equal ${known.path}: one account has one deploy role` });
  }
  return problems;
}

/** An account has one identity provider for an issuer: it is there already, or this stack makes it. */
export function differingIdentityProviders({ sources }: ReadSettings): SettingsProblem[] {
  const first = new Map<string, { existing: boolean; path: string }>();
  const problems: SettingsProblem[] = [];
  for (const [name, source] of Object.entries(sources)) {
    if (source.kind !== "webIdentity") continue;
    const { provider, existingProvider: existing } = source.webIdentity;
    const path = settingPath(["sources", name, "webIdentity", "existingProvider"]);
    const known = first.get(provider);
    if (known === undefined) first.set(provider, { existing, path });
    else if (known.existing !== existing)
      problems.push({
        path,
        message: `must equal ${known.path}: an account has one provider for ${provider}`,
      });
  }
  return problems;
}

function accountSources(sources: Readonly<Record<string, Source>>): (readonly [string, AccountSource])[] {
  return Object.entries(sources).flatMap(([name, source]) =>
    source.kind === "account" ? [[name, source] as const] : [],
  );
}

function uploadersOf(
  sourceName: string,
  { uploaders, groups }: AccountSource,
): { readonly path: string; readonly value: string }[] {
  const at = (...parts: readonly PropertyKey[]) => settingPath(["sources", sourceName, ...parts]);
  return [
    ...uploaders.map((value, index) => ({ path: at("uploaders", index), value })),
    ...groups.flatMap(({ members }, group) =>
      members.map((value, index) => ({ path: at("groups", group, "members", index), value })),
    ),
  ];
}
