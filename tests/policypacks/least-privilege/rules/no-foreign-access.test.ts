/** Access from other accounts by all documents together. Roles that other stacks have are not seen. */
import assert from "node:assert/strict";
import { rule } from "../../../../policypacks/least-privilege/rules/no-foreign-access";
import { type Given, ownProvider, policy, stackViolations } from "../crossGuard";

const other = "222222222222";
const role = (statement: object): Given => ({
  type: "aws:iam/role:Role",
  name: "writer",
  props: {
    name: "writer",
    assumeRolePolicy: policy({ Sid: "Trust", Effect: "Allow", Action: "sts:AssumeRole", ...statement }),
  },
  provider: ownProvider,
});
const ofOther = role({ Principal: { AWS: `arn:aws:iam::${other}:role/uploader` } });
const refused = (resources: readonly Given[], config = {}) => stackViolations(rule, resources, config).length;

describe("no-foreign-access", () => {
  it("refuses a role, an account as a whole and a pattern of another account", () => {
    assert.equal(refused([ofOther]), 1);
    for (const Principal of [{ AWS: other }, { AWS: [`arn:aws:iam::${other}:root`] }])
      assert.equal(refused([role({ Principal })]), 1);
    const Condition = { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${other}:role/app/*` } };
    assert.equal(refused([role({ Principal: "*", Condition })]), 1);
  });

  it("accepts accounts that the stack deploys to, or that are listed", () => {
    assert.equal(refused([ofOther], { ownAccounts: [other] }), 0);
    assert.equal(refused([ofOther], { ownAccounts: ["333333333333"] }), 1);
    const deployed: Given = {
      type: "aws:iam/policy:Policy",
      name: "theirs",
      props: { name: "theirs", policy: policy({ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }) },
      provider: { allowedAccountIds: [other] },
    };
    assert.equal(refused([ofOther, deployed]), 0);
  });

  it("accepts an organization that is listed, and no other", () => {
    const member = role({
      Principal: "*",
      Condition: { StringEquals: { "aws:PrincipalOrgID": "o-abc1234567" } },
    });
    assert.equal(refused([member], { ownOrganizations: ["o-abc1234567"] }), 0);
    assert.equal(refused([member], { ownOrganizations: ["o-zzz1234567"] }), 1);
    assert.equal(refused([member]), 1);
  });

  it("leaves AWS services and the own account alone", () => {
    assert.equal(refused([role({ Principal: { Service: "lambda.amazonaws.com" } })]), 0);
    assert.equal(refused([role({ Principal: { AWS: "111111111111" } })]), 0);
  });

  it("names the account, the statement and what to list", () => {
    const message = stackViolations(rule, [ofOther])[0]?.[1] ?? "";
    assert.match(message, /remove it from .*: Trust, or list the account in ownAccounts/);
    assert.match(message, /role\/uploader of 222222222222 may assume writer/);
  });
});
