/**
 * What the workflow files may not do, whoever edits them: run what is not pinned, hand permissions or tokens to the
 * code of a pull request, or call what does not exist.
 *
 * Does not prove that GitHub takes the files: tests/engine/workflows asks actionlint.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pinnedVersion } from "../../local/engine/version";
import { runCommand } from "../../local/runCommand";
import { readWorkflow, readWorkflows, type Job, type Step, type Workflow } from "./readWorkflow";

const root = join(__dirname, "..", "..");
const workflows = readWorkflows();
const jobsOf = ({ file, jobs }: Workflow) =>
  Object.entries(jobs).map(([name, job]) => [`${file}: ${name}`, job] as const);
const allJobs = workflows.flatMap(jobsOf);
const checksOut = ({ steps }: Job) => steps.some(({ uses }) => uses?.startsWith("actions/checkout@"));

/** What is wrong with the place that an action comes from. */
function unpinned({ uses }: Step): boolean {
  return uses !== undefined && !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/.test(uses);
}

/** Commands of ours that scripts and documents call: `npm run X` and `npx xput Y`. */
function called(text: string): { readonly scripts: string[]; readonly subcommands: string[] } {
  const all = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = ""]) => name);
  return { scripts: all(/\bnpm run ([\w:]+)/g), subcommands: all(/\b(?:npx )?xput ([a-z]+) --/g) };
}

describe("the workflow files", () => {
  it("are these", () => {
    assert.deepEqual(workflows.map(({ file }) => file).sort(), [
      "ci.yml",
      "deploy.yml",
      "drift.yml",
      "policy-publish.yml",
      "preview.yml",
    ]);
  });

  it("pin every action by its commit, and say its version beside it", () => {
    for (const [name, { steps }] of allJobs) assert.deepEqual(steps.filter(unpinned), [], name);
    assert.ok(unpinned({ uses: "actions/checkout@v4" }) && unpinned({ uses: "./local-action" }));
    for (const { file, text } of workflows) {
      for (const line of text.split("\n").filter((line) => /^\s*(?:- )?uses:/.test(line)))
        assert.match(line, /@[0-9a-f]{40} # v\d+\.\d+\.\d+$/, file);
    }
  });

  it("use the same commit of an action everywhere", () => {
    const uses = allJobs.flatMap(([, { steps }]) => steps.flatMap(({ uses }) => uses ?? []));
    const actions = new Set(uses.map((one) => one.split("@")[0]));
    assert.equal(new Set(uses).size, actions.size);
  });

  it("never run a pull request with the permissions of the repository", () => {
    for (const { file, on } of workflows) {
      assert.ok(!("pull_request_target" in on), file);
      assert.ok(!("workflow_run" in on), file);
    }
  });

  it("give no permission but reading to a whole workflow", () => {
    for (const { file, permissions } of workflows) assert.deepEqual(permissions, { contents: "read" }, file);
  });

  it("give a job that may write to the repository none of its code to run", () => {
    const writers = allJobs.filter(([, { permissions = {} }]) =>
      Object.entries(permissions).some(([name, level]) => level === "write" && name !== "id-token"),
    );
    assert.deepEqual(
      writers.map(([name, job]) => [name, checksOut(job)]),
      [
        ["drift.yml: issue", false],
        ["preview.yml: comment", false],
      ],
    );
  });

  it("give tokens to these jobs only, and none of them beside write access", () => {
    const signing = allJobs.filter(([, { permissions }]) => permissions?.["id-token"] === "write");
    assert.deepEqual(
      signing.map(([name]) => name),
      [
        "deploy.yml: plan",
        "deploy.yml: deploy",
        "drift.yml: drift",
        "policy-publish.yml: publish",
        "preview.yml: preview",
      ],
    );
    for (const [name, { permissions }] of signing)
      assert.deepEqual(permissions, { contents: "read", "id-token": "write" }, name);
  });

  it("run nothing for the pull request of a fork, and deploy only main, after approval", () => {
    const { preview, comment } = readWorkflow("preview.yml").jobs;
    const ofThisRepository = "github.event.pull_request.head.repo.full_name == github.repository";
    for (const job of [preview, comment])
      assert.ok((job?.if ?? "").split("&&").some((part) => part.trim() === ofThisRepository));
    const { plan, deploy } = readWorkflow("deploy.yml").jobs;
    assert.match(plan?.if ?? "", /github\.ref == 'refs\/heads\/main'/);
    assert.equal(deploy?.needs, "plan");
    assert.equal(deploy.environment, "${{ matrix.environment }}");
  });

  it("sign in to deploy only where an environment approves", () => {
    for (const [name, { steps, environment }] of allJobs) {
      const deploys = steps.some(({ run = "" }) => /signIn\.mjs deploy|pulumi up|policy publish/.test(run));
      assert.equal(environment !== undefined, deploys, name);
    }
  });

  it("carry out the plan that was kept, and no other", () => {
    const ups = allJobs.flatMap(([, { steps }]) => steps.filter(({ run }) => run?.includes("pulumi up")));
    assert.equal(ups.length, 1);
    assert.match(ups[0]?.run ?? "", /--plan plan\/plan\.json/);
  });

  it("put no expression into a script: values come through the environment", () => {
    for (const [name, { steps }] of allJobs) {
      for (const { run = "" } of steps) assert.ok(!run.includes("${{"), `${name}: ${run}`);
    }
  });

  it("hold no secret, and keep none in the checkout", () => {
    for (const { file, text } of workflows) assert.ok(!/\bsecrets\./.test(text), file);
    const checkouts = allJobs.flatMap(([, { steps }]) =>
      steps.filter(({ uses }) => uses?.startsWith("actions/checkout@")),
    );
    assert.ok(checkouts.length >= 5);
    for (const step of checkouts) assert.equal(step.with?.["persist-credentials"], false);
  });

  it("end by themselves, and do not run twice at once", () => {
    for (const { file, jobs, concurrency } of workflows) {
      for (const [name, job] of Object.entries(jobs)) {
        assert.ok((job["timeout-minutes"] ?? Infinity) <= 90, `${file}: ${name}`);
        const follows = job.needs !== undefined;
        assert.ok((concurrency ?? job.concurrency) !== undefined || follows, `${file}: ${name}`);
      }
    }
  });

  it("use the Pulumi that the project pins", () => {
    for (const { file, text } of workflows.filter(({ text }) => text.includes("pulumi ")))
      assert.match(text, new RegExp(`\\n  PULUMI_VERSION: ${pinnedVersion.replaceAll(".", "\\.")}\\n`), file);
  });

  it("call only scripts and subcommands that exist", async function () {
    this.timeout(60_000);
    const documents = ["docs/ci.md", "docs/pulumi-cloud.md"].map((path) =>
      readFileSync(join(root, path), "utf8"),
    );
    const texts = [...workflows.map(({ text }) => text), ...documents];
    const scripts = new Set(texts.flatMap((text) => called(text).scripts));
    const subcommands = new Set(texts.flatMap((text) => called(text).subcommands));
    const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    for (const script of scripts) assert.ok(script in manifest.scripts, `npm run ${script}`);
    assert.ok(scripts.has("pack:build") && subcommands.has("diff"));
    const { stdout } = await runCommand(process.execPath, [join(root, "cli", "xput.cjs"), "--help"]);
    for (const subcommand of subcommands)
      assert.match(stdout, new RegExp(`^  ${subcommand}\\b`, "m"), `xput ${subcommand}`);
  });
});
