import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { webIdentityToken, type TokenClaims } from "../webIdentity";
import type { Attempt } from "./attempt";
import { enterAgain, type Trial } from "./trial";

/** Tokens of the identity provider that are not the source's, and one that the provider did not sign. */
export function tokenAttempts(trial: Trial): readonly Attempt[] {
  const { entrance, uploader } = trial;
  if (entrance.kind !== "webIdentity" || uploader.kind !== "webIdentity") return [];
  const { provider, audience, subject } = uploader;
  const signedFor = (changes: Partial<TokenClaims>, key?: KeyObject) =>
    enterAgain(trial, {
      ...entrance,
      token: webIdentityToken({ provider, audience, subject, ...changes }, key),
    });
  const twin = { allowed: () => enterAgain(trial, entrance), twin: `a token of ${subject}` };
  const foreign = anotherSubject(subject);
  return [
    {
      attempt: `assume with a token of ${foreign}`,
      refused: () => signedFor({ subject: foreign }),
      ...twin,
    },
    {
      attempt: "assume with a token for another audience",
      refused: () => signedFor({ audience: "https://example.com" }),
      ...twin,
      code: "InvalidIdentityTokenException",
    },
    {
      attempt: "assume with a token that somebody else signed",
      refused: () => signedFor({}, generateKeyPairSync("rsa", { modulusLength: 2_048 }).privateKey),
      ...twin,
      code: "InvalidIdentityTokenException",
    },
  ];
}

/** Another owner's repository with the same name, or anybody else. */
function anotherSubject(subject: string): string {
  return subject.startsWith("repo:") ? subject.replace("repo:", "repo:not-") : `not-${subject}`;
}
