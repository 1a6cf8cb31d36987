import assert from "node:assert/strict";
import { decideOnce } from "../../access/evaluate/decide";
import type { PolicyDocument, PolicyKind } from "../../access/model";
import { readPolicy } from "../../access/read/readPolicy";
import { accessPointPolicy } from "../../iam/accessPointPolicy";
import { destinationBucketPolicy } from "../../iam/bucketPolicy";
import { destinationKeyPolicy } from "../../iam/keyPolicy";
import { uploaderPolicy } from "../../iam/source";
import { trustPolicy, writerPolicy } from "../../iam/writer";
import type { Settings } from "../../settings/settings";
import type { Source } from "../../settings/source";

type Context = Readonly<Record<string, string | readonly string[]>>;

/** A request and who makes it. */
export interface Asked {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context?: Context;
}

/** Over TLS 1.3, as every client of today connects. */
export const overTls: Context = { "aws:SecureTransport": "true", "s3:TlsVersion": "1.3" };

/**
 * Decides requests on the documents that the program writes, with the analysis, which shares no code with it.
 *
 * The uploader's own account is taken to allow everything where `identity` says so, so that a refusal is the
 * destination's alone.
 */
export function decidedBy(settings: Settings) {
  const { accountId } = settings.destination;
  const sourceOf = (name: string): Source => {
    const source = settings.sources[name];
    assert.ok(source !== undefined, `no source ${name}`);
    return source;
  };
  const decide = (identity: PolicyDocument, resourcePolicy: PolicyDocument, asked: Asked): string =>
    decideOnce(
      { identityPolicies: [identity], resourcePolicy, blockPublicAccess: true },
      { ...asked, resourceAccount: accountId, context: { ...overTls, ...asked.context } },
    ).decision;
  return {
    /** Assuming the writer role of a source, by somebody whose own account allows everything. */
    trust: (sourceName: string, asked: Omit<Asked, "resource" | "action"> & { readonly action?: string }) =>
      decide(everything, document(trustPolicy("aws", accountId, sourceOf(sourceName)), "trust"), {
        action: "sts:AssumeRole",
        resource: `arn:aws:iam::${accountId}:role/xput-${sourceName}`,
        ...asked,
      }),
    /** The bucket's side, for somebody whose own policies allow everything. */
    bucket: (asked: Asked) =>
      decide(everything, document(destinationBucketPolicy(settings), "resource"), asked),
    /** The key's side, for somebody whose own policies allow everything. */
    key: (asked: Omit<Asked, "resource">) =>
      decide(everything, document(destinationKeyPolicy(settings), "resource"), {
        resource: `arn:aws:kms:${settings.destination.region}:${accountId}:key/1234`,
        ...asked,
      }),
    /** The writer role's own policy beside the bucket's. */
    writer: (sourceName: string, asked: Omit<Asked, "principal">) =>
      decide(
        document(writerPolicy(settings, sourceOf(sourceName)), "identity"),
        document(destinationBucketPolicy(settings), "resource"),
        { principal: `arn:aws:iam::${accountId}:role/xput-${sourceName}`, ...asked },
      ),
    /** A direct put, by an uploader that has the source's policy and no other. */
    uploader: (sourceName: string, asked: Asked) => {
      const source = sourceOf(sourceName);
      assert.ok(source.kind !== "webIdentity");
      return decide(
        document(uploaderPolicy(settings, sourceName, source), "identity"),
        document(
          source.accessMode === "accessPoint"
            ? accessPointPolicy(settings, sourceName, source)
            : destinationBucketPolicy(settings),
          "resource",
        ),
        asked,
      );
    },
    /** An uploader's use of the destination's key, with the source's policy and no other. */
    uploaderOfKey: (sourceName: string, asked: Asked) => {
      const source = sourceOf(sourceName);
      assert.ok(source.kind !== "webIdentity");
      return decide(
        document(uploaderPolicy(settings, sourceName, source), "identity"),
        document(destinationKeyPolicy(settings), "resource"),
        asked,
      );
    },
  };
}

/** A document of the program as the analysis reads it. */
export function document(text: string, kind: PolicyKind): PolicyDocument {
  const result = readPolicy(text, kind);
  assert.ok(result.ok, result.ok ? "" : `${text}: ${JSON.stringify(result.problems)}`);
  return result.document;
}

const everything = document(
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
  "identity",
);
