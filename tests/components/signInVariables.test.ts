/**
 * Which provider inputs an account gets where the environment signs in to it.
 *
 * The engine is a recording one, so this does not prove that a provider sees the mapped variables;
 * tests/engine/rehearsePr.test.ts does.
 */
import assert from "node:assert/strict";
import { accountProvider } from "../../components/inAccount";
import { roleVariable, signInVariables } from "../../iam/deployRole/signInVariables";
import { register } from "../support/register";

const accountId = "111111111111";
const deployRoleArn = `arn:aws:iam::${accountId}:role/xput-deploy`;

describe("signing in to an account through the environment", () => {
  afterEach(() => {
    Reflect.deleteProperty(process.env, roleVariable(accountId));
    Reflect.deleteProperty(process.env, roleVariable("222222222222"));
  });

  const rolesOf = async () => {
    const [provider] = await register(
      () =>
        void accountProvider("one", { accountId, region: "eu-west-1", deployRoleArn, s3UsePathStyle: false }),
    );
    assert.ok(provider !== undefined);
    assert.equal(provider.inputs["allowedAccountIds"], `["${accountId}"]`);
    return provider.inputs["assumeRoles"];
  };

  it("leaves the deploy role out of the provider's inputs, whichever role the variable names", async () => {
    for (const role of ["xput-deploy", "xput-deploy-read"]) {
      process.env[roleVariable(accountId)] = `arn:aws:iam::${accountId}:role/${role}`;
      assert.equal(await rolesOf(), undefined, role);
    }
  });

  it("keeps the deploy role where only another account is signed in to, or the variable is empty", async () => {
    process.env[roleVariable("222222222222")] = "arn:aws:iam::222222222222:role/xput-deploy";
    process.env[roleVariable(accountId)] = "";
    assert.match(String(await rolesOf()), /role\/xput-deploy/);
  });

  it("maps a role and keys alike, so that a plan does not depend on which of them is set", () => {
    const mappings = {
      XPUT_111111111111_ROLE_ARN: "AWS_ROLE_ARN",
      XPUT_111111111111_ACCESS_KEY_ID: "AWS_ACCESS_KEY_ID",
      XPUT_111111111111_SECRET_ACCESS_KEY: "AWS_SECRET_ACCESS_KEY",
      XPUT_111111111111_SESSION_TOKEN: "AWS_SESSION_TOKEN",
    };
    assert.deepEqual(signInVariables(accountId, { XPUT_111111111111_ROLE_ARN: "x" }), mappings);
    assert.deepEqual(signInVariables(accountId, { XPUT_111111111111_ACCESS_KEY_ID: "x" }), mappings);
    assert.equal(signInVariables(accountId, { AWS_ROLE_ARN: "x" }), undefined);
  });
});
