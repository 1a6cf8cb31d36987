/**
 * A stack that makes no trail but counts on one, and whose roles are bounded, through the real engine.
 *
 * The trail is of the destination's account here. An organization's trail, which a member account reads and cannot
 * change, is not proven.
 */
import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  type AdvancedEventSelector,
} from "@aws-sdk/client-cloudtrail";
import { GetRoleCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { adminCredentials, clientsFor, type LocalAws } from "../../local/admin";
import { runPulumi, stackFlags, type LocalStack } from "../../local/localStack";
import { packFlags } from "../../local/policyPack";
import { writePackConfiguration } from "../../local/packConfiguration";
import { put, withTrial } from "../../local/refusals/trial";
import { setUp, type LocalRequest } from "../../local/setUp";
import { up } from "../../local/up";
import { uploadersOf } from "../../local/uploaders";
import { emptyLocalAws, requestFor } from "./request";

const owner = "111111111111";
const bucket = "acme-watched";
const trailArn = `arn:aws:cloudtrail:eu-west-1:${owner}:trail/everything`;

const settings = `
config:
  pulumi:disable-default-providers: ["*"]
  xput:s3UsePathStyle: true
  xput:audit: { kind: existingTrail, trailArn: "${trailArn}", events: write }
  xput:destination:
    accountId: "${owner}"
    region: eu-west-1
    deployRole: role/xput-deploy
    permissionsBoundary: policy/xput-boundary
    bucket: ${bucket}
    encryption: { kind: kms, allowSseC: true }
    protect: false
  xput:sources:
    marketing:
      accountId: "222222222222"
      uploaders: [role/app/uploader]
      prefixes: [marketing/]
      manage: { deployRole: role/xput-deploy }
`;

const objectsOf = (arnStart: string): AdvancedEventSelector => ({
  Name: "objects",
  FieldSelectors: [
    { Field: "eventCategory", Equals: ["Data"] },
    { Field: "resources.type", Equals: ["AWS::S3::Object"] },
    { Field: "resources.ARN", StartsWith: [arnStart] },
  ],
});

describe("a stack that counts on a trail", function () {
  this.timeout(300_000);
  let request: LocalRequest;
  let stack: LocalStack;
  let aws: LocalAws;
  let trails: CloudTrailClient;

  before(async () => {
    await emptyLocalAws();
    request = requestFor("watched", settings, "watched");
    ({ stack, aws } = await setUp(request));
    trails = new CloudTrailClient({
      endpoint: aws.endpoint,
      region: aws.region,
      credentials: adminCredentials(owner),
    });
    await makeTrail();
  });
  after(() => {
    trails.destroy();
  });

  it("is refused at preview while the trail records another bucket's objects, and told what to add", async () => {
    await select(objectsOf("arn:aws:s3:::acme-other/"));
    const preview = await runPulumi(stack, ["preview", ...stackFlags(stack)]);
    assert.notEqual(preview.exitCode, 0, preview.output);
    assert.match(preview.output, /xput:audit\.trailArn: .*trail\/everything/);
    assert.match(preview.output, /arn:aws:s3:::acme-watched\//);
  });

  it("comes up once the trail records its objects, with every put and refusal", async () => {
    await select(objectsOf(`arn:aws:s3:::${bucket}/`));
    const { puts, refusals } = await up(request);
    assert.ok(puts.length > 0 && refusals.length > 0);
    assert.deepEqual(
      [...puts, ...refusals].filter(({ ok }) => !ok),
      [],
    );
  });

  it("takes a key of the writer's own (SSE-C), since its settings allow it", async () => {
    const source = request.settings.sources["marketing"] ?? assert.fail();
    const uploader = uploadersOf(source)[0] ?? assert.fail();
    const secret = randomBytes(32);
    await withTrial(aws, request.settings, "marketing", source, uploader, async (trial) => {
      await put(trial, {
        SSECustomerAlgorithm: "AES256",
        SSECustomerKey: secret.toString("base64"),
        SSECustomerKeyMD5: createHash("md5").update(secret).digest("base64"),
      });
    });
  });

  it("bounds the roles that it makes", async () => {
    const { iam, destroy } = clientsFor(aws, adminCredentials(owner));
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: "xput-marketing" })).finally(destroy);
    assert.equal(
      Role?.PermissionsBoundary?.PermissionsBoundaryArn,
      `arn:aws:iam::${owner}:policy/xput-boundary`,
    );
  });

  it("shows no change afterwards, in a preview and in a refresh", async () => {
    const pack = packFlags(writePackConfiguration(stack.name, request.settings));
    const preview = await runPulumi(stack, ["preview", ...stackFlags(stack), ...pack, "--expect-no-changes"]);
    assert.equal(preview.exitCode, 0, preview.output);
    const refresh = await runPulumi(stack, ["refresh", "--yes", ...stackFlags(stack), "--expect-no-changes"]);
    assert.equal(refresh.exitCode, 0, refresh.output);
  });

  async function makeTrail(): Promise<void> {
    const { s3, destroy } = clientsFor(aws, adminCredentials(owner));
    const Bucket = "acme-everything-logs";
    const source = { "aws:SourceArn": trailArn };
    const allow = (Action: string, Resource: string, more: object = {}) => ({
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action,
      Resource,
      Condition: { StringEquals: { ...source, ...more } },
    });
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        allow("s3:GetBucketAcl", `arn:aws:s3:::${Bucket}`),
        allow("s3:PutObject", `arn:aws:s3:::${Bucket}/AWSLogs/${owner}/*`, {
          "s3:x-amz-acl": "bucket-owner-full-control",
        }),
      ],
    });
    try {
      await s3.send(new CreateBucketCommand({ Bucket }));
      await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    } finally {
      destroy();
    }
    const Name = "everything";
    await trails.send(new CreateTrailCommand({ Name, S3BucketName: Bucket, IsMultiRegionTrail: true }));
    await trails.send(new StartLoggingCommand({ Name }));
  }

  async function select(selector: AdvancedEventSelector): Promise<void> {
    await trails.send(
      new PutEventSelectorsCommand({ TrailName: "everything", AdvancedEventSelectors: [selector] }),
    );
  }
});
