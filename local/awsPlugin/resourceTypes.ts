import { accessPoint } from "./resources/accessPoint";
import { alias } from "./resources/alias";
import { bucket } from "./resources/bucket";
import { bucketLifecycleConfiguration } from "./resources/bucketLifecycleConfiguration";
import { bucketLogging } from "./resources/bucketLogging";
import { bucketNotification } from "./resources/bucketNotification";
import { bucketObjectLockConfiguration } from "./resources/bucketObjectLockConfiguration";
import { bucketOwnershipControls } from "./resources/bucketOwnershipControls";
import { bucketPolicy } from "./resources/bucketPolicy";
import { bucketPublicAccessBlock } from "./resources/bucketPublicAccessBlock";
import { bucketReplicationConfig } from "./resources/bucketReplicationConfig";
import { bucketServerSideEncryptionConfiguration } from "./resources/bucketServerSideEncryptionConfiguration";
import { bucketVersioning } from "./resources/bucketVersioning";
import { groupPolicyAttachment } from "./resources/groupPolicyAttachment";
import { key } from "./resources/key";
import { logGroup } from "./resources/logGroup";
import { logMetricFilter } from "./resources/logMetricFilter";
import { malwareProtectionPlan } from "./resources/malwareProtectionPlan";
import { metricAlarm } from "./resources/metricAlarm";
import { openIdConnectProvider } from "./resources/openIdConnectProvider";
import { policy } from "./resources/policy";
import { role } from "./resources/role";
import { rolePolicy } from "./resources/rolePolicy";
import { rolePolicyAttachment } from "./resources/rolePolicyAttachment";
import { topic } from "./resources/topic";
import { topicPolicy } from "./resources/topicPolicy";
import { topicSubscription } from "./resources/topicSubscription";
import { trail } from "./resources/trail";
import { userPolicyAttachment } from "./resources/userPolicyAttachment";
import type { ResourceType } from "./resourceType";

/** Every resource type that is served: one file in `resources/` and one line here. */
export const resourceTypes: readonly ResourceType[] = [
  accessPoint,
  alias,
  bucket,
  bucketLifecycleConfiguration,
  bucketLogging,
  bucketNotification,
  bucketObjectLockConfiguration,
  bucketOwnershipControls,
  bucketPolicy,
  bucketPublicAccessBlock,
  bucketReplicationConfig,
  bucketServerSideEncryptionConfiguration,
  bucketVersioning,
  groupPolicyAttachment,
  key,
  logGroup,
  logMetricFilter,
  malwareProtectionPlan,
  metricAlarm,
  openIdConnectProvider,
  policy,
  role,
  rolePolicy,
  rolePolicyAttachment,
  topic,
  topicPolicy,
  topicSubscription,
  trail,
  userPolicyAttachment,
];

/**
 * The type with this token.
 *
 * @throws Error that names the types there are
 */
export function resourceTypeOf(token: string): ResourceType {
  const found = resourceTypes.find((type) => type.token === token);
  if (found !== undefined) return found;
  const tokens = resourceTypes.map((type) => type.token).join(", ");
  throw new Error(`this stand-in of the AWS plugin does not serve ${token}; it serves: ${tokens}`);
}
