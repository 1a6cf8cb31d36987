import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import { addressAccessPointsInPath } from "../client/accessPointInPath";
import type { Place } from "./place";

/** Where the local AWS answers and in which region it is asked. */
export interface LocalAws {
  /** Like `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  readonly region: string;
}

/** A key of a user, or of a session with its token. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** The clients of one caller. */
export interface Clients {
  readonly iam: IAMClient;
  readonly kms: KMSClient;
  readonly s3: S3Client;
  readonly sts: STSClient;
  readonly destroy: () => void;
}

/** Keys of an account's administrator: on the local AWS the access key id is the account's 12 digits. */
export function adminCredentials(accountId: string): { accessKeyId: string; secretAccessKey: string } {
  return { accessKeyId: accountId, secretAccessKey: "local" };
}

/**
 * The clients of one caller on the local AWS. Call `destroy` on those that were used.
 *
 * @param place where the caller plays to be
 */
export function clientsFor(aws: LocalAws, credentials: Credentials, place: Place = {}): Clients {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const config = {
    endpoint: aws.endpoint,
    region: aws.region,
    credentials: {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
    },
  };
  const iam = new IAMClient(config);
  const kms = new KMSClient(config);
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const sts = new STSClient(config);
  addressAccessPointsInPath(s3);
  playPlace(s3, place);
  playPlace(sts, place);
  return {
    iam,
    kms,
    s3,
    sts,
    destroy: () => {
      for (const client of [iam, kms, s3, sts]) client.destroy();
    },
  };
}

/** The part of an SDK client that this module needs. */
interface Client {
  readonly middlewareStack: {
    add(
      middleware: <Args extends { readonly request: unknown }, Output>(
        next: (args: Args) => Promise<Output>,
      ) => (args: Args) => Promise<Output>,
      options: { readonly step: "build"; readonly name: string },
    ): void;
  };
}

function playPlace({ middlewareStack }: Client, place: Place): void {
  middlewareStack.add(
    (next) => (args) => {
      Object.assign((args.request as { readonly headers: object }).headers, place);
      return next(args);
    },
    { step: "build", name: "playPlace" },
  );
}
