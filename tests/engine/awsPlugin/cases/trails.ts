import type { Case } from "./case";
import { data, groupArn, iamArn, logs } from "./names";

const puts = (prefix: string) => ({
  name: "puts",
  fieldSelectors: [
    { field: "eventCategory", equals: ["Data"] },
    { field: "resources.type", equals: ["AWS::S3::Object"] },
    { field: "resources.ARN", startsWiths: [`arn:aws:s3:::${data}/${prefix}`] },
  ],
});

/** A trail to a bucket and a log group. */
export const trails: readonly Case[] = [
  {
    token: "aws:cloudtrail/trail:Trail",
    name: "trail",
    id: "arn:aws:cloudtrail:eu-west-1:481516234299:trail/types",
    after: ["logsPolicy", "trailRolePolicy", "group"],
    inputs: {
      name: "types",
      s3BucketName: logs,
      s3KeyPrefix: "trail",
      kmsKeyId: "${key.arn}",
      cloudWatchLogsGroupArn: `${groupArn}:*`,
      cloudWatchLogsRoleArn: iamArn("role/types-trail"),
      enableLogFileValidation: true,
      includeGlobalServiceEvents: false,
      advancedEventSelectors: [puts("in/")],
      tags: { team: "a" },
    },
    edits: [
      { inputs: { s3KeyPrefix: "audit" }, diff: "~s3KeyPrefix" },
      { inputs: { enableLogFileValidation: false }, diff: "~enableLogFileValidation" },
      { inputs: { advancedEventSelectors: [puts("out/")] }, diff: "~advancedEventSelectors" },
      { inputs: { enableLogging: false }, diff: "~enableLogging" },
      { inputs: { tags: { team: "b" } }, diff: "~tags" },
      {
        inputs: { includeGlobalServiceEvents: true, isMultiRegionTrail: true },
        diff: "~includeGlobalServiceEvents,~isMultiRegionTrail",
      },
      {
        inputs: {
          advancedEventSelectors: null,
          eventSelectors: [
            {
              readWriteType: "WriteOnly",
              includeManagementEvents: false,
              dataResources: [{ type: "AWS::S3::Object", values: [`arn:aws:s3:::${data}/`] }],
            },
          ],
        },
        diff: "-advancedEventSelectors,+eventSelectors",
      },
      { inputs: { eventSelectors: null }, diff: "-eventSelectors", alone: true },
      {
        inputs: { cloudWatchLogsGroupArn: null, cloudWatchLogsRoleArn: null, enableLogging: true },
        diff: "-cloudWatchLogsGroupArn,-cloudWatchLogsRoleArn,~enableLogging",
      },
      { inputs: { kmsKeyId: null }, diff: "-kmsKeyId" },
    ],
  },
];
