/** What an AWS account has: by what it is, like `s3 acme-drop policy`, the answer that tells it. */
export type Entries = readonly (readonly [what: string, answer: unknown])[];

/** An account's administrator in one region. */
export interface Viewer {
  /** 12 digits. */
  readonly accountId: string;
  readonly region: string;
  /** For every client of the SDK. */
  readonly config: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
}

/** `undefined` for what is not there: each of these errors says that nothing is configured. */
export async function ifAny<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    const { name } = error as Error;
    if (/^NoSuch|NotFound|^ReplicationConfigurationNotFoundError$|^InvalidRequest$/.test(name))
      return undefined;
    throw error;
  }
}
