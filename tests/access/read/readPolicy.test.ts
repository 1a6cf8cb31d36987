import assert from "node:assert/strict";
import fc from "fast-check";
import type { PolicyDocument, PolicyKind } from "../../../access/model";
import { readPolicy } from "../../../access/read/readPolicy";

/**
 * Every legal form of a policy document, and every illegal one refused with path, reason and place.
 *
 * It does not prove that AWS refuses the same documents at save time: nothing here asks AWS.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */

type Json = Readonly<Record<string, unknown>>;

const identity: Json = { Effect: "Allow", Action: "s3:PutObject", Resource: "*" };
const resource: Json = { ...identity, Principal: "*" };
const trust: Json = { Effect: "Allow", Principal: { AWS: "111111111111" }, Action: "sts:AssumeRole" };
const good: Readonly<Record<PolicyKind, Json>> = {
  identity,
  resource,
  trust,
  serviceControl: identity,
  resourceControl: { ...resource, Effect: "Deny" },
  vpcEndpoint: resource,
};

const document = (...statements: readonly unknown[]) => ({ Version: "2012-10-17", Statement: statements });

function read(input: unknown, kind: PolicyKind): PolicyDocument {
  const result = readPolicy(input, kind);
  assert.ok(result.ok, result.ok ? "" : JSON.stringify(result.problems));
  return result.document;
}

function problems(input: unknown, kind: PolicyKind): readonly string[] {
  const result = readPolicy(input, kind);
  return result.ok ? [] : result.problems.map(({ path, message }) => `${path}: ${message}`);
}

describe("readPolicy", () => {
  for (const [kind, statement] of Object.entries(good) as [PolicyKind, Json][]) {
    it(`reads a plain ${kind} document, as text and as value`, () => {
      const value = read(document(statement), kind);
      assert.equal(value.statements.length, 1);
      assert.deepEqual(read(JSON.stringify(document(statement)), kind), value);
    });
  }

  it("makes lists of single values and one shape of both versions", () => {
    const read1 = read(
      { Statement: { ...resource, Sid: "A", Principal: { AWS: "111111111111" } } },
      "resource",
    );
    assert.deepEqual(read1, {
      version: "2008-10-17",
      statements: [
        {
          index: 0,
          sid: "A",
          effect: "Allow",
          principal: {
            negated: false,
            anyone: false,
            aws: ["arn:aws:iam::111111111111:root"],
            service: [],
            federated: [],
            canonicalUser: [],
          },
          action: { negated: false, patterns: ["s3:PutObject"] },
          resource: { negated: false, patterns: ["*"] },
          conditions: [],
        },
      ],
    });
    const lists = {
      ...resource,
      Sid: "A",
      Principal: { AWS: ["111111111111"] },
      Action: ["s3:PutObject"],
      Resource: ["*"],
    };
    assert.deepEqual(read({ Version: "2008-10-17", Statement: [lists] }, "resource"), read1);
  });

  it("reads Not elements as negated", () => {
    const statement = { Effect: "Deny", NotPrincipal: { AWS: "*" }, NotAction: "s3:*", NotResource: "*" };
    const [only] = read(document(statement), "resource").statements;
    assert.deepEqual(
      [only?.principal?.negated, only?.action.negated, only?.resource?.negated],
      [true, true, true],
    );
    assert.deepEqual([only?.principal?.anyone, only?.principal?.aws], [true, []]);
  });

  it("reads conditions: qualifiers, IfExists, numbers and booleans, operators in any case", () => {
    const conditions = {
      "ForAnyValue:StringLikeIfExists": { "aws:TagKeys": ["a*", "b"] },
      numericlessthan: { "s3:max-keys": [10, 2.5] },
      Bool: { "aws:SecureTransport": true },
    };
    const [only] = read(document({ ...identity, Condition: conditions }), "identity").statements;
    assert.deepEqual(only?.conditions, [
      {
        operator: "StringLike",
        qualifier: "ForAnyValue",
        ifExists: true,
        key: "aws:TagKeys",
        values: ["a*", "b"],
      },
      { operator: "NumericLessThan", ifExists: false, key: "s3:max-keys", values: ["10", "2.5"] },
      { operator: "Bool", ifExists: false, key: "aws:SecureTransport", values: ["true"] },
    ]);
  });

  const accepted: readonly (readonly [string, Json, PolicyKind])[] = [
    ["an unknown service and action", { ...identity, Action: "nosuch:Thing" }, "identity"],
    ["an empty condition", { ...identity, Condition: {} }, "identity"],
    ["an operator without keys", { ...identity, Condition: { StringEquals: {} } }, "identity"],
    ["a key without values", { ...identity, Condition: { StringEquals: { "aws:a": [] } } }, "identity"],
    ["a Sid with spaces in a resource policy", { ...resource, Sid: "my statement 1" }, "resource"],
    ["an empty Sid", { ...identity, Sid: "" }, "identity"],
    ["a resource that ends early in a star", { ...identity, Resource: "arn:aws:s3:*" }, "identity"],
    [
      "a session as principal",
      { ...resource, Principal: { AWS: "arn:aws:sts::111111111111:assumed-role/r/s" } },
      "resource",
    ],
    ["the id of a deleted role", { ...resource, Principal: { AWS: "AROAEXAMPLEEXAMPLE123" } }, "resource"],
    [
      "a CloudFront identity",
      {
        ...resource,
        Principal: { AWS: "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1" },
      },
      "resource",
    ],
    ["everyone in a trust policy", { ...trust, Principal: "*" }, "trust"],
    [
      "an OIDC provider in a trust policy",
      { ...trust, Principal: { Federated: "accounts.google.com" }, Action: "sts:AssumeRoleWithWebIdentity" },
      "trust",
    ],
    [
      "a condition in an allowing SCP",
      { ...identity, Condition: { Bool: { "aws:a": "true" } } },
      "serviceControl",
    ],
    ["RCPFullAWSAccess", { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }, "resourceControl"],
  ];
  for (const [what, statement, kind] of accepted) {
    it(`accepts ${what}`, () => {
      read(document(statement), kind);
    });
  }

  it("accepts the same Sid twice in a resource policy", () => {
    read(document({ ...resource, Sid: "A" }, { ...resource, Sid: "A" }), "resource");
  });

  const P = "Statement[0]";
  const refused: readonly (readonly [unknown, PolicyKind, readonly string[]])[] = [
    [[], "identity", [": is an array: must be an object"]],
    [null, "identity", [": is null: must be an object"]],
    [undefined, "identity", [": is not JSON: must be an object"]],
    [{}, "identity", [": Statement is missing: a policy needs at least one"]],
    [{ Statement: [] }, "identity", ["Statement: is empty: a policy needs at least one statement"]],
    [{ Statement: "x" }, "identity", [`${P}: is a string: must be an object`]],
    [
      { ...document(identity), Extra: 1 },
      "identity",
      ["Extra: unknown element: allowed are Version, Id, Statement"],
    ],
    [{ ...document(identity), Id: 1 }, "identity", ["Id: is a number: must be a string"]],
    [
      { Version: "2012-10-18", Statement: identity },
      "identity",
      ['Version: is 2012-10-18: must be "2012-10-17" or "2008-10-17"'],
    ],
    [
      document({ ...identity, Effect: "allow" }),
      "identity",
      [`${P}.Effect: is allow: must be "Allow" or "Deny", case matters`],
    ],
    [
      document({ Action: "*", Resource: "*" }),
      "identity",
      [`${P}: Effect is missing: must be "Allow" or "Deny"`],
    ],
    [
      document({ Effect: "Allow", Resource: "*" }),
      "identity",
      [
        `${P}: Action is missing: each statement of a identity policy needs it`.replace(
          "a identity",
          "an identity",
        ),
      ],
    ],
    [
      document({ Effect: "Allow", Action: "*" }),
      "identity",
      [`${P}: Resource is missing: each statement of an identity policy needs it`],
    ],
    [
      document({ ...identity, Action: [] }),
      "identity",
      [`${P}.Action: is empty: must name at least one action`],
    ],
    [
      document({ ...identity, Resource: [] }),
      "identity",
      [`${P}.Resource: is empty: must name at least one resource`],
    ],
    [
      document({ ...identity, Action: ["s3:*", 1] }),
      "identity",
      [`${P}.Action[1]: is a number: must be a string`],
    ],
    [
      document({ ...identity, Action: { a: 1 } }),
      "identity",
      [`${P}.Action: is an object: must be a string or a list of strings`],
    ],
    [
      document({ ...identity, Action: "s3" }),
      "identity",
      [`${P}.Action: "s3" is no action: must be like "s3:PutObject" or "*"`],
    ],
    [
      document({ ...identity, Action: "s3:Put Object" }),
      "identity",
      [`${P}.Action: "s3:Put Object" is no action: must be like "s3:PutObject" or "*"`],
    ],
    [
      document({ ...identity, Action: "s3:${aws:username}" }),
      "identity",
      [`${P}.Action: "s3:\${aws:username}" has a policy variable: only Resource and Condition can have one`],
    ],
    [
      document({ ...identity, NotAction: "s3:*" }),
      "identity",
      [`${P}.NotAction: Action and NotAction exclude each other: keep one`],
    ],
    [
      document({ ...identity, NotResource: "*" }),
      "identity",
      [`${P}.NotResource: Resource and NotResource exclude each other: keep one`],
    ],
    [
      document({ ...identity, Resource: "my-bucket" }),
      "identity",
      [`${P}.Resource: "my-bucket" is no resource: must be an ARN or "*"`],
    ],
    [
      document({ ...identity, Resource: ["*", "arn:aws:s3"] }),
      "identity",
      [
        `${P}.Resource[1]: "arn:aws:s3" has 3 of the 6 fields of arn:partition:service:region:account:resource`,
      ],
    ],
    [
      document({ ...identity, Sid: "a-b" }),
      "identity",
      [`${P}.Sid: "a-b" has other characters than A-Z, a-z and 0-9`],
    ],
    [document({ ...identity, Sid: 1 }), "identity", [`${P}.Sid: is a number: must be a string`]],
    [
      document({ ...identity, Sid: "A" }, { ...identity, Sid: "A" }),
      "identity",
      ['Statement[1].Sid: "A" is used twice'],
    ],
    [document(resource), "identity", [`${P}.Principal: an identity policy takes no Principal: leave it out`]],
    [
      document(identity),
      "resource",
      [`${P}: Principal is missing: each statement of a resource policy needs it`],
    ],
    [
      document({ ...trust, Resource: "*" }),
      "trust",
      [`${P}.Resource: a role trust policy takes no Resource: leave it out`],
    ],
    [
      document({ Effect: "Deny", NotPrincipal: "*", Action: "sts:*" }),
      "trust",
      [`${P}.NotPrincipal: a role trust policy takes no NotPrincipal: use Principal`],
    ],
    [
      document(resource),
      "serviceControl",
      [`${P}.Principal: a service control policy takes no Principal: leave it out`],
    ],
    [
      document({ ...resource, Principal: { AWS: "111111111111" } }),
      "resourceControl",
      [`${P}.Principal: a resource control policy applies to everyone: Principal must be "*"`],
    ],
    [
      document({ ...resource, Principal: "111111111111" }),
      "resource",
      [`${P}.Principal: is "111111111111": must be "*" or an object like {"AWS": "111111111111"}`],
    ],
    [
      document({ ...resource, Principal: ["*"] }),
      "resource",
      [`${P}.Principal: is an array: must be "*" or an object`],
    ],
    [
      document({ ...resource, Principal: { User: "x" } }),
      "resource",
      [`${P}.Principal.User: unknown kind of principal: allowed are AWS, Service, Federated, CanonicalUser`],
    ],
    [
      document({ ...resource, Principal: { AWS: 111111111111 } }),
      "resource",
      [`${P}.Principal.AWS: is a number: must be a string or a list of strings`],
    ],
    [
      document({ ...resource, Principal: { AWS: "arn:aws:iam::111111111111:role/*" } }),
      "resource",
      [
        `${P}.Principal.AWS: "arn:aws:iam::111111111111:role/*" has a wildcard: only "*" alone stands for several principals`,
      ],
    ],
    [
      document({ ...resource, Principal: { AWS: "arn:aws:iam::111111111111:group/g" } }),
      "resource",
      [
        `${P}.Principal.AWS: "arn:aws:iam::111111111111:group/g" is no principal: must be "*", a 12-digit account id or the ARN of an account root, user, role or session`,
      ],
    ],
    [
      document({ ...resource, Principal: { Service: "*" } }),
      "resource",
      [`${P}.Principal.Service: "*" has a wildcard: name each service, like "cloudtrail.amazonaws.com"`],
    ],
    [
      document({ ...resource, Principal: { Service: "cloudtrail" } }),
      "resource",
      [`${P}.Principal.Service: "cloudtrail" is no service: must be like "cloudtrail.amazonaws.com"`],
    ],
    [
      document({ ...trust, Principal: { Federated: "https://x" } }),
      "trust",
      [
        `${P}.Principal.Federated: "https://x" is no identity provider: must be a domain name or the ARN of a SAML or OIDC provider`,
      ],
    ],
    [
      document({ ...identity, Condition: [] }),
      "identity",
      [`${P}.Condition: is an array: must be an object`],
    ],
    [
      document({ ...identity, Condition: { StringEqual: { "aws:a": "b" } } }),
      "identity",
      [`${P}.Condition.StringEqual: unknown operator: did you mean StringEquals?`],
    ],
    [document({ ...identity, Condition: { Xyz: {} } }), "identity", [`${P}.Condition.Xyz: unknown operator`]],
    [
      document({ ...identity, Condition: { "ForSomeValue:StringEquals": {} } }),
      "identity",
      [`${P}.Condition.ForSomeValue:StringEquals: unknown operator`],
    ],
    [
      document({ ...identity, Condition: { NullIfExists: { "aws:a": "true" } } }),
      "identity",
      [`${P}.Condition.NullIfExists: Null cannot take IfExists: it tests by itself whether the key is there`],
    ],
    [
      document({ ...identity, Condition: { StringEquals: "x" } }),
      "identity",
      [`${P}.Condition.StringEquals: is a string: must be an object of condition keys`],
    ],
    [
      document({ ...identity, Condition: { StringEquals: { key: "x" } } }),
      "identity",
      [`${P}.Condition.StringEquals.key: is no condition key: must be like "aws:SourceIp"`],
    ],
    [
      document({ ...identity, Condition: { StringEquals: { "aws:a": [null] } } }),
      "identity",
      [
        `${P}.Condition.StringEquals.aws:a[0]: is null: must be a string, a number, a boolean or a list of them`,
      ],
    ],
    [
      document({ ...identity, Condition: { StringEquals: { "aws:a": { b: 1 } } } }),
      "identity",
      [
        `${P}.Condition.StringEquals.aws:a: is an object: must be a string, a number, a boolean or a list of them`,
      ],
    ],
  ];
  for (const [input, kind, expected] of refused) {
    it(`refuses in a ${kind} policy: ${expected.join("; ")}`, () => {
      assert.deepEqual(problems(input, kind), expected);
    });
  }

  it("tells all problems at once", () => {
    const broken = document({ Effect: "allow", Action: "s3", Resource: "x" });
    assert.equal(problems(broken, "identity").length, 3);
  });

  it("tells line and column of a text", () => {
    const text =
      '{\n  "Version": "2012-10-17",\n  "Statement": [{ "Effect": "Permit",\n    "Action": "s3" }]\n}';
    const result = readPolicy(text, "identity");
    assert.ok(!result.ok);
    assert.deepEqual(
      result.problems.map(({ check, line, column }) => [check, line, column]),
      [
        ["INVALID_EFFECT", 3, 29],
        ["MISSING_RESOURCE", 3, 17],
        ["INVALID_ACTION", 4, 15],
      ],
    );
  });

  const texts: readonly (readonly [string, string, string])[] = [
    ["a comment", '{"Statement": [] /* none */}', "not JSON: invalid comment token"],
    ["a trailing comma", '{"Version": "2012-10-17",}', "not JSON: property name expected"],
    ["no text", "", "not JSON: value expected"],
    ["text behind the document", "{} {}", "not JSON: end of file expected"],
    ["deep nesting", "[".repeat(10_000), "not JSON: nested deeper than 64 levels"],
  ];
  for (const [what, text, message] of texts) {
    it(`refuses ${what}`, () => {
      const result = readPolicy(text, "identity");
      assert.ok(!result.ok);
      const [first] = result.problems;
      assert.deepEqual([first?.message, first?.check], [message, "JSON_SYNTAX_ERROR"]);
    });
  }

  it("refuses names that appear twice, at every level", () => {
    const statement = '{"Effect":"Allow","Action":"*","Resource":"*"';
    for (const [text, path] of [
      [`{"Version":"2012-10-17","Version":"2012-10-17","Statement":${statement}}}`, "Version"],
      [`{"Statement":${statement},"Action":"s3:*"}}`, "Statement[0].Action"],
      [
        `{"Statement":${statement},"Condition":{"Bool":{"aws:a":"true"},"Bool":{"aws:b":"true"}}}}`,
        "Statement[0].Condition.Bool",
      ],
      [
        `{"Statement":${statement},"Condition":{"Bool":{"aws:a":"true","aws:a":"false"}}}}`,
        "Statement[0].Condition.Bool.aws:a",
      ],
    ] as const) {
      assert.deepEqual(problems(text, "identity"), [
        `${path}: appears twice in the same object: write it once`,
      ]);
    }
  });

  it("never throws, whatever the value or the text", () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), fc.json(), (value, text, json) => {
        for (const kind of Object.keys(good) as PolicyKind[]) {
          readPolicy(value, kind);
          readPolicy(document(value), kind);
          readPolicy(text, kind);
          readPolicy(json, kind);
        }
      }),
      { numRuns: 300 },
    );
  });
});
