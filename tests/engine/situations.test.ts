/**
 * The situations that ship, each through the real engine under the real policy pack: up, what must work and what must
 * be refused, no change on a second preview and on refresh, exactly the expected changes for an edit, and down.
 *
 * What must be refused is refused by the local AWS, which decides on the stored documents; that AWS decides alike is
 * not proven here. Edits are previewed; one of each situation is deployed.
 */
import { ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import assert from "node:assert/strict";
import { adminCredentials, clientsFor } from "../../local/admin";
import { destroyStack } from "../../local/down";
import { runPulumi, stackFlags, type LocalStack } from "../../local/localStack";
import { seedAccounts } from "../../local/seed";
import { type LocalRequest, type LocalSetUp, setUp } from "../../local/setUp";
import { tryPuts } from "../../local/tryPuts";
import { tryRefusals } from "../../local/tryRefusals";
import type { UpOutcome } from "../../local/up";
import { emptyLocalAws, packFlagsFor, requestFor, shippedSettingsOf } from "./request";

/** A change of the settings, as texts of the stack's file, and what it changes. */
interface Edit {
  readonly what: string;
  readonly replace: readonly (readonly [from: string, to: string])[];
  /** Operation, type and name of every step that changes something, sorted. */
  readonly steps: readonly string[];
}

interface Situation {
  readonly stackName: string;
  /** Source and uploader of every put, in order. */
  readonly puts: readonly string[];
  /** Attempts that only this situation makes. */
  readonly attempts: readonly RegExp[];
  readonly edits: readonly Edit[];
  /** It is deployed, and every attempt is made again. */
  readonly deployed: Omit<Edit, "steps">;
}

const situations: readonly Situation[] = [
  {
    stackName: "departments",
    puts: [
      "everyone 778898693101 role/platform/uploader from 203.0.113.0",
      "everyone 778898693101 role/platform/uploader from vpce-0a1b2c3d4e5f60718",
      "everyone 778898693102 role/platform/uploader from 203.0.113.0",
      "everyone 778898693102 role/platform/uploader from vpce-0a1b2c3d4e5f60718",
      "finance user/finance/alice from 203.0.113.0",
      "finance user/finance/alice from vpce-0a1b2c3d4e5f60718",
      "finance user/finance/bob from 203.0.113.0",
      "finance user/finance/bob from vpce-0a1b2c3d4e5f60718",
      "marketing permission-set/MarketingUpload from 203.0.113.0",
      "marketing permission-set/MarketingUpload from vpce-0a1b2c3d4e5f60718",
      "marketing role/site/export from 203.0.113.0",
      "marketing role/site/export from vpce-0a1b2c3d4e5f60718",
    ],
    attempts: [
      /^the same from account \d+, which is not in the organization$/,
      /^assume with the tag of account \d+$/,
      /^user\/finance\/alice without a second factor$/,
      /^put from outside the network$/,
    ],
    edits: [
      {
        what: "another uploader",
        replace: [["role/site/export]", "role/site/export, role/site/photos]"]],
        steps: [
          "create aws:iam/rolePolicyAttachment:RolePolicyAttachment marketing-access-role/site/photos",
          "update aws:iam/role:Role marketing",
        ],
      },
      {
        what: "leaving out the bucket key",
        replace: [["bucketKey: true", "bucketKey: false"]],
        steps: [
          "update aws:iam/rolePolicy:RolePolicy everyone-put",
          "update aws:iam/rolePolicy:RolePolicy finance-put",
          "update aws:iam/rolePolicy:RolePolicy marketing-put",
          "update aws:kms/key:Key destination-key",
          "update aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration destination-encryption",
        ],
      },
      {
        what: "another prefix",
        replace: [["[marketing/]", "[campaigns/]"]],
        steps: ["update aws:iam/rolePolicy:RolePolicy marketing-put"],
      },
    ],
    deployed: { what: "another prefix", replace: [["[marketing/]", "[campaigns/]"]] },
  },
  {
    stackName: "vendor",
    puts: [
      "exporter role/export from 192.0.2.0",
      "appliance user/appliance from 192.0.2.128",
      "feed role/feed/publisher",
      "builds token of repo:acme-vendor/app:ref:refs/heads/main",
    ],
    attempts: [
      /^put without If-None-Match$/,
      /^put to the bucket itself$/,
      /^assume with a wrong external id$/,
      /^put at 2025-12-31T23:59:59\.000Z$/,
      /^put at 2036-01-01T00:00:00\.000Z$/,
      /^assume at 2036-01-01T00:00:00\.000Z$/,
      /^put with a key of its own \(SSE-C\)$/,
      /^assume with a token of repo:not-acme-vendor/,
    ],
    edits: [
      {
        what: "letting objects be replaced",
        replace: [["overwrite: deny", "overwrite: allow"]],
        steps: ["update aws:s3/bucketPolicy:BucketPolicy destination-policy"],
      },
      {
        what: "another access mode",
        replace: [["accessMode: accessPoint\n      prefixes: [feed/]", "prefixes: [feed/]"]],
        steps: [
          "create aws:iam/role:Role feed",
          "create aws:iam/rolePolicy:RolePolicy feed-put",
          "create xput:index:WriterRole feed",
          "delete aws:s3/accessPoint:AccessPoint feed",
          "delete xput:index:SourceAccessPoint feed",
          "update aws:cloudwatch/logMetricFilter:LogMetricFilter audit-alarms-count-undeclared-puts",
          "update aws:kms/key:Key destination-key",
          "update aws:s3/bucketPolicy:BucketPolicy destination-policy",
        ],
      },
    ],
    deployed: {
      what: "another access mode",
      replace: [["accessMode: bucketPolicy", "accessMode: accessPoint"]],
    },
  },
  {
    stackName: "backup",
    puts: [
      "erp role/backup/erp",
      "erp role/backup/erp",
      "datacenter user/backup/agent",
      "datacenter user/backup/agent",
      "warehouse role/backup/warehouse",
    ],
    attempts: [/^put with a key of account/],
    edits: [
      {
        what: "another account of a source",
        replace: [["171717171717", "171717171718"]],
        steps: [
          "create pulumi:providers:aws source-171717171718",
          "delete pulumi:providers:aws source-171717171717",
          "replace aws:iam/policy:Policy erp-access",
          "replace aws:iam/role:Role erp",
          "replace aws:iam/rolePolicy:RolePolicy erp-put",
          "replace aws:iam/rolePolicyAttachment:RolePolicyAttachment erp-access-role/backup/erp",
        ],
      },
      {
        what: "another kind of encryption",
        replace: [["kind: kms\n      bucketKey: false", "kind: dsse"]],
        steps: [
          "update aws:s3/bucketPolicy:BucketPolicy destination-policy",
          "update aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration destination-encryption",
          "update aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration replica-encryption",
        ],
      },
    ],
    deployed: {
      what: "another kind of encryption",
      replace: [["kind: kms\n      bucketKey: false", "kind: dsse"]],
    },
  },
];

describe("the situations that ship", function () {
  this.timeout(600_000);
  before(emptyLocalAws);

  for (const situation of situations) {
    describe(situation.stackName, () => {
      tellSituation(situation);
    });
  }
});

function tellSituation({ stackName, puts, attempts, edits, deployed }: Situation): void {
  const shipped = shippedSettingsOf(stackName);
  let request: LocalRequest;
  let local: LocalSetUp;
  let outcome: UpOutcome;

  before(async () => {
    request = requestFor(stackName, shipped, stackName);
    local = await setUp(request);
    outcome = await deployAndTry(local, request);
  });

  it("lets every uploader put", () => {
    assert.deepEqual(failed(outcome.puts), []);
    assert.deepEqual(
      outcome.puts.map(({ source, uploader }) => `${source} ${uploader}`),
      puts,
    );
  });

  it("refuses what must be refused, and allows its twin", () => {
    assert.deepEqual(failed(outcome.refusals), []);
    for (const pattern of attempts) {
      assert.ok(
        outcome.refusals.some(({ attempt }) => pattern.test(attempt)),
        String(pattern),
      );
    }
  });

  it("shows no change in a preview and in a refresh afterwards", async () => {
    const preview = await pulumi(local.stack, "preview", ...packFlagsFor(request), "--expect-no-changes");
    assert.equal(preview.exitCode, 0, preview.output);
    const refresh = await pulumi(local.stack, "refresh", "--yes", "--expect-no-changes");
    assert.equal(refresh.exitCode, 0, refresh.output);
  });

  it("changes the parts of each bucket one after another, since S3 answers 409 to two at once", async () => {
    const resources = await resourcesOf(local.stack);
    // The engine takes a resource to need what its component needs.
    const needs = new Map(
      resources.map(({ urn, parent, dependencies = [] }) => [
        urn,
        parent === undefined ? dependencies : [...dependencies, parent],
      ]),
    );
    const reaches = (from: string, to: string): boolean =>
      (needs.get(from) ?? []).some((urn) => urn === to || reaches(urn, to));
    const parts = resources.filter(({ type }) => /^aws:s3\/bucket[A-Z]\w*:/.test(type));
    const bucketOf = ({ inputs }: StateResource) => String(inputs?.["bucket"]);
    const buckets = new Set(parts.map(bucketOf));
    assert.ok(buckets.size > 1);
    for (const bucket of buckets) {
      const some = parts.filter((part) => bucketOf(part) === bucket);
      assert.ok(some.length > 1, bucket);
      const together = some.flatMap((one) =>
        some
          .filter(({ urn }) => urn > one.urn && !reaches(urn, one.urn) && !reaches(one.urn, urn))
          .map(({ urn }) => `${bucket}: ${nameOf(one.urn)} and ${nameOf(urn)}`),
      );
      assert.deepEqual(together, []);
    }
  });

  for (const { what, replace, steps } of edits) {
    it(`changes exactly what ${what} changes`, async () => {
      const { settings, stackFile } = requestFor(`${stackName}-edited`, edited(shipped, replace), stackName);
      // A new account has a deploy role before anything is deployed there.
      await seedAccounts(local.aws, settings);
      const stack = { ...local.stack, stackFile };
      const { exitCode, stdout, output } = await pulumi(stack, "preview", "--json");
      assert.equal(exitCode, 0, output);
      const preview = JSON.parse(stdout) as { steps: { op: string; urn: string }[] };
      const changes = preview.steps
        .filter(({ op }) => op !== "same")
        .map(({ op, urn }) => `${op} ${urn.split("::").slice(2).join(" ").replace(/^.*\$/, "")}`);
      assert.deepEqual(changes.sort(), steps);
    });
  }

  it(`goes on to let in and refuse with ${deployed.what}`, async () => {
    const changed = requestFor(`${stackName}-deployed`, edited(shipped, deployed.replace), stackName);
    const { puts: changedPuts, refusals } = await deployAndTry(await setUp(changed), changed);
    assert.deepEqual(failed([...changedPuts, ...refusals]), []);
  });

  it("does not go down while there are objects, and says so", async () => {
    const before = await versions(local, request);
    assert.ok(before.length > 0);
    const waysIn = ["xput:index:WriterRole", "xput:index:SourceAccessPoint", "xput:index:SourceAccess"];
    assert.ok((await resourceTypes(local.stack)).some((type) => waysIn.includes(type)));
    const destroy = await pulumi(local.stack, "destroy", "--yes");
    assert.notEqual(destroy.exitCode, 0, destroy.output);
    assert.match(destroy.output, /BucketNotEmpty: the bucket \S+ still has objects/);
    assert.deepEqual(await versions(local, request), before);
    const left = await resourceTypes(local.stack);
    assert.ok(left.includes("aws:s3/bucket:Bucket"));
    assert.deepEqual(
      left.filter((type) => waysIn.includes(type)),
      [],
    );
  });

  it("goes down once its buckets are empty", async () => {
    await destroyStack(local.aws, local.stack, request);
    assert.deepEqual(await resourceTypes(local.stack), []);
  });
}

async function deployAndTry({ stack, aws }: LocalSetUp, request: LocalRequest): Promise<UpOutcome> {
  const { settings } = request;
  const run = await pulumi(stack, "up", "--yes", ...packFlagsFor(request));
  assert.equal(run.exitCode, 0, run.output);
  return { puts: await tryPuts(aws, settings), refusals: await tryRefusals(aws, settings) };
}

function edited(text: string, replace: Edit["replace"]): string {
  return replace.reduce((before, [from, to]) => {
    const after = before.replace(from, to);
    assert.notEqual(after, before, `${from} is not in the settings`);
    return after;
  }, text);
}

function failed<T extends { readonly ok: boolean }>(outcomes: readonly T[]): readonly T[] {
  return outcomes.filter(({ ok }) => !ok);
}

function pulumi(stack: LocalStack, command: string, ...args: readonly string[]) {
  return runPulumi(stack, [command, ...stackFlags(stack), ...args]);
}

interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly parent?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly dependencies?: readonly string[];
}

async function resourcesOf(stack: LocalStack): Promise<readonly StateResource[]> {
  const { stdout } = await runPulumi(stack, ["stack", "export", "--stack", stack.name]);
  const { deployment } = JSON.parse(stdout) as { deployment: { resources?: StateResource[] } };
  return deployment.resources ?? [];
}

async function resourceTypes(stack: LocalStack): Promise<readonly string[]> {
  return (await resourcesOf(stack)).map(({ type }) => type);
}

const nameOf = (urn: string): string => urn.split("::").at(-1) ?? urn;

async function versions({ aws }: LocalSetUp, { settings }: LocalRequest): Promise<readonly string[]> {
  const { bucket, accountId } = settings.destination;
  const owner = clientsFor(aws, adminCredentials(accountId));
  const { Versions = [] } = await owner.s3
    .send(new ListObjectVersionsCommand({ Bucket: bucket }))
    .finally(owner.destroy);
  return Versions.map(({ Key = "", VersionId = "" }) => `${Key} ${VersionId}`);
}
