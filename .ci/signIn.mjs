// Signs a CI job in without any stored key: to the accounts of a stack, to the bucket that holds its state, and to
// Pulumi Cloud. Prints the variables that the next steps need, one NAME=value a line; none of them is a secret.
//
//   node .ci/signIn.mjs read STACK >> "$GITHUB_ENV"      to preview; with deploy in place of read, to deploy
//   node .ci/signIn.mjs pulumi-cloud                      to Pulumi Cloud alone
//
// Plain JavaScript on Node alone. docs/ci.md says which variables it reads.
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [access, stack] = process.argv.slice(2);
const inAccounts = access === "read" || access === "deploy";
if (inAccounts ? stack === undefined : access !== "pulumi-cloud") {
  stop("usage: node .ci/signIn.mjs read STACK | deploy STACK | pulumi-cloud");
}
const environment = process.env;
const folder = mkdtempSync(join(environment.RUNNER_TEMP ?? tmpdir(), "xput-sign-in-"));
if (inAccounts) await signInToAws();
if (environment.PULUMI_ORG && !environment.PULUMI_BACKEND_URL)
  await signInToPulumiCloud(environment.PULUMI_ORG);

async function signInToAws() {
  const xput = join(dirname(fileURLToPath(import.meta.url)), "..", "cli", "xput.cjs");
  const reads = access === "read";
  const roles = run(process.execPath, [xput, "roles", "--stack", stack, ...(reads ? ["--read-only"] : [])]);
  const token = environment.XPUT_AWS_TOKEN || (await gitHubToken("sts.amazonaws.com"));
  process.stdout.write(`${roles}AWS_WEB_IDENTITY_TOKEN_FILE=${keep("aws", token)}\n`);
  const stateRole = reads ? environment.XPUT_STATE_READ_ROLE_ARN : environment.XPUT_STATE_ROLE_ARN;
  if (stateRole) process.stdout.write(`AWS_ROLE_ARN=${stateRole}\n`);
}

async function signInToPulumiCloud(organization) {
  const token = environment.XPUT_PULUMI_TOKEN || (await gitHubToken(`urn:pulumi:org:${organization}`));
  const login = ["login", "--oidc-token", `file://${keep("pulumi", token)}`, "--oidc-org", organization];
  run("pulumi", [...login, "--default-org", organization, "--non-interactive"]);
}

/** A token of this job for one audience. */
async function gitHubToken(audience) {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer } = environment;
  if (!url || !bearer) stop("this job may not ask for tokens: give it the permission id-token: write");
  const answer = await fetch(`${url}&audience=${encodeURIComponent(audience)}`, {
    headers: { authorization: `bearer ${bearer}` },
  });
  if (!answer.ok) stop(`no token for ${audience}: GitHub answered ${answer.status}`);
  const { value } = await answer.json();
  return value;
}

/** Writes a token where only this user can read it. */
function keep(name, token) {
  const path = join(folder, name);
  writeFileSync(path, token, { mode: 0o600 });
  return path;
}

/** Runs a program that must succeed; what it says goes to standard error, what it prints is returned. */
function run(program, args) {
  const { status, stdout, error } = spawnSync(program, args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) stop(`${program} ${args[0]} failed${error === undefined ? "" : `: ${error.message}`}`);
  return stdout;
}

function stop(message) {
  process.stderr.write(`signIn: ${message}\n`);
  process.exit(1);
}
