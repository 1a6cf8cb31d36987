/**
 * How the calls of the engine become calls of a resource type, and how errors are told, on a type that is made up.
 *
 * Does not prove anything about AWS: see the engine suite.
 */
import { status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import assert from "node:assert/strict";
import { serviceError, typeOfUrn } from "../../../local/awsPlugin/messages";
import { patiently } from "../../../local/awsPlugin/patiently";
import {
  createResource,
  deleteResource,
  diffResource,
  PartlyCreated,
  previewOfCreate,
  previewOfUpdate,
  readResource,
  updateResource,
} from "../../../local/awsPlugin/resourceCalls";
import { defineResource, type ResourceType } from "../../../local/awsPlugin/resourceType";
import { unknown, type Values } from "../../../local/awsPlugin/values";
import { fakeAws } from "./fakeAws";

const aws = fakeAws();

/** An error as the SDK throws it, named as the session names it. */
function awsError(name: string, message = "said by AWS"): Error {
  return Object.assign(new Error(message), { name, operation: "IAM: DoIt" });
}

const thing = defineResource({
  token: "aws:x/thing:Thing",
  title: "X Thing",
  inputs: {
    name: { type: "string", required: true, createOnly: true },
    path: { type: "string", default: "/", createOnly: true },
    policy: { type: "policyDocument", computed: true },
    tags: { type: "stringMap" },
  },
  identity: ["name"],
  computed: ["arn"],
  goneCodes: ["NoSuchEntity"],
  create: (_aws, { name }) => Promise.resolve(`id of ${name}`),
  read: (_aws, id) => Promise.resolve({ inputs: { name: id.slice(6) }, outputs: { arn: "arn:x" } }),
  delete: () => Promise.resolve(),
});
const inputs = { name: "n", path: "/", tags: { a: "1" } };

describe("a create", () => {
  it("tells id, inputs and what AWS chose", async () => {
    assert.deepEqual(await createResource(thing, aws, inputs), {
      id: "id of n",
      inputs,
      outputs: { ...inputs, arn: "arn:x", tagsAll: { a: "1" } },
    });
  });

  it("that AWS refuses tells the operation, the code and the resource", async () => {
    const refused: ResourceType = {
      ...thing,
      create: () => Promise.reject(awsError("LimitExceededException")),
    };
    await assert.rejects(createResource(refused, aws, inputs), {
      name: "Error",
      message: "creating X Thing (n): operation error IAM: DoIt, LimitExceeded: said by AWS",
    });
  });

  for (const [title, broken] of [
    ["fails after the resource is there", { settle: () => Promise.reject(awsError("InvalidTag")) }],
    ["finds nothing afterwards", { read: () => Promise.resolve(undefined) }],
  ] as const) {
    it(`that ${title} keeps the resource`, async () => {
      const error = await createResource({ ...thing, ...broken }, aws, inputs).catch(
        (caught: unknown) => caught,
      );
      assert.ok(error instanceof PartlyCreated);
      const { code, metadata } = serviceError(error);
      assert.equal(code, status.UNKNOWN);
      const [details] = metadata?.get("grpc-status-details-bin") ?? [];
      assert.ok(Buffer.isBuffer(details));
      const [any] = Status.deserializeBinary(details).getDetailsList();
      assert.equal(any?.getTypeName(), "pulumirpc.ErrorResourceInitFailed");
      const failed = ErrorResourceInitFailed.deserializeBinary(any.getValue_asU8());
      assert.equal(failed.getId(), "id of n");
      assert.deepEqual(failed.getInputs()?.toJavaScript(), inputs);
      assert.match(failed.getReasonsList()[0] ?? "", /^creating X Thing \(id of n\): /);
    });
  }

  it("that is refused carries no details", () => {
    assert.deepEqual(serviceError(new Error("no")).metadata?.get("grpc-status-details-bin"), []);
  });
});

describe("a preview", () => {
  it("of a create leaves unknown what AWS chooses", () => {
    assert.deepEqual(previewOfCreate(thing, inputs), {
      arn: unknown,
      policy: unknown,
      ...inputs,
      tagsAll: { a: "1" },
    });
  });

  it("of an update keeps what AWS chose and drops inputs that are gone", () => {
    const outputs = { ...inputs, arn: "arn:x", tagsAll: { a: "1" } };
    assert.deepEqual(previewOfUpdate(thing, outputs, { name: "n", path: "/" }), {
      arn: "arn:x",
      name: "n",
      path: "/",
      tagsAll: {},
    });
  });
});

describe("an update", () => {
  const live = { name: "n", path: "/", tags: { a: "0" } };
  const updated = async (olds: Values, news: Values) => {
    const asked: Values[] = [];
    const type: ResourceType = {
      ...thing,
      read: () => Promise.resolve({ inputs: live, outputs: {} }),
      update: (_aws, _id, _inputs, before) => {
        asked.push(before);
        return Promise.resolve();
      },
    };
    await updateResource(type, aws, "i", news, olds);
    return asked;
  };

  it("is told what was before", async () => {
    assert.deepEqual(await updated(inputs, { ...inputs, tags: { a: "2" } }), [inputs]);
  });

  it("without a change repairs what was left half made: what AWS has is what was before", async () => {
    assert.deepEqual(await updated(inputs, inputs), [live]);
  });
});

describe("a replacement", () => {
  it("under the same name deletes first", () => {
    assert.equal(diffResource(thing, inputs, { ...inputs, path: "/a/" }).deleteBeforeReplace, true);
  });
  it("of what AWS names itself makes the new one first", () => {
    const nameless: ResourceType = { ...thing, identity: [] };
    assert.equal(diffResource(nameless, inputs, { ...inputs, path: "/a/" }).deleteBeforeReplace, false);
  });
  it("under another name does not, nor does an update", () => {
    assert.equal(
      diffResource(thing, inputs, { ...inputs, name: "m", path: "/a/" }).deleteBeforeReplace,
      false,
    );
    assert.equal(diffResource(thing, inputs, { ...inputs, tags: {} }).deleteBeforeReplace, false);
  });
});

describe("a resource that is gone", () => {
  const gone: ResourceType = {
    ...thing,
    read: () => Promise.reject(awsError("NoSuchEntityException")),
    delete: () => Promise.reject(awsError("NoSuchEntityException")),
  };
  it("reads as nothing and is deleted without an error", async () => {
    assert.equal(await readResource(gone, aws, "id of n", inputs), undefined);
    await deleteResource(gone, aws, "id of n", inputs);
  });

  const refused: ResourceType = {
    ...thing,
    read: () => Promise.reject(awsError("AccessDenied")),
    delete: () => Promise.reject(awsError("DeleteConflictException")),
  };
  it("is not one that AWS refuses to show or to delete", async () => {
    await assert.rejects(
      readResource(refused, aws, "i", inputs),
      /^Error: reading X Thing \(i\): .*AccessDenied/,
    );
    await assert.rejects(
      deleteResource(refused, aws, "i", inputs),
      /deleting X Thing \(i\): .*DeleteConflict/,
    );
  });
});

describe("a call that AWS refuses for the moment", () => {
  const context = { commandName: "PutItCommand" };
  const failing = (error: Error, times: number) => {
    let calls = 0;
    const attempt = () => ((calls += 1) <= times ? Promise.reject(error) : Promise.resolve("done"));
    return { attempt, calls: () => calls };
  };
  const bare = (name: string, message: string) => Object.assign(new Error(message), { name });

  for (const error of [
    bare("OperationAborted", "conflicting"),
    bare("ConcurrentModificationException", "conflicting"),
    bare("MalformedPolicyDocumentException", 'Invalid principal in policy: "AWS":"x"'),
    bare("MalformedPolicy", "Invalid principal in policy"),
    bare("BadRequestException", "GuardDuty cannot assume the role r"),
    bare("InvalidCloudWatchLogsRoleArnException", "Access denied. Check the trust relationships"),
  ]) {
    it(`is tried again: ${error.name}`, async () => {
      const { attempt, calls } = failing(error, 2);
      assert.equal(await patiently("S3", context, attempt, [1, 1]), "done");
      assert.equal(calls(), 3);
    });
  }

  it("is given up after the last delay, with the operation's name", async () => {
    const { attempt, calls } = failing(bare("OperationAborted", "m"), 9);
    await assert.rejects(patiently("S3", context, attempt, [1, 1]), { operation: "S3: PutIt" });
    assert.equal(calls(), 3);
  });

  for (const error of [
    bare("MalformedPolicy", "Policy has invalid action"),
    bare("BadRequestException", "the S3 bucket b is not found"),
    bare("InvalidCloudWatchLogsRoleArnException", "must be an ARN"),
    bare("AccessDenied", "Access denied."),
  ]) {
    it(`is not tried again for another reason: ${error.name}`, async () => {
      const { attempt, calls } = failing(error, 1);
      await assert.rejects(patiently("S3", context, attempt, [1, 1]), { name: error.name });
      assert.equal(calls(), 1);
    });
  }
});

describe("a URN", () => {
  it("tells the type, below parents or not", () => {
    assert.equal(typeOfUrn("urn:pulumi:s::p::x:index:A$x:index:B$aws:iam/role:Role::n"), "aws:iam/role:Role");
    assert.equal(typeOfUrn("urn:pulumi:s::p::aws:iam/role:Role::n"), "aws:iam/role:Role");
  });
});
