/**
 * A Python program with boto3, as uploaders write it, against the local AWS: each refusal beside its allowed twin.
 *
 * Does not prove other versions of boto3 than the pinned one.
 */
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ListMultipartUploadsCommand } from "@aws-sdk/client-s3";
import { runCommand } from "../../../local/runCommand";
import { region } from "../gateway/actors";
import { installPythonClients } from "./install";
import { isStored, makeScene, type Scene, storedSha256 } from "./scene";

/** What the program prints. */
interface Outcome {
  readonly ok: boolean;
  readonly code?: string;
  readonly operation?: string;
  readonly etag?: string;
  readonly url?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

const uploadBytes = 12 * 1024 * 1024;

describe("boto3", function () {
  this.timeout(300_000);
  let python = "";
  let folder = "";
  let scene: Scene;

  before(async () => {
    ({ python } = await installPythonClients());
    folder = mkdtempSync(join(tmpdir(), "xput-boto3-"));
    scene = await makeScene("boto3");
  });
  after(() => {
    scene.s3.destroy();
    rmSync(folder, { recursive: true, force: true });
  });

  const boto3 = async (operation: string, key: string, more: object = {}): Promise<Outcome> => {
    const { bucket, writerArn, externalId, uploader } = scene;
    const given = { bucket, key, roleArn: writerArn, externalId, body: "hello", ...more };
    const { exitCode, stdout, output } = await runCommand(
      python,
      [join(__dirname, "boto3Client.py"), operation, JSON.stringify(given)],
      {
        env: {
          PATH: process.env.PATH,
          HOME: folder,
          AWS_ENDPOINT_URL: process.env.AWS_ENDPOINT_URL,
          AWS_DEFAULT_REGION: region,
          AWS_EC2_METADATA_DISABLED: "true",
          AWS_ACCESS_KEY_ID: uploader.accessKeyId,
          AWS_SECRET_ACCESS_KEY: uploader.secretAccessKey,
        },
      },
    );
    assert.equal(exitCode, 0, output);
    return JSON.parse(stdout) as Outcome;
  };

  it("assumes the role and puts, inside the prefix and with the right external id only", async () => {
    assert.deepEqual(await boto3("put_object", "in/a"), {
      ok: true,
      etag: '"5d41402abc4b2a76b9719d911017c592"',
    });
    const denied = { ok: false, code: "AccessDenied" };
    assert.deepEqual(await boto3("put_object", "out/a"), { ...denied, operation: "PutObject" });
    assert.deepEqual(await boto3("put_object", "in/b", { externalId: "guessed" }), {
      ...denied,
      operation: "AssumeRole",
    });
    assert.deepEqual(await boto3("put_object", "in/c", { more: { Tagging: "a=b" } }), {
      ...denied,
      operation: "PutObject",
    });
    for (const key of ["out/a", "in/b", "in/c"]) assert.ok(!(await isStored(scene, key)));
  });

  it("puts with each checksum that it offers, and once only where it says so", async () => {
    for (const ChecksumAlgorithm of ["CRC32", "SHA1", "SHA256"]) {
      assert.ok((await boto3("put_object", `in/${ChecksumAlgorithm}`, { more: { ChecksumAlgorithm } })).ok);
    }
    const once = { more: { IfNoneMatch: "*" } };
    assert.ok((await boto3("put_object", "in/once", once)).ok);
    const { ok, code } = await boto3("put_object", "in/once", once);
    assert.deepEqual({ ok, code }, { ok: false, code: "PreconditionFailed" });
  });

  it("uploads a file in parts, inside the prefix only", async () => {
    const file = join(folder, "file");
    const bytes = randomBytes(uploadBytes);
    writeFileSync(file, bytes);
    assert.deepEqual(await boto3("upload_file", "in/file", { file }), { ok: true });
    assert.equal(await storedSha256(scene, "in/file"), createHash("sha256").update(bytes).digest("hex"));
    assert.deepEqual(await boto3("upload_file", "out/file", { file }), { ok: false, code: "AccessDenied" });
    assert.ok(!(await isStored(scene, "out/file")));
    const { Uploads = [] } = await scene.s3.send(new ListMultipartUploadsCommand({ Bucket: scene.bucket }));
    assert.deepEqual(Uploads, []);
  });

  it("presigns a put that is good for its key and method only, where the session may put", async () => {
    const put = async (url = "", method = "PUT") =>
      (await fetch(url, { method, ...(method === "PUT" ? { body: "presigned" } : {}) })).status;
    const { url = "" } = await boto3("presigned_put", "in/presigned");
    assert.equal(await put(url), 200);
    assert.equal(await put(url.replace("in/presigned", "in/other")), 403);
    assert.equal(await put(url, "DELETE"), 403);
    assert.equal(await put((await boto3("presigned_put", "out/presigned")).url), 403);
    assert.ok(await isStored(scene, "in/presigned"));
    assert.ok(!(await isStored(scene, "in/other")) && !(await isStored(scene, "out/presigned")));
  });

  it("makes a form that uploads to its key and within its length only, where the session may put", async () => {
    const upload = async (key: string, body: string, changed: object = {}) => {
      const { url = "", fields = {} } = await boto3("presigned_post", key);
      const form = new FormData();
      for (const [name, value] of Object.entries({ ...fields, ...changed })) form.append(name, value);
      form.append("file", new Blob([body]), "file");
      return (await fetch(url, { method: "POST", body: form })).status;
    };
    assert.equal(await upload("in/form", "posted"), 204);
    assert.equal(await upload("in/form-long", "x".repeat(101)), 400);
    assert.equal(await upload("in/form-a", "posted", { key: "in/form-b" }), 403);
    assert.equal(await upload("out/form", "posted"), 403);
    assert.ok(await isStored(scene, "in/form"));
    for (const key of ["in/form-long", "in/form-a", "in/form-b", "out/form"]) {
      assert.ok(!(await isStored(scene, key)), key);
    }
  });
});
