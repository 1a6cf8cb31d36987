import { bucket } from "./resources/bucket";
import { bucketLifecycleConfiguration } from "./resources/bucketLifecycleConfiguration";
import { bucketOwnershipControls } from "./resources/bucketOwnershipControls";
import { bucketPolicy } from "./resources/bucketPolicy";
import { bucketPublicAccessBlock } from "./resources/bucketPublicAccessBlock";
import { bucketServerSideEncryptionConfiguration } from "./resources/bucketServerSideEncryptionConfiguration";
import { bucketVersioning } from "./resources/bucketVersioning";
import { policy } from "./resources/policy";
import { role } from "./resources/role";
import { rolePolicy } from "./resources/rolePolicy";
import { rolePolicyAttachment } from "./resources/rolePolicyAttachment";
import { userPolicyAttachment } from "./resources/userPolicyAttachment";
import type { ResourceType } from "./resourceType";

/** Every resource type that is served: one file in `resources/` and one line here. */
export const resourceTypes: readonly ResourceType[] = [
  bucket,
  bucketLifecycleConfiguration,
  bucketOwnershipControls,
  bucketPolicy,
  bucketPublicAccessBlock,
  bucketServerSideEncryptionConfiguration,
  bucketVersioning,
  policy,
  role,
  rolePolicy,
  rolePolicyAttachment,
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
