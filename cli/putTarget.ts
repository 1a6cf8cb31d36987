import { readFileSync } from "node:fs";
import { isAccessPointArn } from "../client/accessPointInPath";
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
  readonly pathStyle?: true;
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

/** The longest key that S3 takes. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const longestKeyBytes = 1_024;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const regionCode = /^[a-z]{2,}(?:-[a-z]+)+-\d+$/;
const iamRoleArn = /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/;

/**
 * Where a key is put: as the stack's settings say, or as the options do.
 *
 * @throws UserError where neither says it or both do, no source may put the key, or an option has no use
 */
export function targetOf(key: string, options: TargetOptions): Target {
  const keyBytes = Buffer.byteLength(key);
  if (keyBytes === 0 || keyBytes > longestKeyBytes) {
    throw new UserError(`the key has ${keyBytes} bytes; S3 takes 1 to ${longestKeyBytes}`, 2);
  }
  return options.stack === undefined ? explicitTarget(options) : stackTarget(options.stack, key, options);
}

function explicitTarget(options: TargetOptions): Target {
  const { bucket, region, overwrite, pathStyle = false } = options;
  if (bucket === undefined || region === undefined) {
    throw new UserError(
      "say where to put: --stack, or --bucket and --region, with --role-arn where a writer role is assumed",
      2,
    );
  }
  if (!bucketName.test(bucket) && !isAccessPointArn(bucket)) {
    throw new UserError(`--bucket ${bucket}: must be a bucket's name or the ARN of an access point`, 2);
  }
  if (!regionCode.test(region)) throw new UserError(`--region ${region}: must be a code like eu-west-1`, 2);
  return {
    bucket,
    region,
    s3UsePathStyle: pathStyle,
    onlyIfAbsent: !overwrite,
    entrance: explicitEntrance(options),
  };
}

function explicitEntrance(options: TargetOptions): Entrance {
  const { roleArn, externalId, sessionMinutes, tagAccount, webIdentityTokenFile } = options;
  if (roleArn === undefined) {
    refuseUseless(
      { webIdentityTokenFile, externalId, sessionMinutes, tagAccount },
      "for a writer role only: name it with --role-arn",
    );
    return { kind: "direct" };
  }
  if (!iamRoleArn.test(roleArn)) {
    throw new UserError(`--role-arn ${roleArn}: must be like arn:aws:iam::111111111111:role/name`, 2);
  }
  const duration = sessionMinutes === undefined ? {} : { durationSeconds: sessionMinutes * 60 };
  if (webIdentityTokenFile !== undefined) {
    refuseUseless({ externalId, tagAccount }, "not with a token, where AWS takes neither");
    return { kind: "webIdentity", roleArn, token: tokenIn(webIdentityTokenFile), ...duration };
  }
  return { kind: "role", roleArn, externalId, ...duration, ...(tagAccount === true ? { accountTag } : {}) };
}

/**
 * An option that is passed over would be a wish that nobody grants.
 *
 * @param options those that have no use here, by name; undefined where not given
 */
function refuseUseless(options: Partial<Record<keyof TargetOptions, unknown>>, why: string): void {
  const given = Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .map(([name]) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  if (given.length > 0) throw new UserError(`${given.join(", ")}: ${why}`, 2);
}

/** The source is told from the key: no two sources share a prefix. */
function stackTarget(stackName: string, key: string, options: TargetOptions): Target {
  const { bucket, region, roleArn, externalId, sessionMinutes, tagAccount, pathStyle } = options;
  refuseUseless(
    { bucket, region, roleArn, externalId, sessionMinutes, tagAccount, pathStyle },
    "not with --stack, whose settings say it",
  );
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
  if (entrance.kind !== "webIdentity") {
    refuseUseless(
      { webIdentityTokenFile: file },
      `of no use: the source ${sourceName} signs in with keys of AWS`,
    );
    return entrance;
  }
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
  const token = textOf(path).trim();
  if (token === "") throw new UserError(`${path}: the file holds no token`, 2);
  return token;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError(`${path}: the token cannot be read: ${(error as Error).message}`, 2);
  }
}
