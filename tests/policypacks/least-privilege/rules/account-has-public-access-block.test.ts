/** Proves: which stacks block public access of the accounts of their buckets. Not whether the block is complete. */
import { rule } from "../../../../policypacks/least-privilege/rules/account-has-public-access-block";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const other = { allowedAccountIds: ["222222222222"] };
const bucket = (more: object = {}) => ({
  type: "aws:s3/bucket:Bucket",
  name: "drop",
  props: { bucket: "drop" },
  ...more,
});
const block = (props: Readonly<Record<string, unknown>> = {}, more: object = {}) => ({
  type: "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
  name: "block",
  props,
  ...more,
});

ruleTests(rule, {
  message: /must be in an account that blocks public access|must be known at preview/,
  passes: [
    ["by the account's id", [bucket(), block({ accountId: "111111111111" })]],
    ["by the same provider", [bucket(), block()]],
    [
      "by a provider that says no account, for both",
      [bucket({ provider: { region: "eu-west-1" } }), block({}, { provider: { region: "eu-west-1" } })],
    ],
    [
      "in each account",
      [
        bucket(),
        bucket({ name: "copy", provider: other }),
        block(),
        block({ accountId: "222222222222" }, { name: "second" }),
      ],
    ],
  ],
  fails: [
    ["none", [bucket()]],
    ["of the older type", [bucket({ type: "aws:s3/bucketV2:BucketV2" })]],
    ["another account's, by its id", [bucket(), block({ accountId: "222222222222" })]],
    ["another account's, by its provider", [bucket(), block({}, { provider: other })]],
    ["one that is not known", [bucket(), block({ accountId: unknownText })]],
    ["in one account of two", [bucket(), bucket({ name: "copy", provider: other }), block()]],
  ],
  leavesAlone: [
    ["a block alone", [block({ blockPublicAcls: false })]],
    ["a stack without buckets", [{ type: "aws:sns/topic:Topic", name: "t", props: {} }]],
  ],
});
