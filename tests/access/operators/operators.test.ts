import assert from "node:assert/strict";
import type { ConditionOperatorName } from "../../../access/model";
import { conditionOperatorNames } from "../../../access/model";
import { operators } from "../../../access/operators/operators";

/**
 * One value of a request against one value of a policy, for every condition operator.
 *
 * Negated operators share the comparison of their twin; what negation, absent keys, several values and
 * qualifiers do is in the decision tables (evaluate/cases/conditions.json), not here.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */

/** Request's value, policy's value, whether they meet. */
type Row = readonly [request: string, policy: string, meets: boolean];

const string: readonly Row[] = [
  ["abc", "abc", true],
  ["abc", "ABC", false],
  ["abc", "ab", false],
  ["abc", "a*", false],
  ["a*", "a*", true],
  ["", "", true],
  [" a", "a", false],
];
const ignoreCase: readonly Row[] = [
  ["abc", "ABC", true],
  ["ÄB", "äb", true],
  ["abc", "abd", false],
  ["abc", "A*", false],
];
const like: readonly Row[] = [
  ["abc", "abc", true],
  ["abc", "a*", true],
  ["abc", "*", true],
  ["", "*", true],
  ["abc", "*c", true],
  ["abc", "a*c", true],
  ["ac", "a*c", true],
  ["abcd", "a*c", false],
  ["abc", "a?c", true],
  ["ac", "a?c", false],
  ["abbc", "a?c", false],
  ["a/b/c", "a*c", true],
  ["abc", "A*", false],
  ["aXbXc", "a*X*c", true],
  ["aab", "*ab", true],
  ["a\nb", "a*b", true],
  ["a.c", "a.c", true],
  ["abc", "a.c", false],
  ["😀", "?", true],
  ["😀", "??", false],
];
const numbers: readonly (readonly [string, string, "<" | "=" | ">" | "none"])[] = [
  ["1", "2", "<"],
  ["2", "2", "="],
  ["2.0", "2", "="],
  ["10", "9", ">"],
  ["-1", "0", "<"],
  ["0.1", "0.10", "="],
  ["1e3", "1000", "="],
  ["+5", "5", "="],
  [".5", "0.5", "="],
  ["x", "1", "none"],
  ["1", "x", "none"],
  ["", "0", "none"],
  ["NaN", "NaN", "none"],
  ["Infinity", "1", "none"],
  ["0x10", "16", "none"],
  [" 1", "1", "none"],
  ["1,000", "1000", "none"],
];
const dates: readonly (readonly [string, string, "<" | "=" | ">" | "none"])[] = [
  ["2026-01-01", "2026-01-02", "<"],
  ["2026-01-01T00:00:00Z", "2026-01-01", "="],
  ["2026", "2026-01-01T00:00:00Z", "="],
  ["2026-02", "2026-02-01", "="],
  ["2026-01-01T12:00Z", "2026-01-01T12:00:00Z", "="],
  ["2026-01-01T12:00:00+02:00", "2026-01-01T10:00:00Z", "="],
  ["2026-01-01T12:00:00-0530", "2026-01-01T17:30:00Z", "="],
  ["2026-01-01T12:00:00", "2026-01-01T12:00:00Z", "="],
  ["2026-01-01T00:00:00.250Z", "2026-01-01T00:00:00Z", ">"],
  ["1767225600", "2026-01-01T00:00:00Z", "="],
  ["1767225601", "2026-01-01T00:00:00Z", ">"],
  ["2024-02-29", "2024-03-01", "<"],
  ["2025-02-29", "2025-03-01", "none"],
  ["2026-13-01", "2026-01-01", "none"],
  ["2026-01-01T25:00Z", "2026-01-01", "none"],
  ["2026-01-01T24:00Z", "2026-01-02", "="],
  ["2026-01-01T00:60Z", "2026-01-01", "none"],
  ["2026-01-01T00:00Z+1", "2026-01-01", "none"],
  ["2026-01-01T00:00+99:00", "2026-01-01", "none"],
  ["yesterday", "2026-01-01", "none"],
  ["2026-01-01", "*", "none"],
  ["", "2026-01-01", "none"],
];
const arns: readonly Row[] = [
  ["arn:aws:iam::111111111111:role/a", "arn:aws:iam::111111111111:role/a", true],
  ["arn:aws:iam::111111111111:role/a", "arn:aws:iam::111111111111:role/A", false],
  ["arn:aws:iam::111111111111:role/a", "arn:aws:iam::*:role/*", true],
  ["arn:aws:iam::111111111111:role/a/b", "arn:aws:iam::111111111111:role/*", true],
  ["arn:aws:iam::111111111111:role/a", "arn:aws:iam::111111111111:role/?", true],
  ["arn:aws:iam::111111111111:role/a", "arn:aws:iam::111111111111:*", true],
  ["arn:aws:iam::111111111111:role/a", "arn:*:iam::1*:role/a", true],
  ["arn:aws:iam::111111111111:role/a", "arn:aws:iam:*", false],
  ["arn:aws:iam::111111111111:role/a", "*", true],
  ["arn:aws:s3:::b/k:with:colons", "arn:aws:s3:::b/*", true],
  ["arn:aws:s3:::b/k:with:colons", "arn:aws:s3:::b/k:*", true],
  // The example of AWS's page: a wildcard stays within its field.
  [
    "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt",
    "arn:aws:someservice:*:111122223333:finance/*",
    false,
  ],
  ["not an arn", "*", false],
  ["arn:aws:iam::1", "arn:aws:iam::1", false],
  ["arn:aws:iam::111111111111:role/a", "arn:aws:iam::222222222222:role/a", false],
];
const ips: readonly Row[] = [
  ["203.0.113.7", "203.0.113.0/24", true],
  ["203.0.114.7", "203.0.113.0/24", false],
  ["203.0.113.7", "203.0.113.7", true],
  ["203.0.113.8", "203.0.113.7", false],
  ["203.0.113.7", "203.0.113.7/32", true],
  ["203.0.113.7", "203.0.113.9/24", true],
  ["10.255.255.255", "10.0.0.0/8", true],
  ["11.0.0.0", "10.0.0.0/8", false],
  ["1.2.3.4", "0.0.0.0/0", true],
  ["2001:db8::1", "2001:db8::/32", true],
  ["2001:db9::1", "2001:db8::/32", false],
  ["2001:DB8:0:0::1", "2001:db8::1", true],
  ["2001:db8::2", "2001:db8::1", false],
  ["::1", "::/0", true],
  ["1.2.3.4", "::/0", false],
  ["::1", "0.0.0.0/0", false],
  ["::ffff:203.0.113.7", "203.0.113.0/24", true],
  ["203.0.113.7", "::ffff:203.0.113.0/120", true],
  ["::ffff:cb00:7107", "203.0.113.7", true],
  ["64:ff9b::203.0.113.7", "64:ff9b::cb00:7107", true],
  ["203.0.113.256", "0.0.0.0/0", false],
  ["203.0.113", "0.0.0.0/0", false],
  ["203.0.113.07", "203.0.113.7", false],
  ["203.0.113.7", "203.0.113.0/33", false],
  ["203.0.113.7", "203.0.113.0/", false],
  ["203.0.113.7", "203.0.113.*", false],
  ["1::2::3", "::/0", false],
  ["1:2:3:4:5:6:7", "::/0", false],
  ["1:2:3:4:5:6:7:8", "::/0", true],
  ["1:2:3:4:5:6:7:8::", "::/0", false],
  ["12345::", "::/0", false],
  ["fe80::1%eth0", "::/0", false],
  ["", "0.0.0.0/0", false],
];
const booleans: readonly Row[] = [
  ["true", "true", true],
  ["false", "false", true],
  ["true", "false", false],
  ["True", "true", true],
  ["true", "TRUE", true],
  ["1", "true", false],
  ["yes", "yes", false],
  ["", "false", false],
];
const binaries: readonly Row[] = [
  ["QmluYXJ5", "QmluYXJ5", true],
  ["QmluYXJ5", "QmluYXJz", false],
  ["YQ==", "YQ==", true],
  ["YQ", "YQ==", true],
  ["not base64!", "not base64!", false],
  ["", "", true],
];

const ordered = (rows: typeof numbers, ...holds: readonly string[]): readonly Row[] =>
  rows.map(([request, policy, order]) => [request, policy, holds.includes(order)]);

/** The negated twin compares in the same way; `negated` makes the clause of it. */
const tables: Readonly<Record<Exclude<ConditionOperatorName, "Null">, readonly Row[]>> = {
  StringEquals: string,
  StringNotEquals: string,
  StringEqualsIgnoreCase: ignoreCase,
  StringNotEqualsIgnoreCase: ignoreCase,
  StringLike: like,
  StringNotLike: like,
  NumericEquals: ordered(numbers, "="),
  NumericNotEquals: ordered(numbers, "="),
  NumericLessThan: ordered(numbers, "<"),
  NumericLessThanEquals: ordered(numbers, "<", "="),
  NumericGreaterThan: ordered(numbers, ">"),
  NumericGreaterThanEquals: ordered(numbers, ">", "="),
  DateEquals: ordered(dates, "="),
  DateNotEquals: ordered(dates, "="),
  DateLessThan: ordered(dates, "<"),
  DateLessThanEquals: ordered(dates, "<", "="),
  DateGreaterThan: ordered(dates, ">"),
  DateGreaterThanEquals: ordered(dates, ">", "="),
  Bool: booleans,
  BinaryEquals: binaries,
  IpAddress: ips,
  NotIpAddress: ips,
  ArnEquals: arns,
  ArnLike: arns,
  ArnNotEquals: arns,
  ArnNotLike: arns,
};

describe("condition operators", () => {
  for (const [name, rows] of Object.entries(tables)) {
    const operator = operators[name as ConditionOperatorName];
    it(`${name} is ${/Not/.test(name) ? "negated" : "not negated"}`, () => {
      assert.ok(operator.tests === "value");
      assert.equal(operator.negated, /Not/.test(name));
    });
    for (const [request, policy, meets] of rows) {
      it(`${name}: "${request}" ${meets ? "meets" : "does not meet"} "${policy}"`, () => {
        assert.ok(operator.tests === "value");
        assert.equal(
          operator.prepare(policy, true)(request, () => undefined),
          meets,
        );
      });
    }
  }

  for (const [value, present, meets] of [
    ["true", false, true],
    ["true", true, false],
    ["false", true, true],
    ["false", false, false],
    ["True", false, true],
    ["absent", false, false],
    ["absent", true, false],
  ] as const) {
    it(`Null: "${value}" and a key that is ${present ? "there" : "absent"}: ${meets}`, () => {
      assert.ok(operators.Null.tests === "presence");
      assert.equal(operators.Null.meets(value, present), meets);
    });
  }

  it("has an operator for every name of the language", () => {
    assert.deepEqual(Object.keys(operators), [...conditionOperatorNames]);
  });

  it("replaces variables in String, Arn and Bool operators alone", () => {
    const replacing = conditionOperatorNames.filter((name) => {
      const operator = operators[name];
      return (
        operator.tests === "value" && operator.prepare("${x:y}", true)("v", () => undefined) === "unresolved"
      );
    });
    assert.deepEqual(
      replacing,
      conditionOperatorNames.filter((name) => /^(String|Arn|Bool)/.test(name)),
    );
  });
});
