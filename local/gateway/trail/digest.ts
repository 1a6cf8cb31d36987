import type { DigestSigner } from "./digestSigner";
import type { LogObject } from "./logBucket";
import { compressed, digestKey, type LogFile, type LogPlace } from "./logFile";
import { eventTime } from "./userIdentity";

/** The digest before: each names it, so that none can be taken away unseen. */
export interface PreviousDigest {
  readonly bucket: string;
  readonly key: string;
  readonly sha256: string;
  readonly signature: string;
}

/** A digest file, and what the next one says of it. */
export interface Digest {
  readonly object: LogObject;
  readonly asPrevious: PreviousDigest;
}

/** What one digest is about. */
export interface DigestPeriod {
  readonly place: LogPlace;
  readonly start: Date;
  readonly end: Date;
  readonly logFiles: readonly Omit<LogFile, "body">[];
  /** Undefined for the first of a chain. */
  readonly previous: PreviousDigest | undefined;
}

/**
 * Makes the digest file of a period.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
export async function makeDigest(period: DigestPeriod, signer: DigestSigner): Promise<Digest> {
  const { place, start, end, logFiles, previous } = period;
  const { bucket } = place.trail;
  const key = digestKey(place, end);
  const { Fingerprint } = await signer.publicKey();
  const text = JSON.stringify({
    awsAccountId: place.account,
    digestStartTime: eventTime(start),
    digestEndTime: eventTime(end),
    digestS3Bucket: bucket,
    digestS3Object: key,
    digestPublicKeyFingerprint: Fingerprint,
    digestSignatureAlgorithm: "SHA256withRSA",
    newestEventTime: times(logFiles, "newestEventTime").at(-1) ?? null,
    oldestEventTime: times(logFiles, "oldestEventTime").at(0) ?? null,
    previousDigestS3Bucket: previous?.bucket ?? null,
    previousDigestS3Object: previous?.key ?? null,
    previousDigestHashValue: previous?.sha256 ?? null,
    previousDigestHashAlgorithm: previous === undefined ? null : "SHA-256",
    previousDigestSignature: previous?.signature ?? null,
    logFiles: logFiles.map((file) => ({
      s3Bucket: bucket,
      s3Object: file.key,
      hashValue: file.sha256,
      hashAlgorithm: "SHA-256",
      newestEventTime: file.newestEventTime,
      oldestEventTime: file.oldestEventTime,
    })),
  });
  const { body, sha256 } = await compressed(text);
  const signature = await signer.sign(
    [eventTime(end), `${bucket}/${key}`, sha256, previous?.signature ?? "null"].join("\n"),
  );
  const metadata = { signature, "signature-algorithm": "SHA256withRSA" };
  return { object: { key, body, metadata }, asPrevious: { bucket, key, sha256, signature } };
}

function times(
  logFiles: DigestPeriod["logFiles"],
  which: "newestEventTime" | "oldestEventTime",
): readonly string[] {
  return logFiles.map((file) => file[which]).sort();
}
