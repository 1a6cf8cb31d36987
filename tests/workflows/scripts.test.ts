/**
 * The scripts inside the workflow files that write to GitHub, and the one that signs in, run as a runner runs them
 * against a server that plays GitHub's API.
 *
 * Does not prove GitHub's side: that the job's token may do it, and that the API answers like this.
 */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CommandResult, runCommand } from "../../local/runCommand";
import { startGitHubApi, type Asked, type GitHubApi } from "./gitHubApi";
import { readWorkflow, scriptOf } from "./readWorkflow";

const root = join(__dirname, "..", "..");
const bot = { login: "github-actions[bot]" };
const somebody = { login: "somebody" };

describe("the scripts of the workflows", function () {
  this.timeout(60_000);
  let folder = "";
  let api: GitHubApi | undefined;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "xput-workflow-"))));
  afterEach(() => {
    api?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const put = (path: string, text: string) => {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  /** Runs a script with the variables of one environment, on a server that answers like this. */
  const run = async (
    script: string,
    answer: (asked: Asked) => unknown,
    more: Readonly<Record<string, string>> = {},
  ): Promise<CommandResult & { readonly asked: readonly Asked[] }> => {
    api?.stop();
    api = await startGitHubApi(answer);
    put("script", script);
    const env = {
      PATH: process.env.PATH,
      ENVIRONMENT: "prod",
      RUN_URL: "https://github.example/run/1",
      TOKEN: "a-token",
      GITHUB_API_URL: api.url,
      GITHUB_REPOSITORY: "acme/infra",
      ...more,
    };
    const result = await runCommand(process.execPath, ["script"], { cwd: folder, env });
    return { ...result, asked: api.asked };
  };
  const writes = (asked: readonly Asked[]) => asked.filter(({ method }) => method !== "GET");

  describe("of the comment", () => {
    const script = scriptOf(readWorkflow("preview.yml"), "comment", "replace the comment");
    const comment = (comments: readonly unknown[]) =>
      run(script, ({ method }) => (method === "GET" ? comments : {}), { PULL_REQUEST: "7" });

    it("writes one where there is none yet, whatever others wrote", async () => {
      put("preview/comment.md", "## Access\n");
      const { exitCode, asked, output } = await comment([
        { id: 1, user: somebody, body: "<!-- xput preview prod -->\nan imitation" },
        { id: 2, user: bot, body: "<!-- xput preview dev -->\nanother environment" },
      ]);
      assert.equal(exitCode, 0, output);
      assert.deepEqual(
        writes(asked).map(({ method, path, body }) => [method, path, body]),
        [
          [
            "POST",
            "/repos/acme/infra/issues/7/comments",
            {
              body: "<!-- xput preview prod -->\n## Access\n\n\n[The run, with the full text](https://github.example/run/1)\n",
            },
          ],
        ],
      );
      assert.ok(asked.every(({ authorization }) => authorization === "bearer a-token"));
    });

    it("replaces its own on the next push", async () => {
      put("preview/comment.md", "## Access\n");
      const { asked } = await comment([{ id: 3, user: bot, body: "<!-- xput preview prod -->\nold" }]);
      assert.deepEqual(
        writes(asked).map(({ method, path }) => [method, path]),
        [["PATCH", "/repos/acme/infra/issues/comments/3"]],
      );
    });

    it("finds its own behind more than one page of others", async () => {
      put("preview/comment.md", "## Access\n");
      const others = Array.from({ length: 100 }, (_, id) => ({ id, user: somebody, body: "hello" }));
      const own = [{ id: 200, user: bot, body: "<!-- xput preview prod -->\nold" }];
      const { asked } = await run(
        script,
        ({ method, path }) => (method === "GET" ? (path.endsWith("&page=1") ? others : own) : {}),
        { PULL_REQUEST: "7" },
      );
      assert.match(writes(asked)[0]?.path ?? "", /comments\/200$/);
    });

    it("says that the preview failed, rather than leave an old comment standing", async () => {
      for (const text of [undefined, ""]) {
        if (text !== undefined) put("preview/comment.md", text);
        const { asked } = await comment([{ id: 3, user: bot, body: "<!-- xput preview prod -->\nold" }]);
        assert.match(JSON.stringify(writes(asked)[0]?.body), /preview of \*\*prod\*\* failed/);
      }
    });

    it("fails where the comment would be too long, or GitHub refuses, without showing its token", async () => {
      put("preview/comment.md", "x".repeat(65_536));
      const long = await comment([]);
      assert.equal(long.exitCode, 1);
      assert.deepEqual(writes(long.asked), []);
      put("preview/comment.md", "## Access\n");
      const refused = await run(script, () => undefined, { PULL_REQUEST: "7" });
      assert.equal(refused.exitCode, 1);
      assert.match(refused.output, /GitHub answered 404/);
      assert.ok(!refused.output.includes("a-token"));
    });
  });

  describe("of the issue about drift", () => {
    const script = scriptOf(readWorkflow("drift.yml"), "issue", "open, update or close the issue");
    const issue = (issues: readonly unknown[]) =>
      run(script, ({ method }) => (method === "GET" ? issues : {}));
    const own = { number: 5, user: bot, body: "<!-- xput drift prod -->\nold" };
    const found = () => {
      put("drift/state", "found\n");
      put("drift/drift.md", "the bucket lost its public access block\n");
    };

    it("opens one, and updates it while the drift is there", async () => {
      found();
      const opened = writes((await issue([{ number: 1, user: somebody, body: null }])).asked);
      assert.deepEqual(
        opened.map(({ method, path }) => [method, path]),
        [["POST", "/repos/acme/infra/issues"]],
      );
      assert.match(JSON.stringify(opened[0]?.body), /lost its public access block/);
      const updated = writes((await issue([own])).asked);
      assert.deepEqual(
        updated.map(({ method, path }) => [method, path]),
        [["PATCH", "/repos/acme/infra/issues/5"]],
      );
    });

    it("closes it once nothing differs, and opens none then", async () => {
      put("drift/state", "none\n");
      assert.deepEqual(
        writes((await issue([own])).asked).map(({ body }) => body),
        [{ state: "closed" }],
      );
      assert.deepEqual(writes((await issue([])).asked), []);
    });
  });

  describe(".ci/signIn.mjs", () => {
    const signIn = async (args: readonly string[], environment: Readonly<Record<string, string>>) => {
      mkdirSync(join(folder, "bin"), { recursive: true });
      writeFileSync(
        join(folder, "bin", "pulumi"),
        `#!${process.execPath}\nrequire("fs").writeFileSync("${folder}/login", process.argv.slice(2).join(" "));`,
        { mode: 0o755 },
      );
      return runCommand(process.execPath, [join(root, ".ci", "signIn.mjs"), ...args], {
        env: { PATH: `${folder}/bin:${process.env.PATH ?? ""}`, RUNNER_TEMP: folder, ...environment },
      });
    };
    const onGitHub = async (args: readonly string[], environment: Readonly<Record<string, string>>) => {
      const server = await startGitHubApi(({ path, authorization }) =>
        authorization === "bearer bearer-of-the-job" ? { value: `token for ${path}` } : undefined,
      );
      try {
        return await signIn(args, {
          ACTIONS_ID_TOKEN_REQUEST_URL: `${server.url}/token?v=1`,
          ACTIONS_ID_TOKEN_REQUEST_TOKEN: "bearer-of-the-job",
          ...environment,
        });
      } finally {
        server.stop();
      }
    };

    it("signs in to read with the roles for previews and the state's own, and prints no token", async () => {
      const { exitCode, stdout, output } = await onGitHub(["read", "prod"], {
        PULUMI_BACKEND_URL: "s3://state",
        PULUMI_ORG: "acme",
        XPUT_STATE_READ_ROLE_ARN: "arn:aws:iam::999999999999:role/state-read",
        XPUT_STATE_ROLE_ARN: "arn:aws:iam::999999999999:role/state",
      });
      assert.equal(exitCode, 0, output);
      const lines = stdout.trimEnd().split("\n");
      assert.deepEqual(
        lines.filter((line) => !line.startsWith("AWS_WEB_IDENTITY_TOKEN_FILE=")),
        [
          "XPUT_111111111111_ROLE_ARN=arn:aws:iam::111111111111:role/xput-deploy-read",
          "XPUT_222222222222_ROLE_ARN=arn:aws:iam::222222222222:role/xput-deploy-read",
          "AWS_ROLE_ARN=arn:aws:iam::999999999999:role/state-read",
        ],
      );
      const file = lines.find((line) => line.startsWith("AWS_WEB_IDENTITY_TOKEN_FILE="))?.split("=")[1] ?? "";
      assert.equal(readFileSync(file, "utf8"), "token for /token?v=1&audience=sts.amazonaws.com");
      assert.equal(statSync(file).mode & 0o777, 0o600);
      assert.ok(!output.includes("token for"));
      assert.ok(
        !existsSync(join(folder, "login")),
        "with a backend of its own nothing signs in to Pulumi Cloud",
      );
    });

    it("signs in to deploy with the deploy roles", async () => {
      const { stdout } = await onGitHub(["deploy", "prod"], {
        XPUT_STATE_READ_ROLE_ARN: "arn:aws:iam::999999999999:role/state-read",
        XPUT_STATE_ROLE_ARN: "arn:aws:iam::999999999999:role/state",
      });
      assert.match(stdout, /^XPUT_111111111111_ROLE_ARN=.*role\/xput-deploy$/m);
      assert.match(stdout, /^AWS_ROLE_ARN=.*role\/state$/m);
    });

    it("signs in to Pulumi Cloud with a token for the organization", async () => {
      const { exitCode, stdout, output } = await onGitHub(["pulumi-cloud"], { PULUMI_ORG: "acme" });
      assert.equal(exitCode, 0, output);
      assert.equal(stdout, "");
      const login = readFileSync(join(folder, "login"), "utf8");
      assert.match(
        login,
        /^login --oidc-token file:\/\/\S+ --oidc-org acme --default-org acme --non-interactive$/,
      );
      const file = /file:\/\/(\S+)/.exec(login)?.[1] ?? "";
      assert.equal(readFileSync(file, "utf8"), "token for /token?v=1&audience=urn%3Apulumi%3Aorg%3Aacme");
    });

    it("takes a token that the CI hands over, as GitLab does", async () => {
      const { exitCode, stdout, output } = await signIn(["read", "prod"], { XPUT_AWS_TOKEN: "from-gitlab" });
      assert.equal(exitCode, 0, output);
      const file = /AWS_WEB_IDENTITY_TOKEN_FILE=(.*)/.exec(stdout)?.[1] ?? "";
      assert.equal(readFileSync(file, "utf8"), "from-gitlab");
    });

    it("fails where the job may not ask for tokens, or asks for something else", async () => {
      const refused = await signIn(["read", "prod"], {});
      assert.equal(refused.exitCode, 1);
      assert.match(refused.output, /id-token: write/);
      for (const args of [[], ["read"], ["write", "prod"]])
        assert.equal((await signIn(args, {})).exitCode, 1);
    });
  });
});
