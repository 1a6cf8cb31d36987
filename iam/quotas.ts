import { settingPath, type SettingsProblem } from "../settings/problem";
import type { Settings } from "../settings/settings";
import type { Source } from "../settings/source";
import { accessPointPolicy } from "./accessPointPolicy";
import { destinationBucketPolicy } from "./bucketPolicy";
import { destinationKeyPolicy } from "./keyPolicy";
import { accessPointName } from "./names";
import { ownKeyAlias, placeOf } from "./place";
import { uploaderPolicy } from "./source";
import { declaredWriters, undeclaredWriterFits } from "./undeclaredPuts";
import { trustPolicy, writerPolicy } from "./writer";

/** A document, the room that AWS has for it, and how to need less. */
interface Sized {
  readonly path: string;
  readonly document: string;
  readonly text: string;
  readonly limit: number;
  readonly remedy: string;
}

const accessPointRemedy =
  "give sources the accessMode accessPoint, whose policies are their own, or split them over two buckets";

/**
 * Every document and count that is larger than AWS takes, found before anything is deployed.
 *
 * Trust policies are held to the quota that an account has without asking; the others cannot be raised.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
 */
export function quotaProblems(settings: Settings): SettingsProblem[] {
  return [
    ...documents(settings).flatMap(tooLarge),
    ...tooManyRoles(settings),
    ...accessPointNames(settings),
    ...tooManyForAlarm(settings),
  ];
}

function documents(settings: Settings): Sized[] {
  const destination = settingPath(["destination"]);
  return [
    {
      path: destination,
      document: "the bucket policy",
      text: destinationBucketPolicy(settings),
      limit: 20_480,
      remedy: accessPointRemedy,
    },
    ...(ownKeyAlias(settings) === undefined
      ? []
      : [
          {
            path: destination,
            document: "the key policy",
            text: destinationKeyPolicy(settings),
            limit: 32_768,
            remedy:
              "use a bucket key, which needs one statement for all sources, or split them over two buckets",
          },
        ]),
    ...Object.entries(settings.sources).flatMap(([sourceName, source]) =>
      documentsOf(settings, sourceName, source),
    ),
  ];
}

function documentsOf(settings: Settings, sourceName: string, source: Source): Sized[] {
  const path = settingPath(["sources", sourceName]);
  const { partition, accountId } = placeOf(settings);
  const own: Sized[] = [];
  if (source.accessMode === "role" || source.kind === "webIdentity") {
    own.push(
      {
        path,
        document: "the trust policy of its writer role",
        text: trustPolicy(partition, accountId, source),
        limit: 2_048,
        remedy: "split its uploaders over two sources, or let them share one role in their own account",
      },
      {
        path,
        document: "the policy of its writer role",
        text: writerPolicy(settings, source),
        limit: 10_240,
        remedy: "put its prefixes below a common one, or split it into two sources",
      },
    );
  } else if (source.accessMode === "accessPoint") {
    own.push({
      path,
      document: "the policy of its access point",
      text: accessPointPolicy(settings, sourceName, source),
      limit: 20_480,
      remedy: "split it into two sources",
    });
  }
  if (source.kind === "account" && source.manage !== undefined) {
    own.push({
      path,
      document: "the policy of its uploaders",
      text: uploaderPolicy(settings, sourceName, source),
      limit: 6_144,
      remedy:
        "put its prefixes below a common one, or use the accessMode role, whose policy names the role only",
    });
  }
  return own;
}

function tooLarge({ path, document, text, limit, remedy }: Sized): SettingsProblem[] {
  const bytes = Buffer.byteLength(text);
  return bytes <= limit
    ? []
    : [
        {
          path,
          message: `makes ${document} ${bytes.toLocaleString("en")} bytes long, and AWS takes ${limit.toLocaleString("en")}: ${remedy}`,
        },
      ];
}

const rolesInAnAccount = 1_000;

function tooManyRoles({ sources }: Settings): SettingsProblem[] {
  const roles = Object.values(sources).filter(({ accessMode }) => accessMode === "role").length;
  return roles <= rolesInAnAccount
    ? []
    : [
        {
          path: settingPath(["sources"]),
          message: `makes ${roles.toLocaleString("en")} writer roles, and an account has ${rolesInAnAccount.toLocaleString("en")} roles unless AWS raises that: use the accessMode accessPoint, one source for an organization, or several stacks`,
        },
      ];
}

function tooManyForAlarm(settings: Settings): SettingsProblem[] {
  return settings.audit.kind !== "trail" || undeclaredWriterFits(declaredWriters(settings))
    ? []
    : [
        {
          path: settingPath(["sources"]),
          message:
            "let more principals of the destination account put directly than the alarm's filter pattern can list (1,024 characters): give them the accessMode role",
        },
      ];
}

function accessPointNames({ sources, namePrefix }: Settings): SettingsProblem[] {
  return Object.entries(sources).flatMap(([sourceName, { accessMode }]) => {
    const name = accessPointName(namePrefix, sourceName);
    return accessMode !== "accessPoint" || /^[a-z0-9](?:[a-z0-9-]{1,48})[a-z0-9]$/.test(name)
      ? []
      : [
          {
            path: settingPath(["sources", sourceName]),
            message: `makes the access point name "${name}", and S3 takes 3 to 50 lower-case letters, digits and hyphens: shorten the name or xput:namePrefix`,
          },
        ];
  });
}
