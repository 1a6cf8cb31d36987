import { alias } from "./resources/alias";
import { bucket } from "./resources/bucket";
import { bucketLifecycleConfiguration } from "./resources/bucketLifecycleConfiguration";
import { bucketObjectLockConfiguration } from "./resources/bucketObjectLockConfiguration";
import { bucketOwnershipControls } from "./resources/bucketOwnershipControls";
import { bucketPolicy } from "./resources/bucketPolicy";
import { bucketPublicAccessBlock } from "./resources/bucketPublicAccessBlock";
import { bucketServerSideEncryptionConfiguration } from "./resources/bucketServerSideEncryptionConfiguration";
import { bucketVersioning } from "./resources/bucketVersioning";
import { key } from "./resources/key";
import { logGroup } from "./resources/logGroup";
import { policy } from "./resources/policy";
import { role } from "./resources/role";
import { rolePolicy } from "./resources/rolePolicy";
import { rolePolicyAttachment } from "./resources/rolePolicyAttachment";
import { trail } from "./resources/trail";
import { userPolicyAttachment } from "./resources/userPolicyAttachment";
import type { ResourceType } from "./resourceType";

/** Every resource type that is served: one file in `resources/` and one line here. */
export const resourceTypes: readonly ResourceType[] = [
  alias,
  bucket,
  bucketLifecycleConfiguration,
  bucketObjectLockConfiguration,
  bucketOwnershipControls,
  bucketPolicy,
  bucketPublicAccessBlock,
  bucketServerSideEncryptionConfiguration,
  bucketVersioning,
  key,
  logGroup,
  policy,
  role,
  rolePolicy,
  rolePolicyAttachment,
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
