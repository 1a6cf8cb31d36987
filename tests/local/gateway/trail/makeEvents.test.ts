/**
 * Which events a request makes, in which accounts, and what stands in them.
 *
 * Does not prove: that the gateway hands every outcome to it, which tests/engine/gateway does.
 */
import assert from "node:assert/strict";
import { makeEvents } from "../../../../local/gateway/trail/makeEvents";
import { makeKeyEvents } from "../../../../local/gateway/trail/makeKeyEvents";
import { call, denied, outcome, owner, putNeed, source, uploader } from "./calls";

const keyNeed = {
  action: "kms:GenerateDataKey",
  resource: `arn:aws:kms:eu-west-1:${owner}:key/k`,
  resourceAccount: owner,
  context: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::acme/in/a" },
  policyOf: { kind: "key", account: owner, keyId: "k" },
} as const;

describe("makeEvents", () => {
  it("writes the caller's event of a put with every member that CloudTrail has", () => {
    const [event] = makeEvents(outcome());
    const { eventID, sharedEventID, ...rest } = event ?? assert.fail("no event");
    assert.match(eventID, /^[0-9a-f-]{36}$/);
    assert.match(sharedEventID ?? "", /^[0-9a-f-]{36}$/);
    assert.deepEqual(rest, {
      eventVersion: "1.11",
      userIdentity: {
        type: "AssumedRole",
        principalId: "AROAUPLOADER:batch-7",
        arn: `arn:aws:sts::${source}:assumed-role/uploader/batch-7`,
        accountId: source,
        accessKeyId: "ASIAUPLOADER",
        sessionContext: {
          sessionIssuer: {
            type: "Role",
            principalId: "AROAUPLOADER",
            arn: `arn:aws:iam::${source}:role/app/uploader`,
            accountId: source,
            userName: "uploader",
          },
          attributes: { creationDate: "2026-01-31T09:59:58Z", mfaAuthenticated: "false" },
        },
      },
      eventTime: "2026-01-31T10:00:00Z",
      eventSource: "s3.amazonaws.com",
      eventName: "PutObject",
      awsRegion: "eu-west-1",
      sourceIPAddress: "203.0.113.7",
      userAgent: "[test]",
      requestParameters: { bucketName: "acme", Host: "acme.s3.eu-west-1.amazonaws.com", key: "in/a" },
      responseElements: null,
      additionalEventData: {
        SignatureVersion: "SigV4",
        CipherSuite: "TLS_AES_128_GCM_SHA256",
        bytesTransferredIn: 0,
        AuthenticationMethod: "AuthHeader",
        "x-amz-id-2": "REQUEST",
      },
      requestID: "REQUEST",
      readOnly: false,
      resources: [
        { type: "AWS::S3::Object", ARN: "arn:aws:s3:::acme/in/a" },
        { accountId: owner, type: "AWS::S3::Bucket", ARN: "arn:aws:s3:::acme" },
      ],
      eventType: "AwsApiCall",
      managementEvent: false,
      recipientAccountId: source,
      eventCategory: "Data",
      tlsDetails: {
        tlsVersion: "TLSv1.3",
        cipherSuite: "TLS_AES_128_GCM_SHA256",
        clientProvidedHostHeader: "acme.s3.eu-west-1.amazonaws.com",
      },
    });
  });

  const root = { kind: "root", account: owner, accessKeyId: owner } as const;
  const user = {
    kind: "user",
    account: owner,
    accessKeyId: "AKIAALICE",
    userName: "alice",
    arn: `arn:aws:iam::${owner}:user/people/alice`,
    userId: "AIDAALICE",
  } as const;

  it("tells every kind of caller as its own account sees it", () => {
    const identityOf = (caller: Parameters<typeof outcome>[0] & object) =>
      makeEvents(outcome(caller))[0]?.userIdentity;
    assert.deepEqual(identityOf({ caller: root }), {
      type: "Root",
      principalId: owner,
      arn: `arn:aws:iam::${owner}:root`,
      accountId: owner,
      accessKeyId: owner,
    });
    assert.deepEqual(identityOf({ caller: user }), {
      type: "IAMUser",
      principalId: "AIDAALICE",
      arn: `arn:aws:iam::${owner}:user/people/alice`,
      accountId: owner,
      accessKeyId: "AKIAALICE",
      userName: "alice",
    });
    const sourced = identityOf({ caller: { ...uploader, sourceIdentity: "alice" } });
    assert.equal(sourced?.sessionContext?.["sourceIdentity"], "alice");
    assert.deepEqual(identityOf({ caller: { kind: "anonymous" } }), {
      type: "AWSAccount",
      principalId: "",
      accountId: "anonymous",
    });
  });

  it("goes to the accounts that AWS sends it to", () => {
    const accounts = (parts: Parameters<typeof outcome>[0]) =>
      makeEvents(outcome(parts)).map(({ recipientAccountId }) => recipientAccountId);
    const roleNeed = { ...putNeed, action: "sts:AssumeRole", resource: `arn:aws:iam::${owner}:role/w` };
    const assume = call({ service: "sts", operation: "AssumeRole", parameters: {} });
    assert.deepEqual(accounts({}), [source, owner], "a put across accounts");
    assert.deepEqual(accounts(denied), [source, owner], "a denied one");
    assert.deepEqual(accounts({ caller: root }), [owner], "one's own");
    assert.deepEqual(accounts({ caller: { kind: "anonymous" } }), [owner], "an anonymous one");
    assert.deepEqual(accounts({ call: assume, needs: [roleNeed] }), [source, owner], "a session");
    assert.deepEqual(accounts({ call: assume, needs: [roleNeed], ...denied }), [source], "a denied session");
    assert.deepEqual(accounts({ needs: [] }), [source], "what nothing is known of");
    assert.deepEqual(accounts({ call: call({ service: "other" }) }), [], "an unknown service");
  });

  it("tells a denied caller of another account nothing of the owner, and one of the same account all", () => {
    const bucketAccount = (parts: Parameters<typeof outcome>[0]) =>
      makeEvents(outcome(parts)).map(({ resources }) => resources?.[1]?.accountId);
    assert.deepEqual(bucketAccount(denied), ["", owner]);
    assert.deepEqual(bucketAccount({ ...denied, caller: user }), [owner]);
    assert.deepEqual(bucketAccount({}), [owner, owner]);
  });

  it("names errors as CloudTrail does", () => {
    const codeOf = (parts: Parameters<typeof outcome>[0]) => makeEvents(outcome(parts))[0]?.errorCode;
    const json = { httpStatus: 400, code: "AccessDeniedException", message: "no" };
    assert.equal(codeOf({ httpStatus: 400, error: json }), "AccessDenied");
    assert.equal(codeOf({ httpStatus: 404 }), "NoSuchKey");
    assert.equal(codeOf({ httpStatus: 412 }), "PreconditionFailed");
    assert.equal(codeOf({}), undefined);
  });

  it("keeps what a session was, without what it can be used with", () => {
    const [event] = makeEvents(
      outcome({
        call: call({
          service: "sts",
          operation: "AssumeRole",
          parameters: {
            Action: "AssumeRole",
            RoleArn: "r",
            ExternalId: "e",
            "Tags.member.1.Key": "team",
            "Tags.member.1.Value": "a",
          },
        }),
        response: {
          credentials: { accessKeyId: "ASIA", secretAccessKey: "S", sessionToken: "T", expiration: "x" },
          assumedRoleUser: { arn: "a" },
        },
      }),
    );
    assert.deepEqual(event?.requestParameters, {
      roleArn: "r",
      externalId: "e",
      tags: [{ key: "team", value: "a" }],
    });
    assert.deepEqual(event.responseElements, {
      credentials: { accessKeyId: "ASIA", expiration: "x" },
      assumedRoleUser: { arn: "a" },
    });
    assert.equal(event.readOnly, true);
  });

  it("leaves out what KMS encrypts", () => {
    const parameters = { KeyId: "k", Plaintext: "secret", EncryptionContext: { tenant: "acme" } };
    const [event] = makeEvents(outcome({ call: call({ service: "kms", operation: "Encrypt", parameters }) }));
    assert.deepEqual(event?.requestParameters, { keyId: "k", encryptionContext: { tenant: "acme" } });
  });

  it("tells no TLS where a test plays none", () => {
    const headers = { host: "h", "x-xput-tls": "none", "x-xput-source-vpce": "vpce-1" };
    const [event] = makeEvents(outcome({ call: call({ headers }) }));
    assert.equal(event?.tlsDetails, undefined);
    assert.equal(event?.vpcEndpointId, "vpce-1");
  });
});

describe("makeKeyEvents", () => {
  it("writes what S3 asked of KMS, in the accounts of caller and key", () => {
    const events = makeKeyEvents(outcome({ needs: [putNeed, keyNeed] }));
    assert.deepEqual(
      events.map((event) => [event.recipientAccountId, event.eventName, event.sourceIPAddress]),
      [
        [source, "GenerateDataKey", "AWS Internal"],
        [owner, "GenerateDataKey", "AWS Internal"],
      ],
    );
    assert.deepEqual(events[0]?.requestParameters, {
      keyId: keyNeed.resource,
      encryptionContext: { "aws:s3:arn": "arn:aws:s3:::acme/in/a" },
    });
    assert.deepEqual(makeKeyEvents(outcome()), [], "a put that needs no key");
  });

  it("writes what KMS refused with the caller only", () => {
    const events = makeKeyEvents(outcome({ needs: [putNeed, keyNeed], ...denied }));
    assert.deepEqual(
      events.map((event) => [event.recipientAccountId, event.errorCode]),
      [[source, "AccessDenied"]],
    );
  });
});
