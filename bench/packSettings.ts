import { stringify } from "yaml";
import { quotaProblems } from "../iam/quotas";
import { parseSettings, type Settings } from "../settings/settings";

/** How all sources of a measured stack put. */
export type BenchMode = "role" | "accessPoint";

/** Settings with many sources, as a stack file says them and as they are read. */
export interface ManySources {
  readonly count: number;
  readonly settings: Settings;
  readonly stackFile: string;
}

/**
 * The settings with the most sources, up to a number, whose policies fit the quotas of AWS. Names are short, so that many
 * fit: the bucket's policy names each source.
 */
export function mostSources(wanted: number, mode: BenchMode): ManySources {
  let fits = 0;
  let tooMany = wanted + 1;
  while (tooMany - fits > 1) {
    const middle = fits === 0 && tooMany === wanted + 1 ? wanted : Math.floor((fits + tooMany) / 2);
    if (read(middle, mode) === undefined) tooMany = middle;
    else fits = middle;
  }
  const settings = read(fits, mode);
  if (settings === undefined) throw new Error(`no number of sources fits with the accessMode ${mode}`);
  const config = Object.entries(raw(fits, mode)).map(([key, value]) => [`xput:${key}`, value] as const);
  const stackFile = stringify({
    config: { "pulumi:disable-default-providers": ["*"], ...Object.fromEntries(config) },
  });
  return { count: fits, settings, stackFile };
}

function read(count: number, mode: BenchMode): Settings | undefined {
  const result = parseSettings(raw(count, mode), quotaProblems);
  return result.ok ? result.settings : undefined;
}

/** Sources are not managed: then one provider makes everything, and no other account is asked. */
function raw(count: number, accessMode: BenchMode): Readonly<Record<string, unknown>> {
  const sources = Array.from({ length: count }, (_, index) => {
    const name = `s${index}`;
    const accountId = String(200_000_000_000 + index);
    const uploaders = ["role/app/uploader"];
    const organizationId = "o-abc1234567";
    return [name, { accountId, accessMode, uploaders, prefixes: [`${name}/`], organizationId }] as const;
  });
  return {
    destination: {
      accountId: "111111111111",
      region: "eu-west-1",
      bucket: "drop",
      encryption: { kind: accessMode === "role" ? "kms" : "s3" },
    },
    s3UsePathStyle: true,
    namePrefix: "x",
    sources: Object.fromEntries(sources),
  };
}
