import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import { Command, InvalidArgumentError } from "commander";
import { createReadStream, statSync } from "node:fs";
import { addressAccessPointsInPath } from "../client/accessPointInPath";
import { enter } from "../client/enter";
import { largestSinglePutBytes, putObject } from "../client/putObject";
import { withSecondFactor } from "../client/secondFactor";
import type { WriterCredentials } from "../client/writerCredentials";
import { targetOf, type Target, type TargetOptions } from "./putTarget";
import { stackOption } from "./stack";
import { UserError } from "./userError";

interface PutOptions extends TargetOptions {
  readonly mfaSerial?: string;
  readonly mfaCode?: string;
  readonly json?: true;
}

/** `xput put`: get in as the source's access mode asks, put one file, say what S3 says. */
export function putCommand(): Command {
  return new Command("put")
    .summary("put a file as a source's uploader")
    .description(
      "Puts a file with the ambient credentials, which must be an uploader's, or with a token from outside AWS. Assumes the writer role where the source has one.",
    )
    .argument("<file>", "the file to put: at most 5 GiB")
    .argument("<key>", "the object's key, below one of the source's prefixes")
    .addOption(stackOption())
    .option("--web-identity-token-file <path>", "the token of a source that signs in from outside AWS")
    .option("--mfa-serial <arn>", "the MFA device of a user that must sign in with a second factor")
    .option("--mfa-code <digits>", "the code that the device shows")
    .option(
      "--no-overwrite",
      "fail where the key is taken; a stack that denies overwriting asks for it anyway",
    )
    .option("--bucket <name>", "the bucket or the ARN of an access point, where no stack is named")
    .option("--region <code>", "the bucket's region, where no stack is named")
    .option("--role-arn <arn>", "the writer role, where no stack is named and the source assumes one")
    .option("--external-id <id>", "the external id, where the writer role asks for one and no stack is named")
    .option(
      "--session-minutes <number>",
      "the session's length, where no stack is named: 15 to 720; default 60",
      wholeMinutes,
    )
    .option(
      "--tag-account",
      "tag the session with the own account, as the writer role of an organization asks",
    )
    .option(
      "--path-style",
      "name the bucket in the path, as S3-compatible endpoints want it, where no stack is named",
    )
    .option("--json", "print the result as JSON")
    .addHelpText("after", "\nExample:\n  npx xput put report.csv marketing/2026/report.csv --stack prod")
    .action(put);
}

async function put(file: string, key: string, options: PutOptions): Promise<void> {
  const bytes = sizeOf(file);
  const target = targetOf(key, options);
  const { bucket, entrance, onlyIfAbsent } = target;
  try {
    const s3 = clientFor(target, await credentialsFor(target, options));
    const body = createReadStream(file);
    const { versionId, eTag } = await putObject(s3, { bucket, key, body, bytes, onlyIfAbsent });
    const role = entrance.kind === "direct" ? {} : { roleArn: entrance.roleArn };
    const result = { bucket, key, bytes, versionId, eTag, ...role };
    process.stdout.write(
      options.json
        ? `${JSON.stringify(result)}\n`
        : `s3://${bucket}/${key}: ${bytes} bytes, version ${versionId ?? "none"}, ETag ${eTag}\n`,
    );
  } catch (error) {
    if (isOutside(error)) throw new UserError(`${file} was not put: ${inOneLine(error)}`, 1);
    throw error;
  }
}

/** Undefined: the ambient ones. */
async function credentialsFor(
  { region, entrance }: Target,
  { mfaSerial, mfaCode }: PutOptions,
): Promise<WriterCredentials | undefined> {
  if ((mfaSerial === undefined) !== (mfaCode === undefined)) {
    throw new UserError("a second factor takes both --mfa-serial and --mfa-code", 2);
  }
  const ambient = new STSClient({ region });
  if (mfaSerial === undefined || mfaCode === undefined) return enter(ambient, entrance);
  const own = await withSecondFactor(ambient, { serialNumber: mfaSerial, code: mfaCode });
  return (await enter(new STSClient({ region, credentials: own }), entrance)) ?? own;
}

/** What the SDK warns of, like a body that cannot be sent again, stands in the error that it throws, too. */
const quiet: NonNullable<S3ClientConfig["logger"]> = {
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
};

function ignore(): void {
  return;
}

function clientFor({ region, s3UsePathStyle }: Target, credentials: WriterCredentials | undefined): S3Client {
  const s3 = new S3Client({
    region,
    forcePathStyle: s3UsePathStyle,
    logger: quiet,
    ...(credentials === undefined ? {} : { credentials }),
  });
  if (s3UsePathStyle) addressAccessPointsInPath(s3);
  return s3;
}

function sizeOf(file: string): number {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) throw new UserError(`${file}: no such file`, 2);
  if (!stat.isFile()) throw new UserError(`${file}: is not a file`, 2);
  if (stat.size > largestSinglePutBytes) {
    throw new UserError(`${file}: ${stat.size} bytes are more than S3 takes in one put, which is 5 GiB`, 2);
  }
  return stat.size;
}

function wholeMinutes(text: string): number {
  const minutes = Number(text);
  if (Number.isInteger(minutes) && minutes >= 15 && minutes <= 720) return minutes;
  throw new InvalidArgumentError("It must be a whole number from 15 to 720.");
}

/**
 * What no change of this program would help: AWS's errors, which say in `$fault` whose fault they are; credentials that
 * are not there; and those of the system, like a refused connection, a file that cannot be read or an endpoint in the
 * environment that is none.
 */
function isOutside(error: unknown): error is Error & { readonly code?: unknown } {
  return (
    error instanceof Error &&
    ("$fault" in error ||
      "syscall" in error ||
      "$metadata" in error ||
      ("code" in error && error.code === "ERR_INVALID_URL") ||
      error.name === "CredentialsProviderError")
  );
}

function inOneLine({ name, code, message }: Error & { readonly code?: unknown }): string {
  const which = name === "Error" && typeof code === "string" ? code : name;
  return `${which}: ${message}`.replace(/\s+/g, " ").trim();
}
