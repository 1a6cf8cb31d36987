import { createHash, createPrivateKey, createSign, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { type Keeper, memoryOnly } from "../state/keeper";

const makeKeyPair = promisify(generateKeyPair);
const validityMilliseconds = 365 * 24 * 3_600_000;

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PublicKey.html */
export interface PublicKey {
  /** DER of PKCS #1, base64. */
  readonly Value: string;
  /** Seconds since 1970. */
  readonly ValidityStartTime: number;
  readonly ValidityEndTime: number;
  readonly Fingerprint: string;
}

interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: PublicKey;
}

interface KeptPair {
  readonly privateKeyPem: string;
  readonly publicKey: PublicKey;
}

const keptUnder = "digestKey/";

/** Signs digest files with an RSA key that is made when it is first needed. */
export class DigestSigner {
  private pair: Promise<KeyPair> | undefined;

  constructor(private readonly keeper: Keeper = memoryOnly) {
    const [kept] = keeper.entries(keptUnder);
    if (kept === undefined) return;
    const { privateKeyPem, publicKey } = kept[1] as KeptPair;
    this.pair = Promise.resolve({ privateKey: createPrivateKey(privateKeyPem), publicKey });
  }

  async publicKey(): Promise<PublicKey> {
    return (await this.keyPair()).publicKey;
  }

  /** SHA256withRSA, in hexadecimal. */
  async sign(text: string): Promise<string> {
    const { privateKey } = await this.keyPair();
    return createSign("RSA-SHA256").update(text).sign(privateKey, "hex");
  }

  private keyPair(): Promise<KeyPair> {
    this.pair ??= this.make();
    return this.pair;
  }

  private async make(): Promise<KeyPair> {
    const { privateKey, publicKey } = await makeKeyPair("rsa", { modulusLength: 2_048 });
    const der = publicKey.export({ type: "pkcs1", format: "der" });
    const now = Date.now();
    const told: PublicKey = {
      Value: der.toString("base64"),
      ValidityStartTime: Math.floor(now / 1_000) - 1,
      ValidityEndTime: Math.floor((now + validityMilliseconds) / 1_000),
      Fingerprint: createHash("md5").update(der).digest("hex"),
    };
    const privateKeyPem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const kept: KeptPair = { privateKeyPem, publicKey: told };
    this.keeper.set(`${keptUnder}${told.Fingerprint}`, kept);
    // What was signed with a key that nobody has any more could not be checked.
    await this.keeper.settled();
    return { privateKey, publicKey: told };
  }
}
