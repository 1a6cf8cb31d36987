import { readFileSync } from "node:fs";
import type { Entrance } from "../client/enter";
import { sourceOfKey, uploadWay, type UploadWay } from "../iam/uploadWay";
import { accountTag } from "../iam/writer";
import { settingsOf } from "./stack";
import { UserError } from "./userError";

/** Where and how to put, as given on the command line. */
export interface TargetOptions {
  readonly stack?: string;
  readonly bucket?: string;
  readonly region?: string;
  readonly roleArn?: string;
  readonly externalId?: string;
  readonly sessionMinutes?: number;
  readonly tagAccount?: true;
  readonly webIdentityTokenFile?: string;
  /** False: `--no-overwrite`. */
  readonly overwrite: boolean;
}

/** Everything that a put needs to know of the destination. */
export interface Target {
  /** The bucket's name, or the ARN of an access point. */
  readonly bucket: string;
  readonly region: string;
  readonly s3UsePathStyle: boolean;
  readonly onlyIfAbsent: boolean;
  readonly entrance: Entrance;
}

/**
 * Where a key is put: as the stack's settings say, or as the options do.
 *
 * @throws UserError where neither says it, or no source may put the key
 */
export function targetOf(key: string, options: TargetOptions): Target {
  return options.stack === undefined ? explicitTarget(options) : stackTarget(options.stack, key, options);
}

function explicitTarget(options: TargetOptions): Target {
  const { bucket, region, overwrite } = options;
  if (bucket === undefined || region === undefined) {
    throw new UserError(
      "say where to put: --stack, or --bucket and --region, with --role-arn where a writer role is assumed",
      2,
    );
  }
  return {
    bucket,
    region,
    s3UsePathStyle: false,
    onlyIfAbsent: !overwrite,
    entrance: explicitEntrance(options),
  };
}

function explicitEntrance(options: TargetOptions): Entrance {
  const { roleArn, externalId, sessionMinutes, tagAccount, webIdentityTokenFile } = options;
  if (roleArn === undefined) return { kind: "direct" };
  const duration = sessionMinutes === undefined ? {} : { durationSeconds: sessionMinutes * 60 };
  if (webIdentityTokenFile !== undefined)
    return { kind: "webIdentity", roleArn, token: tokenIn(webIdentityTokenFile), ...duration };
  return { kind: "role", roleArn, externalId, ...duration, ...(tagAccount === true ? { accountTag } : {}) };
}

/** The source is told from the key: no two sources share a prefix. */
function stackTarget(stackName: string, key: string, options: TargetOptions): Target {
  const settings = settingsOf(stackName);
  const { destination, sources, s3UsePathStyle } = settings;
  const found = sourceOfKey(settings, key);
  if (found === undefined) {
    const allowed = Object.values(sources).flatMap(({ prefixes }) => prefixes);
    throw new UserError(`${key}: no source may put there; keys start with one of: ${allowed.join(", ")}`, 2);
  }
  const way = uploadWay(settings, found.sourceName, found.source);
  return {
    bucket: way.target,
    region: destination.region,
    s3UsePathStyle,
    onlyIfAbsent: way.onlyIfAbsent || !options.overwrite,
    entrance: withToken(way, found.sourceName, options.webIdentityTokenFile),
  };
}

function withToken({ entrance }: UploadWay, sourceName: string, file: string | undefined): Entrance {
  if (entrance.kind !== "webIdentity") return entrance;
  const path = file ?? process.env.AWS_WEB_IDENTITY_TOKEN_FILE;
  if (path === undefined) {
    throw new UserError(
      `the source ${sourceName} signs in with a token: name the file that holds it with --web-identity-token-file, or in AWS_WEB_IDENTITY_TOKEN_FILE`,
      2,
    );
  }
  return { ...entrance, token: tokenIn(path) };
}

function tokenIn(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    throw new UserError(`${path}: the token cannot be read: ${(error as Error).message}`, 2);
  }
}
