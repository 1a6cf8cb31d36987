import assert from "node:assert/strict";
import fc from "fast-check";
import { deniesOutside } from "../../../access/effective/complement";
import { requestContext } from "../../../access/evaluate/requestContext";
import { matchStatement, prepareDocument } from "../../../access/evaluate/statement";
import type { ConditionClause, Statement } from "../../../access/model";

/**
 * The Denies of what a statement does not match, against the point evaluator on random statements and requests.
 *
 * It does not prove anything about keys with several values or about qualifiers: those are left out of the Denies.
 */

const element = (...patterns: readonly string[]) =>
  fc.record({ negated: fc.boolean(), patterns: fc.subarray([...patterns], { minLength: 1, maxLength: 2 }) });

const clause = (
  operators: readonly ConditionClause["operator"][],
  key: string,
  values: fc.Arbitrary<readonly string[]>,
): fc.Arbitrary<ConditionClause> =>
  fc.record({
    operator: fc.constantFrom(...operators),
    ifExists: fc.boolean(),
    key: fc.constant(key),
    values,
  });

const one = (...values: readonly string[]) => fc.constantFrom(...values).map((value) => [value]);
const clauses = fc.oneof(
  clause(
    [
      "StringEquals",
      "StringNotEquals",
      "StringLike",
      "StringNotLike",
      "StringEqualsIgnoreCase",
      "StringNotEqualsIgnoreCase",
    ],
    "x:text",
    fc.subarray(["a", "A", "a*", "b"], { minLength: 1 }),
  ),
  clause(
    ["ArnEquals", "ArnNotLike"],
    "x:arn",
    fc.subarray(["arn:aws:s3:::a*", "arn:aws:s3:::b"], { minLength: 1 }),
  ),
  clause(
    ["IpAddress", "NotIpAddress"],
    "x:ip",
    fc.subarray(["10.0.0.0/8", "192.0.2.1/32"], { minLength: 1 }),
  ),
  clause(
    [
      "NumericEquals",
      "NumericNotEquals",
      "NumericLessThan",
      "NumericGreaterThanEquals",
      "NumericLessThanEquals",
      "NumericGreaterThan",
    ],
    "x:number",
    one("1", "2"),
  ),
  clause(
    ["DateLessThan", "DateGreaterThan", "DateEquals"],
    "x:date",
    one("2030-01-01T00:00:00Z", "2031-01-01T00:00:00Z"),
  ),
  clause(["Bool"], "x:yes", one("true", "false")),
  clause(["Null"], "x:text", one("true", "false")).map((null_) => ({ ...null_, ifExists: false })),
);

const statements: fc.Arbitrary<Statement> = fc.record({
  index: fc.constant(0),
  effect: fc.constant("Allow" as const),
  action: element("s3:*", "s3:Put*", "s3:GetObject"),
  resource: element("arn:aws:s3:::b/*", "arn:aws:s3:::b/a/*", "*"),
  conditions: fc.array(clauses, { maxLength: 2 }),
});

const optional = (key: string, ...values: readonly string[]) =>
  fc.constantFrom({}, ...values.map((value) => ({ [key]: value })));

const requests = fc.record({
  principal: fc.constant("arn:aws:iam::222222222222:role/r"),
  action: fc.constantFrom("s3:PutObject", "s3:GetObject", "s3:DeleteObject"),
  resource: fc.constantFrom("arn:aws:s3:::b/a/1", "arn:aws:s3:::b/c", "arn:aws:s3:::c"),
  context: fc
    .tuple(
      optional("x:text", "a", "ab", "B"),
      optional("x:arn", "arn:aws:s3:::ab", "arn:aws:s3:::b", "arn:aws:s3:::c"),
      optional("x:ip", "10.1.1.1", "192.0.2.1", "198.51.100.1"),
      optional("x:number", "0", "1", "2", "3"),
      optional("x:date", "2029-06-01T00:00:00Z", "2030-06-01T00:00:00Z", "2031-06-01T00:00:00Z"),
      optional("x:yes", "true", "false"),
    )
    .map((keys): Readonly<Record<string, string>> =>
      Object.fromEntries(keys.flatMap((key) => Object.entries(key))),
    ),
});

const matchesOne = (list: readonly Statement[], request: Parameters<typeof requestContext>[0]): boolean =>
  prepareDocument({ version: "2012-10-17", statements: list }, "document").some(
    (statement) => matchStatement(statement, requestContext(request)) !== undefined,
  );

describe("the Denies outside a statement", () => {
  it("match exactly the requests that it does not", () => {
    const seen = new Set<boolean>();
    fc.assert(
      fc.property(statements, requests, (statement, request) => {
        const matched = matchesOne([statement], request);
        seen.add(matched);
        assert.equal(matchesOne(deniesOutside(statement), request), !matched);
      }),
      { numRuns: 5_000 },
    );
    assert.equal(seen.size, 2);
  });

  it("leave out what cannot be turned round", () => {
    const base = { index: 0, effect: "Allow" as const, action: { negated: false, patterns: ["*"] } };
    const plain: ConditionClause = {
      operator: "StringEquals",
      ifExists: false,
      key: "x:text",
      values: ["a"],
    };
    const all: ConditionClause = { ...plain, qualifier: "ForAllValues" };
    assert.equal(deniesOutside({ ...base, conditions: [plain] }).length, 1);
    assert.equal(deniesOutside({ ...base, conditions: [all] }).length, 0);
  });
});
