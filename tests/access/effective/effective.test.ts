import assert from "node:assert/strict";
import { compareIntents } from "../../../access/effective/compareIntents";
import type { AccessFacts, NamedDocument, RoleFacts } from "../../../access/effective/facts";
import { listAccess } from "../../../access/effective/listAccess";
import { accessSentence } from "../../../access/render/accessSentence";
import {
  bucketArn,
  bucketPolicy,
  dropFacts,
  dropIntents,
  named,
  sourceAccount,
  uploaderArn,
  writerArn,
} from "./drop";

/**
 * What the documents of a whole drop allow together, and how that compares with what is meant.
 *
 * Not proved here: that single documents are read right (tests/access/prove, tests/access/evaluate).
 */

const marketing = { name: "marketing", account: "222222222222" };
const backup = { name: "backup", account: sourceAccount(1) };
const sources = [marketing, backup];
const intents = dropIntents(sources);
const good = dropFacts(sources);

/** The same facts with one role changed. */
function withRole(arn: string, change: (role: RoleFacts) => RoleFacts): AccessFacts {
  return { ...good, roles: good.roles.map((role) => (role.arn === arn ? change(role) : role)) };
}

/** The same facts with another bucket policy. */
function withBucketPolicy(policy: NamedDocument): AccessFacts {
  return { ...good, buckets: good.buckets.map((bucket) => ({ ...bucket, policy })) };
}

const sentences = (facts: AccessFacts): readonly string[] => listAccess(facts).map(accessSentence);

const statuses = (facts: AccessFacts) => compareIntents(facts, intents).intents.map(({ status }) => status);

describe("the list of access", () => {
  it("tells each way in as one sentence", () => {
    assert.deepEqual(sentences(good), [
      ...sources.flatMap(({ name, account }) => [
        `role/app/uploader of ${account} may put ${name}/* after assuming xput-${name}, only from o-abc1234567, only over TLS, only with TLS 1.2 or newer`,
        `the service ec2.amazonaws.com may put ${name}/* after assuming uploader, then xput-${name}, only from o-abc1234567, only over TLS, only with TLS 1.2 or newer`,
      ]),
      ...sources.flatMap(({ name, account }) => [
        `role/app/uploader of ${account} may make data keys with and decrypt with the key alias/acme-drop after assuming xput-${name}, only from o-abc1234567`,
        `the service ec2.amazonaws.com may make data keys with and decrypt with the key alias/acme-drop after assuming uploader, then xput-${name}, only from o-abc1234567`,
      ]),
    ]);
  });

  it("names the statements on the way, from the uploader to the key", () => {
    const [{ statements } = { statements: [] }] = listAccess(good);
    assert.deepEqual(
      statements.map(({ sid }) => sid),
      ["AllowAssumeWriter", "TrustUploaders", "AllowPut", "UseByWriters"],
    );
    assert.equal(statements[0]?.document, "policy xput-marketing of 222222222222");
  });

  it("does not list an uploader whose own account does not let it assume the role", () => {
    const facts = withRole(uploaderArn(marketing), (role) => ({ ...role, attached: [] }));
    assert.deepEqual([...new Set(listAccess(facts).map(({ hops }) => hops.at(-1)))], [writerArn(backup)]);
  });

  it("says so where the other account's side is not known", () => {
    const facts = {
      ...good,
      roles: good.roles.filter(({ arn }) => arn !== uploaderArn(marketing)),
      managedPolicies: [],
    };
    assert.match(
      sentences(facts).join("\n"),
      /role\/app\/uploader of 222222222222 may put .*the policies of arn:aws:iam::222222222222:role\/app\/uploader are not known/,
    );
  });

  it("says so where the key refuses", () => {
    const facts = {
      ...good,
      keys: good.keys.map((key) => ({
        ...key,
        policy: named("key", "resource", {
          Effect: "Allow",
          Principal: { AWS: "999999999999" },
          Action: "kms:*",
          Resource: "*",
        }),
      })),
    };
    assert.match(
      sentences(facts).join("\n"),
      /but cannot put with the bucket's key: it grants them no kms:GenerateDataKey/,
    );
  });

  it("lists a direct grant of the bucket policy, and not one that a Deny takes away", () => {
    const allow = {
      Sid: "Direct",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::333333333333:role/x" },
      Action: "s3:GetObject",
      Resource: `${bucketArn}/out/*`,
    };
    const deny = {
      Sid: "NoReads",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:Get*",
      Resource: `${bucketArn}/*`,
    };
    const told = (...statements: object[]) =>
      sentences(withBucketPolicy(named("bucket policy", "resource", ...statements))).join("\n");
    assert.match(told(allow), /role\/x of 333333333333 may get out\/\*/);
    assert.doesNotMatch(told(allow, deny), /333333333333/);
  });
});

describe("access against intent", () => {
  it("is proven for what the program writes", () => {
    const comparison = compareIntents(good, intents);
    assert.deepEqual(comparison.unintended, []);
    assert.deepEqual(comparison.undecided, []);
    assert.deepEqual(statuses(good), ["proven", "proven"]);
  });

  it("exceeds where a writer role reaches another prefix, and blames the statement", () => {
    const facts = withRole(writerArn(marketing), (role) => ({
      ...role,
      inline: [
        ...role.inline,
        named("role xput-marketing, inline more", "identity", {
          Sid: "TooMuch",
          Effect: "Allow",
          Action: "s3:PutObject",
          Resource: `${bucketArn}/back*`,
        }),
      ],
    }));
    const [first, second] = compareIntents(facts, intents).intents;
    assert.ok(first?.status === "exceeds");
    assert.equal(first.excesses[0]?.blame[0]?.sid, "TooMuch");
    assert.match(first.excesses[0].witness.resource, /^arn:aws:s3:::acme-drop\/back/);
    assert.deepEqual(first.excesses[0].path, [uploaderArn(marketing), writerArn(marketing), bucketArn]);
    assert.equal(second?.status, "proven");
  });

  it("exceeds where the bucket policy no longer demands TLS", () => {
    const allowNothing = named("bucket policy", "resource", {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:Delete*",
      Resource: `${bucketArn}/*`,
    });
    assert.deepEqual(statuses(withBucketPolicy(allowNothing)), ["exceeds", "exceeds"]);
  });

  it("exceeds where the trust takes a path instead of the role", () => {
    const facts = withRole(writerArn(backup), (role) => ({
      ...role,
      trust: named("trust policy of xput-backup", "trust", {
        Sid: "TrustPath",
        Effect: "Allow",
        Principal: { AWS: backup.account },
        Action: "sts:AssumeRole",
        Condition: {
          ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${backup.account}:role/app/*` },
          StringEquals: { "aws:PrincipalOrgID": "o-abc1234567" },
        },
      }),
    }));
    const [first, second] = compareIntents(facts, intents).intents;
    assert.equal(first?.status, "proven");
    assert.ok(second?.status === "exceeds");
    assert.equal(second.excesses[0]?.blame[0]?.sid, "TrustPath");
  });

  it("finds a role of the bucket's account that serves no intent", () => {
    const rogue: RoleFacts = {
      arn: "arn:aws:iam::111111111111:role/rogue",
      trust: named("trust policy of rogue", "trust", {
        Effect: "Allow",
        Principal: { AWS: "111111111111" },
        Action: "sts:AssumeRole",
      }),
      inline: [
        named("role rogue, inline", "identity", {
          Sid: "ReadAll",
          Effect: "Allow",
          Action: "s3:Get*",
          Resource: "*",
        }),
      ],
      attached: [],
    };
    const { unintended } = compareIntents({ ...good, roles: [...good.roles, rogue] }, intents);
    assert.deepEqual(
      unintended.map(({ subject, blame }) => [subject, blame[0]?.sid]),
      [[rogue.arn, "ReadAll"]],
    );
  });

  it("takes a boundary into account", () => {
    const bounded = (Resource: string): AccessFacts => ({
      ...withRole(writerArn(marketing), (role) => ({
        ...role,
        inline: [
          named("wide", "identity", {
            Effect: "Allow",
            Action: ["s3:PutObject", "s3:AbortMultipartUpload"],
            Resource: "*",
          }),
        ],
        boundary: "arn:aws:iam::111111111111:policy/boundary",
      })),
      managedPolicies: [
        ...good.managedPolicies,
        {
          arn: "arn:aws:iam::111111111111:policy/boundary",
          ...named("boundary", "identity", { Effect: "Allow", Action: "*", Resource }),
        },
      ],
    });
    assert.deepEqual(statuses(bounded("*")), ["exceeds", "proven"]);
    // The key is outside of this boundary: the put is not more than meant, but does not work either.
    assert.deepEqual(statuses(bounded(`${bucketArn}/marketing/*`)), ["missing", "proven"]);
  });

  it("finds a direct grant that is not meant, and takes one that is", () => {
    const direct = named(
      "bucket policy",
      "resource",
      ...bucketPolicy.document.statements.map(({ sid }) => ({
        Sid: sid,
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [bucketArn, `${bucketArn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      })),
      {
        Sid: "Direct",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::333333333333:role/x" },
        Action: "s3:PutObject",
        Resource: `${bucketArn}/x/*`,
      },
    );
    const facts = withBucketPolicy(direct);
    assert.deepEqual(
      compareIntents(facts, intents).unintended.map(({ blame }) => blame[0]?.sid),
      ["Direct"],
    );
    const meant = [
      ...intents,
      {
        name: "x",
        bucketArn,
        who: ["arn:aws:iam::333333333333:role/x"],
        actions: ["s3:PutObject"],
        prefixes: ["x/"],
        via: { kind: "direct" as const },
        assumeConditions: [],
        useConditions: [],
      },
    ];
    assert.deepEqual(compareIntents(facts, meant).unintended, []);
  });

  for (const [what, facts, step, reason] of [
    [
      "the uploader may not assume",
      withRole(uploaderArn(marketing), (role) => ({ ...role, attached: [] })),
      "assume the role",
      /no identity policy of arn:aws:iam::222222222222:role\/app\/uploader/,
    ],
    [
      "the role may not put",
      withRole(writerArn(marketing), (role) => ({ ...role, inline: [] })),
      "use the bucket",
      /no identity policy of arn:aws:iam::111111111111:role\/xput-marketing/,
    ],
    [
      "the key does not know the role",
      { ...good, keys: dropFacts([backup]).keys },
      "use the key",
      /no identity policy/,
    ],
  ] as const) {
    it(`is missing where ${what}, and says at which step`, () => {
      const [first] = compareIntents(facts, intents).intents;
      assert.ok(first?.status === "missing", JSON.stringify(first));
      assert.equal(first.missing[0]?.step, step);
      assert.match(first.missing[0].reason, reason);
    });
  }

  it("is missing where a Deny stands in the way, and names it", () => {
    const denying = named(
      "bucket policy",
      "resource",
      {
        Sid: "NoPuts",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: `${bucketArn}/marketing/*`,
      },
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [bucketArn, `${bucketArn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    );
    const [first] = compareIntents(withBucketPolicy(denying), intents).intents;
    assert.ok(first?.status === "missing");
    assert.deepEqual(
      first.missing[0]?.deniedBy.map(({ document, sid }) => [document, sid]),
      [["bucket policy", "NoPuts"]],
    );
  });
});
