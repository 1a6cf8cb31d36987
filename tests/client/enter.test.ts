/**
 * What is asked of STS for each way in, on the wire, and what comes of its answers. STS is played: that AWS gives a
 * session for these requests is not proven here; tests/engine/putCommand.test.ts decides them on stored documents.
 */
import assert from "node:assert/strict";
import { STSClient } from "@aws-sdk/client-sts";
import { callerAccount } from "../../client/callerAccount";
import { enter, type Entrance } from "../../client/enter";
import { withSecondFactor } from "../../client/secondFactor";
import {
  playAws,
  playedSession,
  stsAnswer,
  stsError,
  type PlayedAnswer,
  type PlayedAws,
  type ReceivedRequest,
} from "../support/playedAws";

const roleArn = "arn:aws:iam::111111111111:role/xput-marketing";
const secret = "long-term-secret";

describe("the ways in", () => {
  let aws: PlayedAws;
  let sts: STSClient;

  async function play(answer?: (request: ReceivedRequest) => PlayedAnswer | undefined): Promise<void> {
    aws = await playAws(answer);
    sts = new STSClient({
      region: "eu-west-1",
      endpoint: aws.endpoint,
      maxAttempts: 1,
      credentials: { accessKeyId: "AKIAPLAYED", secretAccessKey: secret },
    });
  }
  afterEach(() => {
    sts.destroy();
    aws.close();
  });

  const fields = () => aws.requests.map(({ fields: { Version, ...asked } }) => ({ ...asked, Version }));
  const Version = "2011-06-15";
  const assume = { Action: "AssumeRole", Version, RoleArn: roleArn, RoleSessionName: "xput" };

  const rows: readonly (readonly [what: string, entrance: Entrance, asked: readonly object[]])[] = [
    ["nothing, to put directly", { kind: "direct" }, []],
    ["a session for an hour, AWS's default", { kind: "role", roleArn }, [assume]],
    [
      "a session with external id and length",
      { kind: "role", roleArn, externalId: "issued-1", durationSeconds: 7_200 },
      [{ ...assume, ExternalId: "issued-1", DurationSeconds: "7200" }],
    ],
    [
      "a session tagged with the account that STS says the caller is of",
      { kind: "role", roleArn, accountTag: "xput-account" },
      [
        { Action: "GetCallerIdentity", Version },
        { ...assume, "Tags.member.1.Key": "xput-account", "Tags.member.1.Value": "222222222222" },
      ],
    ],
    [
      "a session for a token",
      { kind: "webIdentity", roleArn, token: "a.b.c", durationSeconds: 3_600 },
      [
        {
          ...assume,
          Action: "AssumeRoleWithWebIdentity",
          WebIdentityToken: "a.b.c",
          DurationSeconds: "3600",
        },
      ],
    ],
  ];
  for (const [what, entrance, asked] of rows) {
    it(`asks for ${what}`, async () => {
      await play();
      const session = await enter(sts, entrance);
      assert.deepEqual(fields(), asked);
      assert.deepEqual(session, entrance.kind === "direct" ? undefined : playedSession);
      assert.ok(!JSON.stringify(aws.requests).includes(secret));
    });
  }

  it("does not sign for a token, which needs no keys", async () => {
    await play();
    await enter(sts, { kind: "webIdentity", roleArn, token: "a.b.c" });
    await enter(sts, { kind: "role", roleArn });
    assert.equal(aws.requests[0]?.headers.authorization, undefined);
    assert.match(aws.requests[1]?.headers.authorization ?? "", /^AWS4-HMAC-SHA256 Credential=AKIAPLAYED\//);
  });

  it("asks for a second factor with device and code", async () => {
    await play();
    const device = { serialNumber: "arn:aws:iam::222222222222:mfa/alice", code: "123456" };
    assert.deepEqual(await withSecondFactor(sts, device), playedSession);
    assert.deepEqual(fields(), [
      { Action: "GetSessionToken", Version, SerialNumber: device.serialNumber, TokenCode: "123456" },
    ]);
  });

  it("gives STS's refusal as it is", async () => {
    await play(() => stsError(403, "AccessDenied", "is not authorized to perform: sts:AssumeRole"));
    await assert.rejects(enter(sts, { kind: "role", roleArn }), {
      name: "AccessDenied",
      message: "is not authorized to perform: sts:AssumeRole",
    });
  });

  it("assumes nothing where STS does not say the caller's account", async () => {
    await play(({ fields: { Action = "" } }) => ({
      ...stsAnswer(Action),
      body: `<${Action}Response><${Action}Result></${Action}Result></${Action}Response>`,
    }));
    await assert.rejects(callerAccount(sts), /GetCallerIdentity without an account/);
    await assert.rejects(
      enter(sts, { kind: "role", roleArn, accountTag: "xput-account" }),
      /without an account/,
    );
    assert.ok(aws.requests.every(({ fields: { Action } }) => Action === "GetCallerIdentity"));
  });

  for (const missing of ["accessKeyId", "secretAccessKey", "sessionToken"] as const) {
    it(`does not go on with credentials that have no ${missing}, and says none of the others`, async () => {
      const { [missing]: left, ...others } = playedSession;
      await play(({ fields: { Action = "" } }) => stsAnswer(Action, others));
      await assert.rejects(enter(sts, { kind: "role", roleArn }), (error: Error) => {
        assert.equal(error.message, `STS answered AssumeRole of ${roleArn} without credentials`);
        return !error.message.includes(left);
      });
    });
  }
});
