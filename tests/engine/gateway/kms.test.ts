/**
 * KMS as it decides for those who call it themselves: key policies, identity policies, grants, states, aliases and
 * callers of other accounts.
 *
 * Does not prove: that ciphertexts are what AWS would make (the store makes them), nor keys that are not symmetric.
 */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { administrator, makeUser, policy, region, s3ClientOf, type Statement } from "./actors";
import { assume, makeRole, trust } from "./identities";
import { jsonCall, type Members } from "./jsonCall";
import { refuses } from "./refusals";
import type { Credentials } from "./signing";

const owner = "555555550001";
const other = "555555550002";
const admin = administrator(owner);
const foreignAdmin = administrator(other);
const plaintext = Buffer.from("plain").toString("base64");

const kms = (credentials: Credentials, operation: string, parameters: Members) =>
  jsonCall(credentials, "kms", operation, parameters);

/** Everything for the account's administrators, and whatever else is given. */
function keyPolicy(...statements: readonly Statement[]): string {
  return policy(
    {
      Principal: { AWS: `arn:aws:iam::${owner}:root` },
      Action: "kms:*",
      Resource: "*",
    },
    ...statements,
  );
}

async function makeKey(document: string): Promise<string> {
  const { KeyMetadata } = await kms(admin, "CreateKey", { Policy: document });
  return (KeyMetadata as { readonly Arn: string }).Arn;
}

describe("The local AWS's KMS", function () {
  this.timeout(60_000);
  let key: string;
  let closedKey: string;
  let grantedKey: string;
  let disabledKey: string;
  let dyingKey: string;
  let allowed: Credentials;
  let nothing: Credentials;
  let named: Credentials;
  let contextual: Credentials;
  let aliasUser: Credentials;
  let byAlias: Credentials;
  let foreigner: Credentials;
  let foreignWithout: Credentials;
  let session: Credentials;
  let boundSession: Credentials;
  let grantee: Credentials;
  let constrained: Credentials;
  let granter: Credentials;
  let foreignGrantee: Credentials;

  const encrypt = (credentials: Credentials, KeyId: string, more: Members = {}) =>
    kms(credentials, "Encrypt", { KeyId, Plaintext: plaintext, ...more });
  const dataKey = (credentials: Credentials, KeyId: string, more: Members = {}) =>
    kms(credentials, "GenerateDataKey", { KeyId, KeySpec: "AES_256", ...more });

  before(async () => {
    const all = policy({ Action: "kms:*", Resource: "*" });
    allowed = await makeUser(owner, "allowed", all);
    nothing = await makeUser(owner, "nothing", policy({ Action: "s3:ListAllMyBuckets", Resource: "*" }));
    named = await makeUser(owner, "named", policy({ Action: "s3:ListAllMyBuckets", Resource: "*" }));
    contextual = await makeUser(
      owner,
      "contextual",
      policy({
        Action: "kms:*",
        Resource: "*",
        Condition: {
          StringEquals: { "kms:EncryptionContext:tenant": "acme" },
          "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": ["tenant"] },
        },
      }),
    );
    aliasUser = await makeUser(
      owner,
      "alias-user",
      policy(
        { Action: "kms:CreateAlias", Resource: `arn:aws:kms:${region}:${owner}:alias/mine-*` },
        { Action: "kms:CreateAlias", Resource: `arn:aws:kms:${region}:${owner}:key/*` },
      ),
    );
    byAlias = await makeUser(
      owner,
      "by-alias",
      policy({
        Action: ["kms:Encrypt"],
        Resource: "*",
        Condition: { StringEquals: { "kms:RequestAlias": "alias/drop" } },
      }),
    );
    granter = await makeUser(
      owner,
      "granter",
      policy({
        Action: ["kms:CreateGrant"],
        Resource: "*",
        Condition: { "ForAllValues:StringEquals": { "kms:GrantOperations": ["Encrypt"] } },
      }),
    );
    foreigner = await makeUser(other, "foreigner", all);
    foreignWithout = await makeUser(
      other,
      "foreign-without",
      policy({ Action: "s3:ListAllMyBuckets", Resource: "*" }),
    );
    grantee = await makeUser(owner, "grantee", policy({ Action: "s3:ListAllMyBuckets", Resource: "*" }));
    constrained = await makeUser(
      owner,
      "constrained",
      policy({ Action: "s3:ListAllMyBuckets", Resource: "*" }),
    );
    foreignGrantee = await makeUser(
      other,
      "foreign-grantee",
      policy({ Action: "s3:ListAllMyBuckets", Resource: "*" }),
    );
    await makeRole(owner, "key-role", { trust: trust({ AWS: `arn:aws:iam::${owner}:root` }), policy: all });
    const keyRole = `arn:aws:iam::${owner}:role/key-role`;
    session = await assume(admin, keyRole);
    boundSession = await assume(admin, keyRole, {
      Policy: policy({ Action: "kms:DescribeKey", Resource: "*" }),
    });

    key = await makeKey(
      keyPolicy(
        { Principal: { AWS: `arn:aws:iam::${owner}:user/named` }, Action: "kms:Encrypt", Resource: "*" },
        { Principal: { AWS: `arn:aws:iam::${other}:root` }, Action: "kms:Encrypt", Resource: "*" },
        {
          Effect: "Deny",
          Principal: { AWS: `arn:aws:iam::${owner}:user/allowed` },
          Action: "kms:ListGrants",
          Resource: "*",
        },
      ),
    );
    closedKey = await makeKey(
      policy({
        Principal: { AWS: `arn:aws:iam::${owner}:root` },
        Action: ["kms:PutKeyPolicy", "kms:GetKeyPolicy"],
        Resource: "*",
      }),
    );
    grantedKey = await makeKey(keyPolicy());
    disabledKey = await makeKey(keyPolicy());
    dyingKey = await makeKey(keyPolicy());
    await kms(admin, "DisableKey", { KeyId: disabledKey });
    await kms(admin, "ScheduleKeyDeletion", { KeyId: dyingKey, PendingWindowInDays: 7 });
    await kms(admin, "CreateAlias", { AliasName: "alias/drop", TargetKeyId: key });
    await kms(admin, "CreateGrant", {
      KeyId: grantedKey,
      GranteePrincipal: `arn:aws:iam::${owner}:user/grantee`,
      Operations: ["Encrypt", "RetireGrant"],
    });
    await kms(admin, "CreateGrant", {
      KeyId: grantedKey,
      GranteePrincipal: `arn:aws:iam::${owner}:user/constrained`,
      Operations: ["Encrypt"],
      Constraints: { EncryptionContextSubset: { tenant: "acme" } },
    });
    await kms(admin, "CreateGrant", {
      KeyId: grantedKey,
      GranteePrincipal: `arn:aws:iam::${other}:user/foreign-grantee`,
      Operations: ["Encrypt"],
    });
  });

  refuses([
    {
      what: "a user without permissions",
      refused: () => encrypt(nothing, key),
      code: "AccessDeniedException",
      says: /not authorized to perform: kms:Encrypt on resource: arn:aws:kms:/,
      twin: () => encrypt(allowed, key),
    },
    {
      what: "what the key policy gives a named user, by another user,",
      refused: () => encrypt(nothing, key),
      code: "AccessDeniedException",
      twin: () => encrypt(named, key),
    },
    {
      what: "another operation than the key policy gives a named user",
      refused: () => dataKey(named, key),
      code: "AccessDeniedException",
      twin: () => encrypt(named, key),
    },
    {
      what: "an identity policy without the key policy's leave",
      refused: () => encrypt(allowed, closedKey),
      code: "AccessDeniedException",
      says: /no resource-based policy allows/,
      twin: () => kms(allowed, "GetKeyPolicy", { KeyId: closedKey, PolicyName: "default" }),
    },
    {
      what: "what the key policy denies",
      refused: () => kms(allowed, "ListGrants", { KeyId: key }),
      code: "AccessDeniedException",
      says: /explicit deny in a resource-based policy/,
      twin: () => kms(session, "ListGrants", { KeyId: key }),
    },
    {
      what: "a session whose session policy leaves it out",
      refused: () => encrypt(boundSession, key),
      code: "AccessDeniedException",
      says: /no session policy allows/,
      twin: () => encrypt(session, key),
    },
    {
      what: "another encryption context",
      refused: () => encrypt(contextual, key, { EncryptionContext: { tenant: "globex" } }),
      code: "AccessDeniedException",
      twin: () => encrypt(contextual, key, { EncryptionContext: { tenant: "acme" } }),
    },
    {
      what: "a further key in the encryption context",
      refused: () => encrypt(contextual, key, { EncryptionContext: { tenant: "acme", more: "1" } }),
      code: "AccessDeniedException",
      twin: () => encrypt(contextual, key, { EncryptionContext: { tenant: "acme" } }),
    },
    {
      what: "a key by its ARN where its alias must be named",
      refused: () => encrypt(byAlias, key),
      code: "AccessDeniedException",
      twin: () => encrypt(byAlias, "alias/drop"),
    },
    {
      what: "an alias of another name",
      refused: () => kms(aliasUser, "CreateAlias", { AliasName: "alias/theirs", TargetKeyId: key }),
      code: "AccessDeniedException",
      says: /alias\/theirs/,
      twin: () => kms(aliasUser, "CreateAlias", { AliasName: "alias/mine-1", TargetKeyId: key }),
    },
    {
      what: "an alias that AWS keeps for itself",
      refused: () => kms(admin, "CreateAlias", { AliasName: "alias/aws/drop", TargetKeyId: key }),
      code: "NotAuthorizedException",
      twin: () => kms(admin, "CreateAlias", { AliasName: "alias/drop-2", TargetKeyId: key }),
    },
    {
      what: "a principal of another account without an identity policy",
      refused: () => encrypt(foreignWithout, key),
      code: "AccessDeniedException",
      twin: () => encrypt(foreigner, key),
    },
    {
      what: "another account at a key that does not name it",
      refused: () => encrypt(foreigner, grantedKey),
      code: "AccessDeniedException",
      says: /does not exist in this Region, no resource-based policies allow access/,
      twin: () => encrypt(foreigner, key),
    },
    {
      what: "another account at a key that is not there",
      refused: () =>
        encrypt(foreigner, `arn:aws:kms:${region}:${owner}:key/00000000-0000-0000-0000-000000000000`),
      code: "AccessDeniedException",
      says: /does not exist in this Region/,
      twin: () => encrypt(foreigner, key),
    },
    {
      what: "another account by the key's id alone",
      refused: () => encrypt(foreigner, key.split("/")[1] ?? ""),
      code: "NotFoundException",
      twin: () => encrypt(foreigner, key),
    },
    {
      what: "an operation that no other account can do",
      refused: () => kms(foreignAdmin, "GetKeyPolicy", { KeyId: key, PolicyName: "default" }),
      code: "AccessDeniedException",
      twin: () => kms(admin, "GetKeyPolicy", { KeyId: key, PolicyName: "default" }),
    },
    {
      what: "a key of another region",
      refused: () => encrypt(allowed, key.replace(region, "us-west-2")),
      code: "NotFoundException",
      says: /Invalid arn us-west-2/,
      twin: () => encrypt(allowed, key),
    },
    {
      what: "a key that is not there",
      refused: () => encrypt(allowed, "00000000-0000-0000-0000-000000000000"),
      code: "NotFoundException",
      says: /does not exist/,
      twin: () => encrypt(allowed, key.split("/")[1] ?? ""),
    },
    {
      what: "a disabled key",
      refused: () => dataKey(allowed, disabledKey),
      code: "DisabledException",
      says: /is disabled/,
      twin: () => kms(allowed, "DescribeKey", { KeyId: disabledKey }),
    },
    {
      what: "a key that is pending deletion",
      refused: () => dataKey(allowed, dyingKey),
      code: "KMSInvalidStateException",
      says: /pending deletion/,
      twin: () => kms(allowed, "GetKeyPolicy", { KeyId: dyingKey, PolicyName: "default" }),
    },
    {
      what: "enabling a key that is pending deletion",
      refused: () => kms(admin, "EnableKey", { KeyId: dyingKey }),
      code: "KMSInvalidStateException",
      twin: () => kms(admin, "EnableKey", { KeyId: grantedKey }),
    },
    {
      what: "an operation that is not granted",
      refused: () => dataKey(grantee, grantedKey),
      code: "AccessDeniedException",
      twin: () => encrypt(grantee, grantedKey),
    },
    {
      what: "a grant outside its encryption context",
      refused: () => encrypt(constrained, grantedKey),
      code: "AccessDeniedException",
      twin: () => encrypt(constrained, grantedKey, { EncryptionContext: { tenant: "acme", more: "1" } }),
    },
    {
      what: "a principal that the grant does not name",
      refused: () => encrypt(foreignWithout, grantedKey),
      code: "AccessDeniedException",
      twin: () => encrypt(foreignGrantee, grantedKey),
    },
    {
      what: "a grant of more than may be granted",
      refused: () =>
        kms(granter, "CreateGrant", {
          KeyId: grantedKey,
          GranteePrincipal: `arn:aws:iam::${owner}:user/nothing`,
          Operations: ["Encrypt", "Decrypt"],
        }),
      code: "AccessDeniedException",
      twin: () =>
        kms(granter, "CreateGrant", {
          KeyId: grantedKey,
          GranteePrincipal: `arn:aws:iam::${owner}:user/grantee`,
          Operations: ["Encrypt"],
        }),
    },
    {
      what: "a key policy that names a user who does not exist",
      refused: () =>
        kms(admin, "PutKeyPolicy", {
          KeyId: grantedKey,
          PolicyName: "default",
          Policy: keyPolicy({
            Principal: { AWS: `arn:aws:iam::${owner}:user/nobody` },
            Action: "kms:Encrypt",
            Resource: "*",
          }),
        }),
      code: "MalformedPolicyDocumentException",
      says: /invalid principals/,
      twin: () =>
        kms(admin, "PutKeyPolicy", { KeyId: grantedKey, PolicyName: "default", Policy: keyPolicy() }),
    },
    {
      what: "a key policy that locks its writer out",
      refused: () =>
        kms(admin, "PutKeyPolicy", {
          KeyId: grantedKey,
          PolicyName: "default",
          Policy: policy({
            Principal: { AWS: `arn:aws:iam::${owner}:user/allowed` },
            Action: "kms:*",
            Resource: "*",
          }),
        }),
      code: "MalformedPolicyDocumentException",
      says: /will not allow you to update the key policy/,
      twin: () =>
        kms(admin, "CreateKey", {
          BypassPolicyLockoutSafetyCheck: true,
          Policy: policy({
            Principal: { AWS: `arn:aws:iam::${owner}:user/allowed` },
            Action: "kms:*",
            Resource: "*",
          }),
        }),
    },
    {
      what: "a key policy that is no policy",
      refused: () => kms(admin, "CreateKey", { Policy: '{"Statement": 1}' }),
      code: "MalformedPolicyDocumentException",
      twin: () => kms(admin, "CreateKey", { Policy: keyPolicy() }),
    },
    {
      what: "a key policy of more than 32 KB",
      refused: () => kms(admin, "CreateKey", { Policy: keyPolicy().padEnd(33 * 1024, " ") }),
      code: "LimitExceededException",
      twin: () => kms(admin, "CreateKey", { Policy: keyPolicy().padEnd(31 * 1024, " ") }),
    },
  ]);

  it("lets S3 use a key for a grantee, within the constraint of its grant", async () => {
    const bucket = `kms-granted-${randomUUID().slice(0, 8)}`;
    const adminS3 = s3ClientOf(admin);
    await adminS3.send(new CreateBucketCommand({ Bucket: bucket }));
    const puts = policy({ Action: "s3:PutObject", Resource: `arn:aws:s3:::${bucket}/*` });
    const putter = s3ClientOf(await makeUser(owner, "granted-putter", puts));
    const put = (Key: string) =>
      putter.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key,
          Body: "x",
          ServerSideEncryption: "aws:kms",
          SSEKMSKeyId: grantedKey,
        }),
      );
    await assert.rejects(put("in/a"), { name: "AccessDenied" });
    await kms(admin, "CreateGrant", {
      KeyId: grantedKey,
      GranteePrincipal: `arn:aws:iam::${owner}:user/granted-putter`,
      Operations: ["GenerateDataKey"],
      Constraints: { EncryptionContextSubset: { "aws:s3:arn": `arn:aws:s3:::${bucket}/in/a` } },
    });
    await put("in/a");
    await assert.rejects(put("in/b"), { name: "AccessDenied" });
  });

  it("decrypts for another account what stands under a key that it may use, without its name", async () => {
    const shared = await makeKey(
      keyPolicy({ Principal: { AWS: `arn:aws:iam::${other}:root` }, Action: "kms:*", Resource: "*" }),
    );
    const { CiphertextBlob } = await encrypt(admin, shared);
    const { Plaintext } = await kms(foreigner, "Decrypt", { CiphertextBlob });
    assert.equal(Plaintext, plaintext);
    await assert.rejects(kms(foreignWithout, "Decrypt", { CiphertextBlob }), {
      name: "AccessDeniedException",
    });
  });

  it("encrypts again under another key for who may both decrypt and encrypt", async () => {
    const { CiphertextBlob } = await encrypt(admin, key);
    const ask = { CiphertextBlob, DestinationKeyId: grantedKey };
    const again = await kms(allowed, "ReEncrypt", ask);
    assert.equal(again["KeyId"], grantedKey);
    const { Plaintext } = await kms(allowed, "Decrypt", { CiphertextBlob: again["CiphertextBlob"] });
    assert.equal(Plaintext, plaintext);
    await assert.rejects(kms(named, "ReEncrypt", ask), { name: "AccessDeniedException" });
  });

  it("ends a grant when it is retired, which its grantee may where it holds RetireGrant", async () => {
    const made = await kms(admin, "CreateGrant", {
      KeyId: grantedKey,
      GranteePrincipal: `arn:aws:iam::${owner}:user/nothing`,
      Operations: ["GenerateDataKey", "RetireGrant"],
    });
    const retire = { KeyId: grantedKey, GrantId: made["GrantId"] };
    await dataKey(nothing, grantedKey);
    await assert.rejects(kms(named, "RetireGrant", retire), { name: "AccessDeniedException" });
    await dataKey(nothing, grantedKey);
    await kms(nothing, "RetireGrant", retire);
    await assert.rejects(dataKey(nothing, grantedKey), { name: "AccessDeniedException" });
  });

  it("takes a grant back when it is revoked", async () => {
    const made = await kms(admin, "CreateGrant", {
      KeyId: grantedKey,
      GranteePrincipal: `arn:aws:iam::${owner}:user/nothing`,
      Operations: ["GenerateDataKey"],
    });
    await dataKey(nothing, grantedKey);
    await assert.rejects(kms(nothing, "RevokeGrant", { KeyId: grantedKey, GrantId: made["GrantId"] }), {
      name: "AccessDeniedException",
    });
    await kms(admin, "RevokeGrant", { KeyId: grantedKey, GrantId: made["GrantId"] });
    await assert.rejects(dataKey(nothing, grantedKey), { name: "AccessDeniedException" });
  });
});
