import assert from "node:assert/strict";
import { compareIntents } from "../../../access/effective/compareIntents";
import type { AccessFacts, BlockPublicAccess } from "../../../access/effective/facts";
import { shownByText } from "../../../access/effective/shownByText";
import { worldOf } from "../../../access/effective/world";
import type { Intent } from "../../../access/effective/intent";
import { allBlocked, named, nothingBlocked } from "./drop";
import {
  accessPoint,
  bucket,
  bucketPolicy,
  lists,
  meant,
  onObjects,
  owner,
  put,
  role,
  uploader,
  world,
  writer,
  writerWith,
} from "./smallWorld";

/**
 * Requests through an access point: what both policies let through, and how it compares with the intent.
 *
 * Rows stand in pairs: what takes access away beside what leaves it. Not proved here: that nothing is left out
 * (soundness.test.ts), and what single statements mean (tests/access/evaluate).
 */

describe("an access point", () => {
  const delegation = onObjects({
    Sid: "Delegate",
    Effect: "Allow",
    Principal: "*",
    Action: "*",
    Resource: [bucket, `${bucket}/*`],
    Condition: { StringEquals: { "s3:DataAccessPointAccount": owner } },
  });
  const allow = {
    Sid: "PutHere",
    Effect: "Allow",
    Principal: { AWS: uploader },
    Action: "s3:PutObject",
    Resource: `${accessPoint}/object/marketing/*`,
  };
  const own = { ...put, Resource: `${accessPoint}/object/marketing/*` };
  const through = (change: {
    bucketStatements?: readonly object[];
    statements?: readonly object[];
    identity?: readonly object[];
    blocks?: BlockPublicAccess;
  }): AccessFacts =>
    world({
      bucketPolicy: bucketPolicy(...(change.bucketStatements ?? [delegation])),
      accessPoints: [
        {
          arn: accessPoint,
          bucketArn: bucket,
          policy: named("access point policy", "resource", ...(change.statements ?? [allow])),
          blockPublicAccess: change.blocks ?? nothingBlocked,
        },
      ],
      roles: [role(uploader, change.identity ?? [own])],
    });
  const session = `arn:aws:sts::${owner}:assumed-role/writer/one`;
  const point = { arn: accessPoint, bucketArn: bucket, blockPublicAccess: nothingBlocked };
  const line = "role/app/uploader of 222222222222 may put marketing/* through access point marketing";
  const assumed =
    "the service ec2.amazonaws.com may put marketing/* through access point marketing after assuming uploader";
  const elsewhere = { StringEquals: { "s3:DataAccessPointAccount": "999999999999" } };
  const byArn = (arn: string) => ({
    ...delegation,
    Condition: { StringEquals: { "s3:DataAccessPointArn": arn } },
  });

  it("is asked about the prefixes that it shares with the bucket's statement, however many that names", () => {
    const patternsWith = (others: number): number => {
      const below = ["marketing", ...Array.from({ length: others }, (_, index) => `s${index}`)];
      const facts = through({
        bucketStatements: [{ ...delegation, Resource: below.map((name) => `${bucket}/${name}/*`) }],
      });
      return facts.buckets
        .flatMap(worldOf(facts).accessPointGrants)
        .flatMap(({ allows }) => allows.flatMap(({ statement }) => statement.resource?.patterns ?? []))
        .length;
    };
    assert.ok(patternsWith(0) > 0);
    assert.equal(patternsWith(500), patternsWith(0));
  });

  it("needs no prover where its Deny says of its objects what is meant of more, and one where it says less", () => {
    const denyHeader = (resource: string | readonly string[]) => ({
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutObject",
      Resource: resource,
      Condition: { Null: { "s3:x-amz-acl": "false" } },
    });
    const shown = (denied: string): boolean => {
      const facts = through({ bucketStatements: [delegation, denyHeader(denied)] });
      const [grant = assert.fail()] = facts.buckets
        .flatMap(worldOf(facts).accessPointGrants)
        .filter(({ who }) => who.kind === "identity" && who.arn === uploader);
      const { document } = named(
        "what is meant",
        "identity",
        { Effect: "Allow", Action: "s3:PutObject", Resource: `${accessPoint}/object/marketing/*` },
        { ...denyHeader([accessPoint, `${accessPoint}/object/*`]), Principal: undefined },
      );
      return shownByText(grant, document);
    };
    assert.equal(shown(`${bucket}/*`), true);
    assert.equal(shown(`${bucket}/marketing/in/*`), false);
  });

  lists([
    ["leads in where the bucket delegates to its account", through({}), [line, assumed]],
    [
      "leads nowhere where the bucket delegates to another account",
      through({ bucketStatements: [{ ...delegation, Condition: elsewhere }] }),
      [],
    ],
    [
      "leads in where the bucket delegates to it by its ARN",
      through({ bucketStatements: [byArn(accessPoint)] }),
      [line, assumed],
    ],
    [
      "leads nowhere where the bucket delegates to another one",
      through({ bucketStatements: [byArn(`${accessPoint}-2`)] }),
      [],
    ],
    [
      "leads nowhere where its own policy allows something else",
      through({ statements: [{ ...allow, Resource: `${accessPoint}/object/other/*` }] }),
      [],
    ],
    ["leads nowhere where the caller's own account does not allow it", through({ identity: [put] }), []],
    [
      "leads in to what both policies allow",
      through({ bucketStatements: [{ ...delegation, Resource: `${bucket}/marketing/in/*` }] }),
      [line, assumed].map((text) => text.replace("marketing/*", "marketing/in/*")),
    ],
    [
      "is closed by a Deny of the bucket",
      through({
        bucketStatements: [delegation, onObjects({ Effect: "Deny", Principal: "*", Action: "s3:Put*" })],
      }),
      [],
    ],
    [
      "is not closed by a Deny of what comes without an access point",
      through({
        bucketStatements: [
          delegation,
          onObjects({
            Effect: "Deny",
            Principal: "*",
            Action: "s3:Put*",
            Condition: { Null: { "s3:DataAccessPointArn": "true" } },
          }),
        ],
      }),
      [line, assumed],
    ],
    [
      "is public where both policies are",
      through({
        bucketStatements: [onObjects({ Effect: "Allow", Principal: "*", Action: "s3:GetObject" })],
        statements: [{ ...allow, Principal: "*", Action: "s3:GetObject" }],
      }),
      ["everyone may get *", "everyone may get marketing/* through access point marketing"],
    ],
    [
      "leads a session in that the bucket names, where its own policy names the role",
      world({
        bucketPolicy: bucketPolicy({
          ...delegation,
          Condition: {},
          Action: "s3:PutObject",
          Principal: { AWS: session },
        }),
        accessPoints: [
          {
            ...point,
            policy: named("access point policy", "resource", { ...allow, Principal: { AWS: writer } }),
          },
        ],
        roles: [writerWith([])],
      }),
      [
        "assumed-role/writer/one of 111111111111 may put *",
        "assumed-role/writer/one of 111111111111 may put marketing/* through access point marketing",
      ],
    ],
    [
      "is not public where RestrictPublicBuckets is on for it",
      through({
        statements: [{ ...allow, Principal: "*" }],
        blocks: allBlocked,
      }),
      [
        "every principal of 111111111111 may put marketing/* through access point marketing",
        "every AWS service may put marketing/* through access point marketing",
      ],
    ],
  ]);

  const via: Intent["via"] = { kind: "accessPoint", arn: accessPoint };
  for (const [what, facts, intent, status] of [
    ["proven for what is meant", through({}), meant(via), "proven"],
    [
      "proven for what is meant of the whole bucket",
      through({}),
      meant(via, { prefixes: ["marketing/"] }),
      "proven",
    ],
    ["too much for another prefix", through({}), meant(via, { prefixes: ["marketing/in/"] }), "exceeds"],
    [
      "missing without delegation",
      through({ bucketStatements: [{ ...delegation, Condition: elsewhere }] }),
      meant(via),
      "missing",
    ],
    ["missing without a policy of the caller", through({ identity: [put] }), meant(via), "missing"],
    ["not what is meant of the bucket itself", through({}), meant({ kind: "direct" }), "missing"],
  ] as const) {
    it(`is ${what}`, () => {
      const { intents } = compareIntents(facts, [intent]);
      assert.equal(intents[0]?.status, status, JSON.stringify(intents));
    });
  }

  it("names the side that refuses", () => {
    const steps = [
      through({ statements: [{ ...allow, Action: "s3:GetObject" }] }),
      through({ bucketStatements: [byArn(`${accessPoint}-2`)] }),
    ].map((facts) => {
      const [result] = compareIntents(facts, [meant(via)]).intents;
      assert.ok(result?.status === "missing");
      return [result.missing[0]?.step, result.missing[0]?.reason];
    });
    assert.deepEqual(steps, [
      ["use the access point", "no statement of access point policy allows it"],
      ["use the bucket", "no statement of bucket policy allows it"],
    ]);
  });
});
