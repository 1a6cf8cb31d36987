import type { CloudTrail, Trail } from "@aws-sdk/client-cloudtrail";
import { defineResource } from "../resourceType";
import type { Checked } from "../schema";
import { differs } from "./differs";
import { changeTags, tagsToAws, toldTags } from "./tags";
import {
  advancedEventSelectors,
  advancedToAws,
  eventSelectors,
  selectorsToAws,
  toldAdvanced,
  toldSelectors,
} from "./trailSelectors";

const inputs = {
  name: { type: "string", required: true, createOnly: true, pattern: "[a-zA-Z0-9][a-zA-Z0-9._-]{2,127}" },
  s3BucketName: { type: "string", required: true },
  s3KeyPrefix: { type: "string" },
  kmsKeyId: { type: "string", pattern: "arn:aws[a-z-]*:kms:.+" },
  cloudWatchLogsGroupArn: { type: "string", pattern: "arn:aws[a-z-]*:logs:.+" },
  cloudWatchLogsRoleArn: { type: "string", pattern: "arn:aws[a-z-]*:iam:.+" },
  snsTopicName: { type: "nameOrArn" },
  enableLogFileValidation: { type: "boolean", default: false },
  includeGlobalServiceEvents: { type: "boolean", default: true },
  isMultiRegionTrail: { type: "boolean", default: false },
  isOrganizationTrail: { type: "boolean", default: false },
  enableLogging: { type: "boolean", default: true },
  eventSelectors,
  advancedEventSelectors,
  tags: { type: "stringMap" },
} as const;

type Args = Checked<typeof inputs>;

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/cloudtrail/trail/ */
export const trail = defineResource({
  token: "aws:cloudtrail/trail:Trail",
  title: "CloudTrail Trail",
  inputs,
  exclusive: ["eventSelectors", "advancedEventSelectors"],
  identity: ["name"],
  computed: ["arn", "homeRegion", "snsTopicArn"],
  goneCodes: ["TrailNotFound", "InvalidTrailName"],

  async create(aws, args) {
    const cloudTrail = await aws.cloudTrail();
    const { TrailARN } = await cloudTrail.createTrail({
      Name: args.name,
      S3BucketName: args.s3BucketName,
      S3KeyPrefix: args.s3KeyPrefix,
      KmsKeyId: args.kmsKeyId,
      CloudWatchLogsLogGroupArn: args.cloudWatchLogsGroupArn,
      CloudWatchLogsRoleArn: args.cloudWatchLogsRoleArn,
      SnsTopicName: args.snsTopicName,
      EnableLogFileValidation: args.enableLogFileValidation,
      IncludeGlobalServiceEvents: args.includeGlobalServiceEvents,
      IsMultiRegionTrail: args.isMultiRegionTrail,
      IsOrganizationTrail: args.isOrganizationTrail,
      TagsList: tagsToAws(args.tags),
    });
    if (TrailARN === undefined) throw new Error("AWS answered without the trail's ARN");
    return TrailARN;
  },

  async settle(aws, args, id) {
    const cloudTrail = await aws.cloudTrail();
    // A new trail does not log.
    if (args.enableLogging) await setLogging(cloudTrail, id, true);
    if (hasSelectors(args)) await putSelectors(cloudTrail, id, args);
  },

  async read(aws, id) {
    const cloudTrail = await aws.cloudTrail();
    // Trails of other regions and of the organization are found by their ARN only.
    const { trailList: [live] = [] } = await cloudTrail.describeTrails({ trailNameList: [id] });
    if (live?.TrailARN === undefined) return undefined;
    const arn = live.TrailARN;
    const { IsLogging } = await cloudTrail.getTrailStatus({ Name: arn });
    const custom = live.HasCustomEventSelectors
      ? await cloudTrail.getEventSelectors({ TrailName: arn })
      : { EventSelectors: [], AdvancedEventSelectors: [] };
    const { ResourceTagList: [tagged] = [] } = await cloudTrail.listTags({ ResourceIdList: [arn] });
    return {
      id: arn,
      inputs: {
        ...toldTrail(live),
        enableLogging: IsLogging,
        eventSelectors: toldSelectors(custom.EventSelectors),
        advancedEventSelectors: toldAdvanced(custom.AdvancedEventSelectors),
        tags: toldTags(tagged?.TagsList),
      },
      outputs: { arn, homeRegion: live.HomeRegion ?? "", snsTopicArn: live.SnsTopicARN ?? "" },
    };
  },

  async update(aws, id, args, olds) {
    const cloudTrail = await aws.cloudTrail();
    const changed = (...names: readonly (keyof typeof inputs)[]) =>
      names.some((name) => differs(inputs, name, olds, args));
    const changes = {
      ...(changed("s3BucketName") && { S3BucketName: args.s3BucketName }),
      ...(changed("s3KeyPrefix") && { S3KeyPrefix: args.s3KeyPrefix ?? "" }),
      ...(changed("kmsKeyId") && { KmsKeyId: args.kmsKeyId ?? "" }),
      // CloudTrail takes these two only together.
      ...(changed("cloudWatchLogsGroupArn", "cloudWatchLogsRoleArn") && {
        CloudWatchLogsLogGroupArn: args.cloudWatchLogsGroupArn ?? "",
        CloudWatchLogsRoleArn: args.cloudWatchLogsRoleArn ?? "",
      }),
      ...(changed("snsTopicName") && { SnsTopicName: args.snsTopicName ?? "" }),
      ...(changed("enableLogFileValidation") && { EnableLogFileValidation: args.enableLogFileValidation }),
      ...(changed("includeGlobalServiceEvents") && {
        IncludeGlobalServiceEvents: args.includeGlobalServiceEvents,
      }),
      ...(changed("isMultiRegionTrail") && { IsMultiRegionTrail: args.isMultiRegionTrail }),
      ...(changed("isOrganizationTrail") && { IsOrganizationTrail: args.isOrganizationTrail }),
    };
    if (Object.keys(changes).length > 0) await cloudTrail.updateTrail({ Name: id, ...changes });
    if (changed("enableLogging")) await setLogging(cloudTrail, id, args.enableLogging);
    if (changed("eventSelectors", "advancedEventSelectors")) await putSelectors(cloudTrail, id, args);
    if (changed("tags")) {
      await changeTags(olds.tags, args.tags, {
        remove: (keys) => {
          const TagsList = keys.map((Key) => ({ Key }));
          return cloudTrail.removeTags({ ResourceId: id, TagsList });
        },
        set: (tags) => cloudTrail.addTags({ ResourceId: id, TagsList: tagsToAws(tags) }),
      });
    }
  },

  async delete(aws, id) {
    const cloudTrail = await aws.cloudTrail();
    await cloudTrail.deleteTrail({ Name: id });
  },
});

async function setLogging(cloudTrail: CloudTrail, Name: string, on: boolean): Promise<void> {
  if (on) await cloudTrail.startLogging({ Name });
  else await cloudTrail.stopLogging({ Name });
}

function hasSelectors(args: Args): boolean {
  return (args.advancedEventSelectors ?? []).length > 0 || (args.eventSelectors ?? []).length > 0;
}

async function putSelectors(cloudTrail: CloudTrail, TrailName: string, args: Args): Promise<void> {
  const { advancedEventSelectors: advanced = [], eventSelectors: basic = [] } = args;
  await cloudTrail.putEventSelectors({
    TrailName,
    ...(advanced.length > 0
      ? { AdvancedEventSelectors: advancedToAws(advanced) }
      : { EventSelectors: selectorsToAws(basic) }),
  });
}

function toldTrail(live: Trail) {
  return {
    name: live.Name,
    s3BucketName: live.S3BucketName,
    s3KeyPrefix: live.S3KeyPrefix ?? null,
    kmsKeyId: live.KmsKeyId ?? null,
    cloudWatchLogsGroupArn: live.CloudWatchLogsLogGroupArn ?? null,
    cloudWatchLogsRoleArn: live.CloudWatchLogsRoleArn ?? null,
    snsTopicName: live.SnsTopicARN ?? null,
    enableLogFileValidation: live.LogFileValidationEnabled,
    includeGlobalServiceEvents: live.IncludeGlobalServiceEvents,
    isMultiRegionTrail: live.IsMultiRegionTrail,
    isOrganizationTrail: live.IsOrganizationTrail,
  };
}
