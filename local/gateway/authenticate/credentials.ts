import type { Caller } from "../model";
import { WebIdentityKeys } from "./webIdentityKeys";
import { type Keeper, memoryOnly } from "../state/keeper";
import { KeptMap } from "../state/keptMap";

/** A pair of keys that the gateway knows, and who they stand for. */
export type Credential =
  | {
      /** Made by IAM CreateAccessKey. */
      readonly kind: "accessKey";
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
      readonly account: string;
      readonly userName: string;
      readonly active: boolean;
    }
  | {
      /** Made by STS. */
      readonly kind: "temporary";
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
      readonly sessionToken: string;
      readonly expiresAt: Date;
      /** A user's GetSessionToken names the user only: it is looked up at each request. */
      readonly caller: Extract<Caller, { kind: "session" | "root" }> | UserOfToken;
    };

interface UserOfToken {
  readonly kind: "user";
  readonly account: string;
  readonly userName: string;
  /** When an MFA code was given for these credentials. */
  readonly mfaAuthenticatedAt?: Date;
}

/** Temporary credentials are forgotten this long after they ended: until then the error says that they expired. */
const keptAfterEndMilliseconds = 60 * 60_000;
const sweepEveryAdditions = 256;

/** Every credential that this local AWS has given out. They end with the process unless a keeper keeps them. */
export class CredentialRegistry {
  private readonly credentials: KeptMap<Credential>;
  private additions = 0;
  /** By these the tokens of web identities are known. */
  readonly webIdentities: WebIdentityKeys;

  constructor(keeper: Keeper = memoryOnly) {
    this.credentials = new KeptMap<Credential>("credential").attach(keeper);
    this.webIdentities = new WebIdentityKeys(keeper);
  }

  find(accessKeyId: string): Credential | undefined {
    return this.credentials.get(accessKeyId);
  }

  add(credential: Credential): void {
    this.credentials.set(credential.accessKeyId, credential);
    this.additions += 1;
    if (this.additions % sweepEveryAdditions === 0) this.sweep();
  }

  /** What IAM UpdateAccessKey does. */
  setActive(accessKeyId: string, active: boolean): void {
    const credential = this.credentials.get(accessKeyId);
    if (credential?.kind === "accessKey") this.credentials.set(accessKeyId, { ...credential, active });
  }

  /** What IAM UpdateUser does. */
  renameUser(account: string, userName: string, newUserName: string): void {
    for (const [accessKeyId, credential] of this.credentials.entries()) {
      if (credential.kind !== "accessKey") continue;
      if (credential.account !== account || credential.userName !== userName) continue;
      this.credentials.set(accessKeyId, { ...credential, userName: newUserName });
    }
  }

  remove(accessKeyId: string): void {
    this.credentials.delete(accessKeyId);
  }

  get size(): number {
    return this.credentials.size;
  }

  private sweep(): void {
    const endedBefore = Date.now() - keptAfterEndMilliseconds;
    for (const [accessKeyId, credential] of this.credentials.entries()) {
      if (credential.kind === "temporary" && credential.expiresAt.getTime() < endedBefore) {
        this.credentials.delete(accessKeyId);
      }
    }
  }
}
