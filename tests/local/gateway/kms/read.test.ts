/** What calls to KMS need: which key, which condition keys, and what is refused before anybody is asked. */
import assert from "node:assert/strict";
import type { Call } from "../../../../local/gateway/model";
import { requestKeys } from "../../../../local/gateway/services/kms/requestKeys";
import { readKms } from "../../../../local/gateway/services/kms/read";
import { call, owner, source, uploader } from "../trail/calls";
import { fakeStore } from "../trail/fakeStore";

const id = "11111111-2222-3333-4444-555555555555";
const arn = `arn:aws:kms:eu-west-1:${owner}:key/${id}`;
const user = {
  kind: "user",
  account: owner,
  accessKeyId: "AKIA",
  userName: "alice",
  arn: `arn:aws:iam::${owner}:user/alice`,
  userId: "AIDA",
} as const;

const answers = {
  DescribeKey: {
    KeyMetadata: {
      Arn: arn,
      KeyId: id,
      KeyState: "Enabled",
      KeySpec: "SYMMETRIC_DEFAULT",
      KeyUsage: "ENCRYPT_DECRYPT",
      Origin: "AWS_KMS",
      MultiRegion: false,
    },
  },
  ListAliases: { Aliases: [{ AliasName: "alias/drop" }] },
  ListResourceTags: { Tags: [{ TagKey: "team", TagValue: "drop" }] },
};

const asked = (operation: string, parameters: Call["parameters"]) =>
  call({ service: "kms", operation, method: "POST", parameters });

const reading = async (
  operation: string,
  parameters: Call["parameters"],
  caller: typeof user | typeof uploader = user,
) => (await readKms(asked(operation, parameters), caller, fakeStore(answers).store)).reading;

describe("readKms", () => {
  it("asks for the key with everything that conditions can ask of it", async () => {
    const found = await reading("Encrypt", { KeyId: "alias/drop", EncryptionContext: { tenant: "acme" } });
    assert.deepEqual(found, {
      kind: "needs",
      ownerAccount: owner,
      needs: [
        {
          action: "kms:Encrypt",
          resource: arn,
          resourceAccount: owner,
          policyOf: { kind: "key", account: owner, keyId: id },
          context: {
            "kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT",
            "kms:EncryptionContextKeys": ["tenant"],
            "kms:EncryptionContext:tenant": "acme",
            "kms:KeySpec": "SYMMETRIC_DEFAULT",
            "kms:KeyUsage": "ENCRYPT_DECRYPT",
            "kms:KeyOrigin": "AWS_KMS",
            "kms:MultiRegion": "false",
            "kms:ResourceAliases": ["alias/drop"],
            "kms:RequestAlias": "alias/drop",
            "aws:ResourceTag/team": "drop",
          },
        },
      ],
    });
  });

  it("asks for an alias and its key", async () => {
    const found = await reading("UpdateAlias", { AliasName: "alias/drop", TargetKeyId: id });
    assert.deepEqual(
      found.kind === "needs" && found.needs.map(({ action, resource }) => [action, resource]),
      [
        ["kms:UpdateAlias", `arn:aws:kms:eu-west-1:${owner}:alias/drop`],
        ["kms:UpdateAlias", arn],
        ["kms:UpdateAlias", arn],
      ],
    );
  });

  it("asks for tags too where a key is made with them", async () => {
    const found = await reading("CreateKey", { Tags: [{ TagKey: "team", TagValue: "drop" }] });
    assert.deepEqual(
      found.kind === "needs" && found.needs.map(({ action, resource }) => [action, resource]),
      [
        ["kms:CreateKey", "*"],
        ["kms:TagResource", "*"],
      ],
    );
    assert.equal(found.kind === "needs" && found.needs[0]?.context["aws:RequestTag/team"], "drop");
  });

  it("finds the key of a ciphertext", async () => {
    const CiphertextBlob = Buffer.from(`${id}and more bytes`).toString("base64");
    const found = await reading("Decrypt", { CiphertextBlob });
    assert.equal(found.kind === "needs" && found.needs[0]?.resource, arn);
  });

  const refusals: readonly (readonly [string, string, Call["parameters"], string])[] = [
    ["a ciphertext of nothing", "Decrypt", { CiphertextBlob: "AAAA" }, "InvalidCiphertextException"],
    ["no ciphertext", "Decrypt", {}, "InvalidCiphertextException"],
    ["an ARN of something else", "Encrypt", { KeyId: "arn:aws:s3:::acme" }, "InvalidArnException"],
    ["another region", "Encrypt", { KeyId: arn.replace("eu-west-1", "us-east-1") }, "NotFoundException"],
    ["a token of nobody", "RetireGrant", { GrantToken: "t" }, "InvalidGrantTokenException"],
  ];
  for (const [what, operation, parameters, code] of refusals) {
    it(`refuses ${what} with ${code}`, async () => {
      const found = await reading(operation, parameters);
      assert.equal(found.kind === "refused" && found.error.code, code);
    });
  }

  it("lets other accounts use a key but not look after it", async () => {
    const used = await reading("Encrypt", { KeyId: arn }, uploader);
    assert.equal(used.kind === "needs" && used.ownerAccount, owner);
    assert.equal(source === uploader.account, true);
    const managed = await reading("PutKeyPolicy", { KeyId: arn }, uploader);
    assert.equal(managed.kind === "refused" && managed.error.code, "AccessDeniedException");
  });

  it("does not model what it does not know", async () => {
    assert.equal((await reading("ConnectCustomKeyStore", {})).kind, "unmodelled");
  });
});

describe("requestKeys", () => {
  it("tells what a grant is to be", () => {
    const context = requestKeys("CreateGrant", {
      GranteePrincipal: "g",
      RetiringPrincipal: "r",
      Operations: ["Encrypt"],
      Constraints: { EncryptionContextEquals: { a: "1" } },
    });
    assert.deepEqual(context, {
      "kms:GrantOperations": ["Encrypt"],
      "kms:GrantIsForAWSResource": "false",
      "kms:GranteePrincipal": "g",
      "kms:RetiringPrincipal": "r",
      "kms:GrantConstraintType": "EncryptionContextEquals",
      "kms:EncryptionContextKeys": ["a"],
      "kms:EncryptionContext:a": "1",
    });
  });

  it("tells whether the lockout check is bypassed, and how long a key waits", () => {
    const bypass = { BypassPolicyLockoutSafetyCheck: true };
    assert.equal(requestKeys("PutKeyPolicy", bypass)["kms:BypassPolicyLockoutSafetyCheck"], "true");
    assert.equal(requestKeys("PutKeyPolicy", {})["kms:BypassPolicyLockoutSafetyCheck"], "false");
    const days = requestKeys("ScheduleKeyDeletion", { PendingWindowInDays: 7 });
    assert.equal(days["kms:ScheduleKeyDeletionPendingWindowInDays"], "7");
  });
});
