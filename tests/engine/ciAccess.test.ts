/**
 * How CI works with a stack that asks for everything, through the real engine: it signs in to each account with tokens
 * alone, the roles for previews suffice to preview, refresh and plan, and change nothing; the deploy roles carry out
 * that very plan.
 *
 * The provider is the stand-in, so calls that only the official one makes are not proven to be allowed.
 */
import assert from "node:assert/strict";
import { askedDuring } from "../../bench/bootstrapMinimal/decisions";
import { wideStack } from "../../bench/bootstrapMinimal/wideStack";
import type { LocalAws } from "../../local/admin";
import { installEngine } from "../../local/engine/install";
import { pluginDirectories } from "../../local/engine/plugins";
import { ensureLocalAws } from "../../local/localAws";
import { ensureStack } from "../../local/localStack";
import { projectRoot } from "../../local/paths";
import { pulumiEnvironment } from "../../local/pulumiEnvironment";
import { seedForCi, signIn } from "../../local/rehearse/ciAccess";
import { runInJob } from "../../local/rehearse/job";
import { withScratch } from "../../local/rehearse/scratch";
import type { CommandResult } from "../../local/runCommand";
import type { LocalRequest } from "../../local/setUp";
import { freePort } from "../../local/store/freePort";

describe("CI on a stack that asks for everything", function () {
  this.timeout(900_000);
  let done: () => void = () => undefined;
  let ended: Promise<void> | undefined;
  let aws: LocalAws;
  let first: LocalRequest;
  let changed: LocalRequest;
  let plan = "";
  /** Runs `pulumi` in a job with these roles and this token. */
  let pulumi: (
    roles: "read" | "deploy",
    request: LocalRequest,
    args: readonly string[],
    token?: "read" | "deploy",
  ) => Promise<CommandResult>;

  before(async () => {
    const { pulumi: program, ...engine } = await installEngine(() => undefined);
    const directories = await pluginDirectories({ pulumi: program, ...engine }, () => undefined);
    await new Promise<void>((ready, failed) => {
      ended = withScratch(async ({ tokenFile, signal }) => {
        const port = await freePort();
        const { endpoint } = await ensureLocalAws(port);
        first = wideStack("first", port);
        changed = wideStack("changed", port);
        aws = { endpoint, region: first.settings.destination.region };
        plan = `${tokenFile}.plan`;
        await seedForCi(aws, first.settings);
        const environment = pulumiEnvironment(aws, first.settings.destination.accountId, directories);
        await ensureStack({
          name: first.stackName,
          stackFile: first.stackFile,
          pulumi: program,
          environment,
        });
        pulumi = async (roles, { settings, stackFile }, args, token = roles) => {
          const signedIn = await signIn(settings, roles, environment, tokenFile);
          await signIn(settings, token, environment, tokenFile);
          const flags = ["--stack", first.stackName, "--config-file", stackFile, "--non-interactive"];
          const job = { folder: projectRoot, environment: signedIn, signal };
          return runInJob(job, [program, ...args, ...flags, "--color", "never"], () => undefined);
        };
        ready();
        await new Promise<void>((resolve) => (done = resolve));
      });
      ended.catch(failed);
    });
  });
  after(async () => {
    done();
    await ended;
  });

  const works = ({ exitCode, output }: CommandResult) => {
    assert.equal(exitCode, 0, output);
    return output;
  };
  /** Runs as the roles for previews, and tells what they were refused. */
  const refusedWhile = async (args: readonly string[], request: LocalRequest) => {
    const { result, asked } = await askedDuring(aws, "xput-deploy-read", () => pulumi("read", request, args));
    const refused = asked.filter(({ allowed }) => !allowed).map(({ action }) => action);
    return { result, asked: asked.length, refused: [...new Set(refused)] };
  };

  it("deploys as the deploy roles, by tokens alone", async () => {
    works(await pulumi("deploy", first, ["up", "--yes", "--skip-preview"]));
  });

  it("refreshes and previews as the roles that read, with nothing refused and no provider changed", async () => {
    const refresh = await refusedWhile(["refresh", "--preview-only", "--expect-no-changes"], first);
    works(refresh.result);
    assert.ok(refresh.asked > 0, "the local AWS saw them");
    assert.deepEqual(refresh.refused, []);
    const preview = await refusedWhile(["preview", "--refresh", "--expect-no-changes"], first);
    works(preview.result);
    assert.deepEqual(preview.refused, []);
  });

  it("plans a change of everything as the roles that read, which cannot carry it out", async () => {
    await seedForCi(aws, changed.settings);
    const planned = await refusedWhile(["preview", "--save-plan", plan], changed);
    assert.match(works(planned.result), /to update/);
    assert.deepEqual(planned.refused, []);
    const tried = await pulumi("read", changed, ["up", "--yes", "--skip-preview"]);
    assert.notEqual(tried.exitCode, 0);
    assert.match(tried.output, /is not authorized to perform/);
  });

  it("lets no pull request's token work as a deploy role", async () => {
    const { exitCode, output } = await pulumi("deploy", changed, ["preview"], "read");
    assert.notEqual(exitCode, 0);
    assert.match(output, /AssumeRoleWithWebIdentity|AccessDenied/);
  });

  it("carries out that plan as the deploy roles", async () => {
    works(await pulumi("deploy", changed, ["up", "--yes", "--skip-preview", "--plan", plan]));
    works(await pulumi("read", changed, ["preview", "--expect-no-changes"]));
  });
});
