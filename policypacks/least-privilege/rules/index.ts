import type { Rule } from "../rule";
import { rule as accountRootIsPinned } from "./account-root-is-pinned";
import { rule as allowNamesActions } from "./allow-names-actions";
import { rule as allowNamesPrincipals } from "./allow-names-principals";
import { rule as allowNamesResources } from "./allow-names-resources";
import { rule as bucketHasEncryption } from "./bucket-has-encryption";
import { rule as bucketHasPolicy } from "./bucket-has-policy";
import { rule as bucketHasPublicAccessBlock } from "./bucket-has-public-access-block";
import { rule as bucketPolicyDeniesPlainHttp } from "./bucket-policy-denies-plain-http";
import { rule as encryptionNamesAlgorithm } from "./encryption-names-algorithm";
import { rule as publicAccessBlockIsComplete } from "./public-access-block-is-complete";

/** Every rule of the pack. A rule that is not in this table is not enforced. */
export const rules: readonly Rule[] = [
  accountRootIsPinned,
  allowNamesActions,
  allowNamesPrincipals,
  allowNamesResources,
  bucketHasEncryption,
  bucketHasPolicy,
  bucketHasPublicAccessBlock,
  bucketPolicyDeniesPlainHttp,
  encryptionNamesAlgorithm,
  publicAccessBlockIsComplete,
];
