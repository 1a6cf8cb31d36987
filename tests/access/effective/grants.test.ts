import assert from "node:assert/strict";
import { compareIntents } from "../../../access/effective/compareIntents";
import type { AccessFacts, BlockPublicAccess } from "../../../access/effective/facts";
import type { Intent } from "../../../access/effective/intent";
import { listAccess } from "../../../access/effective/listAccess";
import { accessListText } from "../../../access/render/accessList";
import { allBlocked, named, nothingBlocked } from "./drop";
import {
  accessPoint,
  bucket,
  key,
  managed,
  meant,
  owner,
  put,
  role,
  stranger,
  uploader,
  world,
  writer,
  writerWith,
} from "./smallWorld";

/**
 * Who gets in by which documents, one row a case: what is listed, and how it compares with the intent.
 *
 * Rows stand in pairs: what takes the access away beside what leaves it. It does not prove that nothing is left out
 * (soundness.test.ts), nor single statements (tests/access/evaluate).
 */

type Row = readonly [what: string, facts: AccessFacts, lines: readonly string[]];

function lists(rows: readonly Row[]): void {
  for (const [what, facts, lines] of rows) {
    it(what, () => {
      const told = accessListText(listAccess(facts))
        .split("\n")
        .filter((line) => line.startsWith("  "))
        .map((line) => line.trim());
      assert.deepEqual(told, lines);
    });
  }
}

const onObjects = (statement: object) => ({ Sid: "S", Resource: `${bucket}/*`, ...statement });
const bucketPolicy = (...statements: readonly object[]) => named("bucket policy", "resource", ...statements);

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
  const line = "role/app/uploader of 222222222222 may put marketing/* through access point marketing";
  const assumed =
    "the service ec2.amazonaws.com may put marketing/* through access point marketing after assuming uploader";
  const elsewhere = { StringEquals: { "s3:DataAccessPointAccount": "999999999999" } };
  const byArn = (arn: string) => ({
    ...delegation,
    Condition: { StringEquals: { "s3:DataAccessPointArn": arn } },
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

describe("Block Public Access", () => {
  const everyone = onObjects({ Effect: "Allow", Principal: "*", Action: "s3:GetObject" });
  const account = onObjects({ Effect: "Allow", Principal: { AWS: stranger }, Action: "s3:PutObject" });
  const facts = (
    onBucket: Partial<BlockPublicAccess>,
    onAccount: Partial<BlockPublicAccess> = {},
    ...statements: readonly object[]
  ) =>
    world({
      bucketPolicy: bucketPolicy(...(statements.length === 0 ? [everyone, account] : statements)),
      bucket: { blockPublicAccess: { ...nothingBlocked, ...onBucket } },
      accounts: [{ account: owner, blockPublicAccess: { ...nothingBlocked, ...onAccount } }],
    });
  const assumed = `(the policies of ${stranger} are not known; they are taken to allow it)`;
  const open = ["everyone may get *", `role/x of 333333333333 may put *, ${assumed}`];
  const closed = ["every principal of 111111111111 may get *", "every AWS service may get *"];
  lists([
    ["off leaves everyone in", facts({}), open],
    ["that only refuses new public policies leaves everyone in", facts({ blockPublicPolicy: true }), open],
    ["that is about ACLs leaves everyone in", facts({ blockPublicAcls: true, ignorePublicAcls: true }), open],
    ["that restricts the bucket takes other accounts out", facts({ restrictPublicBuckets: true }), closed],
    [
      "that restricts the account takes other accounts out",
      facts({}, { restrictPublicBuckets: true }),
      closed,
    ],
    [
      "does not restrict a policy that is not public",
      facts({ restrictPublicBuckets: true }, {}, account),
      open.slice(1),
    ],
  ]);
});

describe("a boundary", () => {
  const boundary = `arn:aws:iam::${owner}:policy/boundary`;
  const wide = { ...put, Sid: "Wide", Action: "s3:*", Resource: "*" };
  const within = (...statements: readonly object[]): AccessFacts =>
    world({
      roles: [writerWith([wide], boundary)],
      managedPolicies: [managed(boundary, ...statements)],
    });
  const limit = (statement: object) => ({
    Sid: "Limit",
    Effect: "Allow",
    Action: "s3:PutObject",
    Resource: `${bucket}/marketing/*`,
    ...statement,
  });
  const tls = { Bool: { "aws:SecureTransport": "true" } };
  const via: Intent["via"] = { kind: "role", arn: writer };
  const secure = meant(via, {
    useConditions: [{ operator: "Bool", ifExists: false, key: "aws:SecureTransport", values: ["true"] }],
  });
  for (const [what, facts, intent, status] of [
    ["of one statement keeps the role within the intent", within(limit({})), meant(via), "proven"],
    [
      "that is wider than the intent does not",
      within(limit({ Resource: `${bucket}/*` })),
      meant(via),
      "exceeds",
    ],
    [
      "of two statements keeps it",
      within(limit({}), limit({ Sid: "Limit2", Resource: `${bucket}/marketing/in/*` })),
      meant(via),
      "proven",
    ],
    [
      "of two statements of which one is wider does not",
      within(limit({}), limit({ Sid: "Limit2", Action: "s3:GetObject" })),
      meant(via),
      "exceeds",
    ],
    ["with a condition keeps it", within(limit({ Condition: tls })), secure, "proven"],
    ["without the condition does not", within(limit({})), secure, "exceeds"],
    [
      "with NotAction keeps it",
      within(limit({ Action: undefined, NotAction: "s3:GetObject" }), {
        Sid: "No",
        Effect: "Deny",
        NotAction: "s3:PutObject",
        Resource: "*",
      }),
      meant(via),
      "proven",
    ],
    [
      "with NotAction does not keep it",
      within(limit({ Action: undefined, NotAction: "s3:GetObject" })),
      meant(via),
      "exceeds",
    ],
    [
      "that denies the rest keeps it",
      within(
        { Sid: "All", Effect: "Allow", Action: "*", Resource: "*" },
        { Sid: "Rest", Effect: "Deny", NotAction: "s3:PutObject", Resource: "*" },
        { Sid: "Rest2", Effect: "Deny", Action: "*", NotResource: `${bucket}/marketing/*` },
      ),
      meant(via),
      "proven",
    ],
    [
      "that is not known leaves it undecided",
      world({ roles: [writerWith([wide], boundary)] }),
      meant(via),
      "unknown",
    ],
    [
      "that is not known does not matter where the role's own policy is right",
      world({ roles: [writerWith([put], boundary)] }),
      meant(via),
      "proven",
    ],
  ] as const) {
    it(what, () => {
      const [result] = compareIntents(facts, [intent]).intents;
      assert.equal(result?.status, status, JSON.stringify(result));
    });
  }

  const line = "role/app/uploader of 222222222222 may put marketing/* after assuming writer";
  const assumption = `(the policies of ${uploader} are not known; they are taken to allow sts:AssumeRole)`;
  lists([
    ["narrows what is listed", within(limit({})), [`${line}, ${assumption}`]],
    [
      "that allows nothing here takes it off the list",
      within(limit({ Resource: "arn:aws:s3:::other/*" })),
      [],
    ],
    ["that shares no action takes it off the list", within(limit({ Action: "sqs:*" })), []],
  ]);
});

describe("a Deny of a role's own policies", () => {
  const deny = (statement: object) => ({
    Sid: "No",
    Effect: "Deny",
    Action: "s3:PutObject",
    Resource: "*",
    ...statement,
  });
  const assumption = `(the policies of ${uploader} are not known; they are taken to allow sts:AssumeRole)`;
  const line = "role/app/uploader of 222222222222 may put marketing/* after assuming writer";
  const denying = (...denies: readonly object[]) => world({ roles: [writerWith([put, ...denies])] });
  lists([
    ["takes away what it covers", denying(deny({})), []],
    [
      "leaves what is elsewhere",
      denying(deny({ Resource: `${bucket}/other/*` })),
      [`${line}, ${assumption}`],
    ],
    ["leaves other actions", denying(deny({ Action: "s3:GetObject" })), [`${line}, ${assumption}`]],
    [
      "takes a part away",
      denying(deny({ Resource: `${bucket}/marketing/no/*` })),
      [`${line}, not marketing/no/*, ${assumption}`],
    ],
    [
      "takes it away under a condition",
      denying(deny({ Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } } })),
      [`${line}, not if aws:SourceVpce StringNotEquals vpce-1, ${assumption}`],
    ],
    [
      "takes it away where its condition is known to hold",
      denying(deny({ Condition: { ArnLike: { "aws:PrincipalArn": `${writer}*` } } })),
      [],
    ],
    [
      "leaves it where its condition is known to fail",
      denying(deny({ Condition: { ArnNotLike: { "aws:PrincipalArn": `${writer}*` } } })),
      [`${line}, ${assumption}`],
    ],
    [
      "of assuming takes the way away",
      world({
        roles: [
          writerWith([put]),
          role(uploader, [
            deny({ Action: "sts:*" }),
            { Effect: "Allow", Action: "sts:AssumeRole", Resource: writer },
          ]),
        ],
      }),
      [],
    ],
    [
      "of assuming another role leaves the way",
      world({
        roles: [
          writerWith([put]),
          role(uploader, [
            deny({ Action: "sts:*", Resource: "arn:aws:iam::111111111111:role/other" }),
            { Effect: "Allow", Action: "sts:AssumeRole", Resource: writer },
          ]),
        ],
      }),
      [line, "the service ec2.amazonaws.com may put marketing/* after assuming uploader, then writer"],
    ],
  ]);
});

describe("a key", () => {
  const policy = (...statements: readonly object[]) => [
    {
      arn: key,
      aliases: ["alias/drop"],
      policy: named(
        "key policy",
        "resource",
        ...statements.map((statement) => ({
          Sid: "Use",
          Effect: "Allow",
          Action: "kms:Decrypt",
          Resource: "*",
          ...statement,
        })),
      ),
    },
  ];
  const encrypted = { encryption: { kind: "kms" as const, keyArn: key, bucketKey: true } };
  const delegation = { Sid: "Administer", Principal: { AWS: owner }, Action: "kms:*" };
  const reader = `arn:aws:iam::${owner}:role/reader`;
  const decrypt = { Sid: "Decrypt", Effect: "Allow", Action: "kms:Decrypt", Resource: key };
  const unknown = (what: string) => `(the policies of ${what} not known; they are taken to allow it)`;
  const facts = (keys: AccessFacts["keys"], roles: AccessFacts["roles"] = []) =>
    world({ bucket: encrypted, keys, roles });
  lists([
    [
      "that names a role of another account is open to it",
      facts(policy({ Principal: { AWS: stranger } })),
      [`role/x of 333333333333 may decrypt with the key alias/drop, ${unknown(`${stranger} are`)}`],
    ],
    [
      "that names another account is open to it",
      facts(policy({ Principal: { AWS: "333333333333" } })),
      [
        `every principal of 333333333333 may decrypt with the key alias/drop, ${unknown("account 333333333333 are").replace("are not", "are not all")}`,
      ],
    ],
    [
      "that names everyone is open to them",
      facts(policy({ Principal: "*" })),
      ["everyone may decrypt with the key alias/drop"],
    ],
    [
      "that names its own account is open to nobody by that alone",
      facts(policy(delegation), [role(reader, [])]),
      [],
    ],
    [
      "that names its own account is open to those whose policies allow it",
      facts(policy(delegation), [role(reader, [decrypt])]),
      ["the service ec2.amazonaws.com may decrypt with the key alias/drop after assuming reader"],
    ],
    [
      "that does not name its own account is not open to them",
      facts(policy({ Principal: { AWS: writer } }), [role(reader, [decrypt])]),
      [`role/writer of ${owner} may decrypt with the key alias/drop`],
    ],
    [
      "is not open by a policy for another key",
      facts(policy(delegation), [role(reader, [{ ...decrypt, Resource: `${key}2` }])]),
      [],
    ],
    [
      "is not open through a Deny of the role",
      facts(policy(delegation), [role(reader, [decrypt, { ...decrypt, Sid: "No", Effect: "Deny" }])]),
      [],
    ],
  ]);

  const use = { Sid: "Writers", Principal: { AWS: writer }, Action: ["kms:GenerateDataKey", "kms:Decrypt"] };
  const via: Intent["via"] = { kind: "role", arn: writer };
  const compared = (keys: AccessFacts["keys"], more: AccessFacts["roles"] = []) =>
    compareIntents(facts(keys, [writerWith([put]), ...more]), [meant(via)]);
  const blamed = ({ unintended }: ReturnType<typeof compared>) =>
    unintended.map(({ witness, blame }) => [witness.action, ...blame.map(({ sid }) => sid)]);

  it("that serves the writer as meant is proven", () => {
    const comparison = compared(policy(delegation, use));
    assert.equal(comparison.intents[0]?.status, "proven", JSON.stringify(comparison));
    assert.deepEqual([comparison.unintended, comparison.undecided], [[], []]);
  });

  it("that lets the writer do more exceeds its intent", () => {
    const [result] = compared(
      policy(use, { ...use, Sid: "More", Action: "kms:ScheduleKeyDeletion" }),
    ).intents;
    assert.ok(result?.status === "exceeds", JSON.stringify(result));
    assert.deepEqual(
      result.excesses[0]?.blame.map(({ sid }) => sid),
      ["More"],
    );
  });

  for (const [what, keys, roles, expected] of [
    ["another account", policy(use, { Principal: { AWS: "333333333333" } }), [], [["kms:Decrypt", "Use"]]],
    ["everyone", policy(use, { Principal: "*" }), [], [["kms:Decrypt", "Use"]]],
    [
      "a service",
      policy(use, { Principal: { Service: "logs.amazonaws.com" } }),
      [],
      [["kms:Decrypt", "Use"]],
    ],
    [
      "a role of its account by its policies",
      policy(delegation, use),
      [role(reader, [decrypt])],
      [["kms:Decrypt", "Decrypt", "Administer"]],
    ],
    ["no role of its account without delegation", policy(use), [role(reader, [decrypt])], []],
  ] as const) {
    it(`that serves ${what} is told as what no intent means`, () => {
      assert.deepEqual(blamed(compared(keys, roles)), expected);
    });
  }
});

describe("reading", () => {
  const get = onObjects({ Effect: "Allow", Principal: "*", Action: ["s3:GetObject"] });
  const list = {
    Sid: "L",
    Effect: "Allow",
    Principal: { AWS: "333333333333" },
    Action: "s3:ListBucket",
    Resource: bucket,
  };
  const account = "(the policies of account 333333333333 are not all known; they are taken to allow it)";
  lists([
    [
      "by everyone, and listing by another account, is told",
      world({ bucketPolicy: bucketPolicy(get, list) }),
      ["everyone may get *", `every principal of 333333333333 may list the bucket drop, ${account}`],
    ],
    [
      "that is denied is not",
      world({
        bucketPolicy: bucketPolicy(
          get,
          list,
          onObjects({ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: [bucket, `${bucket}/*`] }),
        ),
      }),
      [],
    ],
  ]);
});

describe("a role that serves two intents", () => {
  const other = "arn:aws:iam::333333333333:role/y";
  const both = role(writer, [{ ...put, Resource: [`${bucket}/marketing/*`, `${bucket}/y/*`] }], {
    trust: { Effect: "Allow", Principal: { AWS: [uploader, other] } },
  });
  const via: Intent["via"] = { kind: "role", arn: writer };
  const statuses = (...intents: readonly Intent[]) =>
    compareIntents(world({ roles: [both] }), intents).intents.map(({ status }) => status);

  it("lets each do what the other means", () => {
    assert.deepEqual(statuses(meant(via), meant(via, { name: "y", who: [other], prefixes: ["y/"] })), [
      "exceeds",
      "exceeds",
    ]);
  });

  it("is right where both mean the same", () => {
    const prefixes = ["marketing/", "y/"];
    assert.deepEqual(statuses(meant(via, { prefixes }), meant(via, { name: "y", who: [other], prefixes })), [
      "proven",
      "proven",
    ]);
  });
});

describe("a policy that is attached and not known", () => {
  const attached = [`arn:aws:iam::${owner}:policy/unknown`];
  const via: Intent["via"] = { kind: "role", arn: writer };

  it("leaves the intent undecided", () => {
    const facts = world({ roles: [{ ...writerWith([put]), attached }] });
    const [result] = compareIntents(facts, [meant(via)]).intents;
    assert.ok(result?.status === "unknown", JSON.stringify(result));
    assert.match(result.reasons[0] ?? "", /policy\/unknown is attached to it and not known/);
  });

  it("is proven when it is known and allows nothing here", () => {
    const facts = world({
      roles: [{ ...writerWith([put]), attached }],
      managedPolicies: [managed(attached[0] ?? "", { Effect: "Allow", Action: "sqs:*", Resource: "*" })],
    });
    assert.equal(compareIntents(facts, [meant(via)]).intents[0]?.status, "proven");
  });
});
