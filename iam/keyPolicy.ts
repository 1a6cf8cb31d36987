import type { Settings } from "../settings/settings";
import type { Source } from "../settings/source";
import { accountPlaceholder } from "../settings/givenSource";
import { accountRootArn, iamArn } from "./arn";
import { nonEmpty, policyJson, when, type Condition, type ResourceStatement } from "./document";
import { allowKeyAdministration } from "./keyAdministration";
import { forObjects, putKeyActions } from "./keyUse";
import { malwareScanKeyStatements } from "./malwareScan";
import { writerRoleName } from "./names";
import { destinationRoleArn, placeOf, viaS3, type Place } from "./place";
import { membership } from "./put";
import { replicationKeyStatements } from "./replication";
import { sourceSid } from "./sid";
import { arnCondition, uploaderArns, type UploaderArns } from "./uploaders";

/**
 * Key side: who administers the destination's key, and that S3 may use it for the puts of the sources and the reads of
 * the readers. Nobody else has any use of it.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export function destinationKeyPolicy(settings: Settings): string {
  const { encryption } = settings.destination;
  const administrators = encryption.kind === "s3" ? [] : encryption.administrators;
  return policyJson(
    allowKeyAdministration(placeOf(settings), administrators),
    ...destinationKeyUses(settings),
  );
}

/**
 * What the policy of the destination's key allows beside its administration. The policy of a key that exists already must
 * allow the same: its owner adds it there.
 *
 * @returns statements with `Resource: "*"`, which in a key's policy is the key
 */
export function destinationKeyUses(settings: Settings): readonly ResourceStatement[] {
  return [
    ...keyUsers(settings).map((user) => allowUse(settings, user)),
    ...allowReaders(settings),
    ...malwareScanKeyStatements(settings),
    ...replicationKeyStatements(settings),
  ];
}

/** Principals that put with the key under the same conditions. */
interface KeyUser {
  readonly sid: string;
  /** Account ids, or everybody, whom the conditions then limit. */
  readonly accountIds: readonly string[] | "everybody";
  /** Empty: every principal of the accounts. */
  readonly arns: UploaderArns;
  readonly condition: Condition;
  readonly prefixes: readonly string[];
}

/** One entry where all sources have the same conditions, as with a bucket key; so the policy grows by an ARN a source. */
function keyUsers(settings: Settings): KeyUser[] {
  const merged = new Map<string, KeyUser>();
  for (const [sourceName, source] of Object.entries(settings.sources)) {
    const user = keyUser(settings, sourceName, source);
    const known = merged.get(sameConditions(settings, user));
    merged.set(sameConditions(settings, user), known === undefined ? user : joined(known, user));
  }
  return [...merged.values()];
}

function keyUser(settings: Settings, sourceName: string, source: Source): KeyUser {
  const place = placeOf(settings);
  if (source.accessMode === "role" || source.kind === "webIdentity") {
    return {
      sid: sourceSid("AllowKeyUse", sourceName),
      accountIds: [place.accountId],
      arns: {
        exact: [destinationRoleArn(place, writerRoleName(settings.namePrefix, sourceName))],
        patterns: [],
      },
      condition: {},
      // The session's tag holds the role to one account's prefix at S3; KMS sees no more of it than the name.
      prefixes: source.prefixes.map((prefix) => prefix.replace(accountPlaceholder, "*")),
    };
  }
  return {
    sid: sourceSid("AllowKeyUse", sourceName),
    accountIds: source.kind === "account" ? [source.accountId] : "everybody",
    arns: uploaderArns(place.partition, source),
    condition: membership(source),
    prefixes: source.prefixes.map((prefix) => prefix.replace(accountPlaceholder, "${aws:PrincipalAccount}")),
  };
}

function sameConditions(settings: Settings, { accountIds, arns, condition, prefixes }: KeyUser): string {
  const everyPrincipal = arns.exact.length + arns.patterns.length === 0;
  const ownAccount = accountIds !== "everybody" && accountIds.includes(settings.destination.accountId);
  return JSON.stringify([
    accountIds === "everybody",
    ownAccount,
    everyPrincipal,
    condition,
    forObjects(settings, prefixes),
  ]);
}

function joined(first: KeyUser, second: KeyUser): KeyUser {
  const accountIds =
    first.accountIds === "everybody" || second.accountIds === "everybody"
      ? "everybody"
      : [...new Set([...first.accountIds, ...second.accountIds])];
  return {
    ...first,
    sid: first.sid.startsWith("AllowKeyUseBy")
      ? first.sid
      : `AllowKeyUseBy${first.sid.slice("AllowKeyUse".length)}AndMore`,
    accountIds,
    arns: {
      exact: [...first.arns.exact, ...second.arns.exact],
      patterns: [...first.arns.patterns, ...second.arns.patterns],
    },
  };
}

function allowUse(
  settings: Settings,
  { sid, accountIds, arns, condition, prefixes }: KeyUser,
): ResourceStatement {
  const { partition } = placeOf(settings);
  return {
    Sid: sid,
    Effect: "Allow",
    Principal:
      accountIds === "everybody"
        ? { AWS: ["*"] }
        : {
            AWS: nonEmpty(
              accountIds.map((id) => accountRootArn(partition, id)),
              "accounts",
            ),
          },
    Action: putKeyActions,
    Resource: ["*"],
    ...when(arnCondition(arns), condition, forObjects(settings, prefixes)),
  };
}

function allowReaders({ destination }: Settings): ResourceStatement[] {
  const { readers } = destination;
  if (readers.length === 0) return [];
  const place: Place = placeOf({ destination });
  const exact = readers.map((role) => iamArn(place.partition, place.accountId, role));
  return [
    {
      Sid: "AllowReaders",
      Effect: "Allow",
      Principal: { AWS: [accountRootArn(place.partition, place.accountId)] },
      Action: ["kms:Decrypt"],
      Resource: ["*"],
      Condition: {
        ...arnCondition({ exact, patterns: [] }),
        StringEquals: { "kms:ViaService": [viaS3(place.region)] },
      },
    },
  ];
}
