import type { STSClient } from "@aws-sdk/client-sts";
import { assumeWriter } from "./assumeWriter";
import { assumeWriterByToken } from "./assumeWriterByToken";
import { callerAccount } from "./callerAccount";
import type { WriterCredentials } from "./writerCredentials";

/** How an uploader gets to the bucket. */
export type Entrance =
  /** With its own credentials, to the bucket or to an access point. */
  | { readonly kind: "direct" }
  /** As a writer role. */
  | {
      readonly kind: "role";
      readonly roleArn: string;
      readonly externalId?: string | undefined;
      /** Absent: an hour. */
      readonly durationSeconds?: number | undefined;
      /** The session tag that must hold the uploader's own account id. */
      readonly accountTag?: string | undefined;
    }
  /** As a writer role, with a token from outside AWS. */
  | {
      readonly kind: "webIdentity";
      readonly roleArn: string;
      /** Absent: an hour. */
      readonly durationSeconds?: number | undefined;
      readonly token: string;
    };

/**
 * The credentials to put with.
 *
 * @param sts a client with the uploader's own credentials
 * @returns undefined where they are the uploader's own
 * @throws the error of STS as the SDK gives it
 */
export async function enter(sts: STSClient, entrance: Entrance): Promise<WriterCredentials | undefined> {
  switch (entrance.kind) {
    case "direct":
      return undefined;
    case "webIdentity":
      return assumeWriterByToken(sts, entrance);
    case "role": {
      const { accountTag, ...writer } = entrance;
      return assumeWriter(
        sts,
        accountTag === undefined ? writer : { ...writer, tags: { [accountTag]: await callerAccount(sts) } },
      );
    }
  }
}
