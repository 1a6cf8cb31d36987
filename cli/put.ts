import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import { Command } from "commander";
import { createReadStream, statSync } from "node:fs";
import { assumeWriter, type WriterToAssume } from "../client/assumeWriter";
import { largestSinglePutBytes, putObject } from "../client/putObject";
import { iamArn, partitionOf } from "../iam/arn";
import { writerRoleName } from "../iam/names";
import type { Settings } from "../settings/settings";
import { settingsOf, stackOption } from "./stack";
import { UserError } from "./userError";

interface PutOptions {
  readonly stack?: string;
  readonly bucket?: string;
  readonly roleArn?: string;
  readonly externalId?: string;
  readonly region?: string;
  readonly json?: true;
}

/** Everything that a put needs to know of the destination. */
interface Target {
  readonly bucket: string;
  readonly region: string;
  readonly s3UsePathStyle: boolean;
  readonly writer: WriterToAssume;
}

/** `xput put`: assume the writer role with the ambient credentials, put one file, say what S3 says. */
export function putCommand(): Command {
  return new Command("put")
    .summary("put a file as a source's uploader")
    .description(
      "Puts a file with the ambient credentials, which must be an uploader's: assumes the writer role and puts.",
    )
    .argument("<file>", "the file to put: at most 5 GiB")
    .argument("<key>", "the object's key, below one of the source's prefixes")
    .addOption(stackOption())
    .option("--bucket <name>", "the bucket, where no stack is named")
    .option("--role-arn <arn>", "the writer role, where no stack is named")
    .option("--external-id <id>", "the external id, where the writer role asks for one and no stack is named")
    .option("--region <code>", "the bucket's region, where no stack is named")
    .option("--json", "print the result as JSON")
    .addHelpText("after", "\nExample:\n  npx xput put report.csv marketing/2026/report.csv --stack prod")
    .action(put);
}

async function put(file: string, key: string, options: PutOptions): Promise<void> {
  const bytes = sizeOf(file);
  const target = options.stack === undefined ? explicitTarget(options) : stackTarget(options.stack, key);
  const { bucket, region, writer, s3UsePathStyle } = target;
  try {
    const credentials = await assumeWriter(new STSClient({ region }), writer);
    const s3 = new S3Client({ region, credentials, forcePathStyle: s3UsePathStyle });
    const { versionId, eTag } = await putObject(s3, { bucket, key, body: createReadStream(file), bytes });
    const result = { bucket, key, bytes, versionId, eTag, roleArn: writer.roleArn };
    process.stdout.write(
      options.json
        ? `${JSON.stringify(result)}\n`
        : `s3://${bucket}/${key}: ${bytes} bytes, version ${versionId ?? "none"}, ETag ${eTag}\n`,
    );
  } catch (error) {
    if (isAwsError(error)) throw new UserError(`${file} was not put: ${error.name}: ${error.message}`, 1);
    throw error;
  }
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

function explicitTarget({ bucket, roleArn, externalId, region }: PutOptions): Target {
  if (bucket === undefined || roleArn === undefined || region === undefined) {
    throw new UserError("say where to put: --stack, or --bucket, --role-arn and --region", 2);
  }
  return { bucket, region, s3UsePathStyle: false, writer: { roleArn, externalId } };
}

/** The source is told from the key: no two sources share a prefix. */
function stackTarget(stackName: string, key: string): Target {
  const { destination, sources, namePrefix, s3UsePathStyle }: Settings = settingsOf(stackName);
  const found = Object.entries(sources).find(([, { prefixes }]) =>
    prefixes.some((prefix) => key.startsWith(prefix)),
  );
  if (found === undefined) {
    const allowed = Object.values(sources).flatMap(({ prefixes }) => prefixes);
    throw new UserError(`${key}: no source may put there; keys start with one of: ${allowed.join(", ")}`, 2);
  }
  const [sourceName, { externalId }] = found;
  const role = `role/${writerRoleName(namePrefix, sourceName)}`;
  const roleArn = iamArn(partitionOf(destination.region), destination.accountId, role);
  const { bucket, region } = destination;
  return { bucket, region, s3UsePathStyle, writer: { roleArn, externalId } };
}

/** Errors of the AWS SDK say in `$fault` whose fault they are; those without credentials have a name of their own. */
function isAwsError(error: unknown): error is Error {
  return error instanceof Error && ("$fault" in error || error.name === "CredentialsProviderError");
}
