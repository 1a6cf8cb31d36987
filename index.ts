import { dropPoint } from "./components/dropPoint";
import { quotaProblems } from "./iam/quotas";
import { stackSettings } from "./settings/stackSettings";

export const { bucketArn, writerRoleArns, accessPointArns, keyPolicyStatements } = dropPoint(
  stackSettings(quotaProblems),
);
