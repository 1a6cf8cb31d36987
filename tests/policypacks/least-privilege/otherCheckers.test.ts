/**
 * Proves: every rule that docs/other-checkers.md names exists, is on or off as it says, and finds a resource that does wrong
 * what its entry is about; and no rule is missing there. Not that the ids of other checkers are complete or still the same.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  bucket,
  bucketPolicy,
  key,
  ofBucket,
  otherAccount,
  ownAccount,
  role,
  rolePolicy,
  trail,
} from "../../../policypacks/least-privilege/example";
import type { ExampleResource } from "../../../policypacks/least-privilege/rule";
import { rules } from "../../../policypacks/least-privilege/rules";
import { exampleViolations } from "./exampleViolations";

interface Entry {
  readonly concept: string;
  readonly rules: readonly string[];
  readonly reason: string;
  readonly elsewhere: string;
}

const page = readFileSync(join(__dirname, "../../../docs/other-checkers.md"), "utf8");
const [lists = "", onlyHere = ""] = page.split("\n## Only here\n");
const entries: readonly Entry[] = [...lists.matchAll(/^- \*\*(.+?)\*\*: (.+?)\.\n {2}\((.+)\)$/gm)].map(
  ([, concept = "", here = "", elsewhere = ""]) => {
    const named = /^(?:`[\w-]+`(?: \(off\))?(?:, )?)+/.exec(here)?.[0] ?? "";
    return {
      concept,
      rules: [...named.matchAll(/`([\w-]+)`/g)].map(([, name = ""]) => name),
      reason: here.slice(named.length).replace(/^none: /, ""),
      elsewhere,
    };
  },
);

const allow = (more: object): object => ({ Effect: "Allow", Action: "s3:GetObject", Resource: "*", ...more });
const attached = (name: string): ExampleResource => ({
  type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  props: { role: "writer", policyArn: `arn:aws:iam::aws:policy/${name}` },
});
const trusting = (Principal: object | string, more: object = {}): ExampleResource =>
  role({ Effect: "Allow", Principal, Action: "sts:AssumeRole", ...more });
const everyone = (Action: string): ExampleResource =>
  bucketPolicy(allow({ Principal: "*", Action, Resource: "arn:aws:s3:::acme-drop/*" }));

/**
 * What does wrong what an entry is about, each alone; several where it is about several things. An entry without one is about
 * what its first rule's own example shows.
 */
const wrong: Readonly<Record<string, readonly (readonly ExampleResource[])[]>> = {
  "Public ACLs; grants of WRITE_ACP": [
    [ofBucket("aws:s3/bucketAcl:BucketAcl", { acl: "public-read" })],
    [ofBucket("aws:s3/bucketAcl:BucketAcl", { acl: "authenticated-read" })],
    [
      ofBucket("aws:s3/bucketAcl:BucketAcl", {
        accessControlPolicy: { grants: [{ grantee: { id: "0a1b" }, permission: "WRITE_ACP" }] },
      }),
    ],
  ],
  "Public access: wildcard principal, public read, write, list, delete": [
    ...["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:RestoreObject", "s3:*"].map((action) => [
      bucket(),
      everyone(action),
    ]),
    [
      bucket(),
      bucketPolicy(
        allow({ Principal: { AWS: "*" }, Action: "s3:ListBucket", Resource: "arn:aws:s3:::acme-drop" }),
      ),
    ],
  ],
  "A public bucket of a trail": [[bucket(), trail({ s3BucketName: "acme-drop" }), everyone("s3:GetObject")]],
  "NotPrincipal, NotAction in an Allow": [
    [
      bucketPolicy(
        allow({
          NotPrincipal: { AWS: `arn:aws:iam::${ownAccount}:root` },
          Resource: "arn:aws:s3:::acme-drop/a",
        }),
      ),
    ],
    [
      bucketPolicy(
        allow({
          Principal: { AWS: `arn:aws:iam::${ownAccount}:role/reader` },
          Action: undefined,
          NotAction: "s3:DeleteObject",
          Resource: "arn:aws:s3:::acme-drop/a",
        }),
      ),
    ],
  ],
  "Any access from another account": [
    [
      bucket(),
      bucketPolicy(
        allow({
          Principal: { AWS: `arn:aws:iam::${otherAccount}:role/reader` },
          Resource: "arn:aws:s3:::acme-drop/in/*",
        }),
      ),
    ],
  ],
  "Allow-list of grantees; no more than a control policy allows": [
    [
      bucket(),
      bucketPolicy(
        allow({
          Principal: { AWS: `arn:aws:iam::${otherAccount}:role/reader` },
          Resource: "arn:aws:s3:::acme-drop/in/*",
        }),
      ),
    ],
  ],
  "Wildcard principal, public key": [
    [key(allow({ Principal: "*", Action: "kms:Decrypt" }))],
    [key(allow({ Principal: { AWS: "*" }, Action: "kms:Decrypt" }))],
  ],
  "Over-broad key policy": [
    [key(allow({ Principal: { AWS: `arn:aws:iam::${otherAccount}:role/reader` }, Action: "kms:*" }))],
  ],
  "Decrypt with every key in identity policies": [
    [rolePolicy(allow({ Action: "kms:Decrypt" }))],
    [rolePolicy(allow({ Action: ["kms:ReEncryptFrom"], Resource: `arn:aws:kms:*:${ownAccount}:key/*` }))],
  ],
  "`kms:*`": [
    [rolePolicy(allow({ Action: "kms:*", Resource: `arn:aws:kms:eu-west-1:${ownAccount}:key/0a` }))],
  ],
  "Wildcard principal": [[trusting("*")], [trusting({ AWS: "*" })]],
  "A whole account, all services of AWS": [
    [trusting({ AWS: `arn:aws:iam::${otherAccount}:root` })],
    [trusting({ AWS: otherAccount })],
    [trusting({ Service: ["ec2.amazonaws.com", "s3.amazonaws.com"] })],
  ],
  "NotPrincipal, NotAction, `*`": [
    [trusting({}, { Principal: undefined, NotPrincipal: { AWS: `arn:aws:iam::${otherAccount}:root` } })],
    [
      trusting(
        { AWS: `arn:aws:iam::${otherAccount}:role/a` },
        { Action: undefined, NotAction: "sts:TagSession" },
      ),
    ],
    [trusting({ AWS: `arn:aws:iam::${otherAccount}:role/a` }, { Action: "*" })],
    [trusting({}, { Principal: undefined })],
  ],
  "Confused deputy of services": [
    [trusting({ Service: "s3.amazonaws.com" })],
    [
      bucketPolicy(
        allow({
          Principal: { Service: "logging.s3.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: "arn:aws:s3:::acme-drop/*",
        }),
      ),
    ],
  ],
  "ReadOnlyAccess for another account": [
    [trusting({ AWS: `arn:aws:iam::${otherAccount}:role/auditor` }), attached("ReadOnlyAccess")],
  ],
  "`*:*`, `service:*`, `*` in actions": [
    ...["*", "*:*", "s3:*", "iam:*", "cloudtrail:*"].map((Action) => [rolePolicy(allow({ Action }))]),
    [rolePolicy(allow({ Action: ["s3:GetObject", "S3:*"], Resource: "arn:aws:s3:::acme-drop/in/*" }))],
  ],
  "`*` in resources; writes, exports, permissions and credentials without constraint": [
    "s3:GetObject",
    "s3:PutObject",
    "ssm:GetParameter",
    "secretsmanager:GetSecretValue",
    "s3:PutBucketPolicy",
    "kms:PutKeyPolicy",
    "iam:CreateAccessKey",
    "sts:AssumeRole",
    "dynamodb:DeleteTable",
    "rds:CopyDBSnapshot",
  ].map((Action) => [rolePolicy(allow({ Action }))]),
  "NotAction, NotResource": [
    [rolePolicy(allow({ Action: undefined, NotAction: "iam:*", Resource: "arn:aws:s3:::acme-drop/in/*" }))],
    [rolePolicy(allow({ Resource: undefined, NotResource: "arn:aws:s3:::acme-drop/*" }))],
  ],
  PassRole: [
    [rolePolicy(allow({ Action: "iam:PassRole" }))],
    [rolePolicy(allow({ Action: "iam:PassRole", Resource: `arn:aws:iam::${ownAccount}:role/job` }))],
  ],
  "Privilege escalation": [
    "glue:UpdateDevEndpoint",
    "lambda:UpdateFunctionCode",
    "iam:CreatePolicyVersion",
    "iam:SetDefaultPolicyVersion",
    "iam:AttachUserPolicy",
    "iam:AttachGroupPolicy",
    "iam:AttachRolePolicy",
    "iam:PutUserPolicy",
    "iam:PutGroupPolicy",
    "iam:PutRolePolicy",
    "iam:AddUserToGroup",
    "iam:UpdateAssumeRolePolicy",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:UpdateLoginProfile",
  ].map((Action) => [rolePolicy(allow({ Action, Resource: "arn:aws:iam::111111111111:role/job" }))]),
  "AdministratorAccess and its like": [
    "AdministratorAccess",
    "PowerUserAccess",
    "IAMFullAccess",
    "AWSCloudShellFullAccess",
  ].map((name) => [attached(name)]),
  "Policies of users": [
    [{ type: "aws:iam/userPolicy:UserPolicy", props: { user: "alice", policy: "{}" } }],
    [
      {
        type: "aws:iam/userPolicyAttachment:UserPolicyAttachment",
        props: { user: "alice", policyArn: `arn:aws:iam::${ownAccount}:policy/put` },
      },
    ],
    [
      {
        type: "aws:iam/policyAttachment:PolicyAttachment",
        props: { users: ["alice"], policyArn: `arn:aws:iam::${ownAccount}:policy/put` },
      },
    ],
  ],
  "Access keys, passwords and other long-lived credentials": [
    [{ type: "aws:iam/accessKey:AccessKey", props: { user: "alice" } }],
    [{ type: "aws:iam/userLoginProfile:UserLoginProfile", props: { user: "alice" } }],
  ],
};

describe("docs/other-checkers.md", () => {
  it("has an entry for every concept, each once", () => {
    assert.equal(entries.length, lists.match(/^- \*\*/gm)?.length);
    assert.ok(entries.length > 80, `${entries.length} entries`);
    assert.equal(new Set(entries.map(({ concept }) => concept)).size, entries.length);
    assert.deepEqual(
      Object.keys(wrong).filter((concept) => !entries.some((one) => one.concept === concept)),
      [],
    );
  });

  it("names every rule of the pack, on or off as it is", () => {
    const named = [...page.matchAll(/`([a-z]+(?:-[a-z0-9]+){1,})`( \(off\))?/g)].map(
      ([, name = "", off]) => [name, off !== undefined] as const,
    );
    assert.deepEqual(
      rules.filter(({ name }) => !named.some(([one]) => one === name)).map(({ name }) => name),
      [],
    );
    for (const [name, off] of named) {
      const rule = rules.find((one) => one.name === name);
      assert.ok(rule, `${name} is no rule`);
      if (!onlyHere.includes(`\`${name}\``)) assert.equal(off, rule.level === "disabled", name);
    }
  });

  for (const { concept, rules: names, reason } of entries) {
    if (names.length === 0) {
      it(`says why nothing here is about: ${concept}`, () => {
        assert.ok(reason.length > 20, reason);
      });
      continue;
    }
    it(`is right about: ${concept}`, () => {
      const own = rules.filter(({ name }) => names.includes(name));
      const [first] = own.filter(({ name }) => name === names[0]);
      assert.ok(first);
      for (const resources of wrong[concept] ?? [first.example.violating]) {
        const found = own.flatMap((rule) => exampleViolations(rule, resources));
        assert.notDeepEqual(found, [], JSON.stringify(resources));
      }
    });
  }
});
