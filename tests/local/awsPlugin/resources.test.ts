/**
 * What the types ask of AWS where no local AWS answers, on clients that only note what they are asked.
 *
 * Does not prove that AWS takes these calls.
 */
import type { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import type { KMS } from "@aws-sdk/client-kms";
import type { S3 } from "@aws-sdk/client-s3";
import type { SNS } from "@aws-sdk/client-sns";
import assert from "node:assert/strict";
import { bucket } from "../../../local/awsPlugin/resources/bucket";
import { key } from "../../../local/awsPlugin/resources/key";
import { logGroup } from "../../../local/awsPlugin/resources/logGroup";
import { topicSubscription } from "../../../local/awsPlugin/resources/topicSubscription";
import { fakeAws } from "./fakeAws";

type Asked = readonly [operation: string, input: unknown];

/** A client that notes every call; each answers what `answers` has for it, or is refused with it. */
function noting<Client>(answers: Readonly<Record<string, unknown>> = {}): {
  readonly client: () => Promise<Client>;
  readonly asked: Asked[];
} {
  const asked: Asked[] = [];
  const client = new Proxy(
    {},
    {
      get: (_target, operation: string) =>
        // A client that is awaited is asked whether it is a promise.
        operation === "then"
          ? undefined
          : (input: unknown) => {
              asked.push([operation, input]);
              const answer = answers[operation] ?? {};
              return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
            },
    },
  );
  return { client: () => Promise.resolve(client as Client), asked };
}

function refusal(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

describe("a key", () => {
  const gone = async (error: Error) => {
    const { client } = noting<KMS>({ scheduleKeyDeletion: error });
    await key.delete(fakeAws({ kms: client }), "k", {});
  };

  it("is scheduled for deletion with the program's window", async () => {
    const { client, asked } = noting<KMS>();
    await key.delete(fakeAws({ kms: client }), "k", { deletionWindowInDays: 7 });
    assert.deepEqual(asked, [["scheduleKeyDeletion", { KeyId: "k", PendingWindowInDays: 7 }]]);
  });

  it("whose deletion is scheduled already is no failure; one that is in use otherwise is", async () => {
    await gone(refusal("KMSInvalidStateException", "arn is pending deletion."));
    await assert.rejects(gone(refusal("KMSInvalidStateException", "arn is creating.")), /is creating/);
  });
});

describe("a log group", () => {
  const update = async (olds: Readonly<Record<string, string>>, news: Readonly<Record<string, string>>) => {
    const { client, asked } = noting<CloudWatchLogs>();
    const base = { name: "g", retentionInDays: 0 };
    await logGroup.update?.(fakeAws({ logs: client }), "g", { ...base, ...news }, { ...base, ...olds });
    return asked;
  };

  it("gets its key, another one, and none", async () => {
    assert.deepEqual(await update({}, { kmsKeyId: "arn:1" }), [
      ["associateKmsKey", { logGroupName: "g", kmsKeyId: "arn:1" }],
    ]);
    assert.deepEqual(await update({ kmsKeyId: "arn:1" }, { kmsKeyId: "arn:2" }), [
      ["associateKmsKey", { logGroupName: "g", kmsKeyId: "arn:2" }],
    ]);
    assert.deepEqual(await update({ kmsKeyId: "arn:1" }, {}), [
      ["disassociateKmsKey", { logGroupName: "g" }],
    ]);
  });
});

describe("a bucket", () => {
  it("is made in the namespace of the account, with object lock, by one call", async () => {
    const { client, asked } = noting<S3>();
    await bucket.create(fakeAws({ s3: client }), {
      bucket: "b-111122223333-eu-west-1-an",
      bucketNamespace: "account-regional",
      objectLockEnabled: true,
    });
    const request = {
      Bucket: "b-111122223333-eu-west-1-an",
      BucketNamespace: "account-regional",
      ObjectLockEnabledForBucket: true,
      CreateBucketConfiguration: { LocationConstraint: "eu-west-1" },
    };
    assert.deepEqual(asked, [["createBucket", request]]);
  });

  for (const [name, namespace] of [
    ["b-111122223333-eu-west-1-an", "account-regional"],
    ["b-111122223333-eu-west-1", "global"],
    ["b-an", "global"],
  ] as const) {
    it(`named ${name} is read as ${namespace}`, async () => {
      const { client } = noting<S3>();
      const live = await bucket.read(fakeAws({ s3: client }), name);
      assert.equal(live?.inputs["bucketNamespace"], namespace);
    });
  }

  it("with objects is told from one that may not be deleted for another reason", async () => {
    const remove = async (error: Error) => {
      const { client, asked } = noting<S3>({ deleteBucket: error });
      const message = await bucket.delete(fakeAws({ s3: client }), "b", { bucket: "b" }).then(
        () => "",
        (refused: unknown) => String(refused),
      );
      assert.deepEqual(asked, [["deleteBucket", { Bucket: "b" }]]);
      return message;
    };
    assert.match(await remove(refusal("BucketNotEmpty", "m")), /the bucket b still has .* forceDestroy/);
    assert.equal(await remove(refusal("AccessDenied", "m")), "AccessDenied: m");
  });
});

describe("a subscription", () => {
  const unsubscribe = async (message: string) => {
    const { client } = noting<SNS>({ unsubscribe: refusal("InvalidParameterException", message) });
    await topicSubscription.delete(fakeAws({ sns: client }), "s", {});
  };

  it("that nobody confirmed needs no removal", async () => {
    await unsubscribe("Cannot unsubscribe a subscription that is pending confirmation");
    await assert.rejects(unsubscribe("SubscriptionArn Reason: wrong"), /Reason: wrong/);
  });
});
