/** The account, the region and the fixed names of the test's resources. */
export const accountId = "481516234299";
export const region = "eu-west-1";
export const root = `arn:aws:iam::${accountId}:root`;
export const data = "types-data";
export const logs = "types-logs";
export const replica = "types-replica";
export const trailArn = `arn:aws:cloudtrail:${region}:${accountId}:trail/types`;
export const groupArn = `arn:aws:logs:${region}:${accountId}:log-group:/types/trail`;
export const topicArn = `arn:aws:sns:${region}:${accountId}:types-alarms`;
export const iamArn = (resource: string) => `arn:aws:iam::${accountId}:${resource}`;

/** The JSON text of a policy. */
export const document = (...statements: readonly object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
