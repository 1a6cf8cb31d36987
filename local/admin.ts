import { IAMClient } from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";

/** Where the local AWS answers and in which region it is asked. */
export interface LocalAws {
  /** Like `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  readonly region: string;
}

/** Keys of an account's administrator: on the local AWS the access key id is the account's 12 digits. */
export function adminCredentials(accountId: string): { accessKeyId: string; secretAccessKey: string } {
  return { accessKeyId: accountId, secretAccessKey: "local" };
}

/** The clients of one caller on the local AWS. Call `destroy` on those that were used. */
export function clientsFor(
  aws: LocalAws,
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string | undefined },
): { readonly iam: IAMClient; readonly s3: S3Client; readonly sts: STSClient; readonly destroy: () => void } {
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
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const sts = new STSClient(config);
  return {
    iam,
    s3,
    sts,
    destroy: () => {
      for (const client of [iam, s3, sts]) client.destroy();
    },
  };
}
