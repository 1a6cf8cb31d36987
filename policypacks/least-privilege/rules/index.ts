import type { Rule } from "../rule";
import { rule as accessIsIntended } from "./access-is-intended";
import { rule as accessIsReachable } from "./access-is-reachable";
import { rule as accountHasPublicAccessBlock } from "./account-has-public-access-block";
import { rule as accountRootIsPinned } from "./account-root-is-pinned";
import { rule as allowNamesActions } from "./allow-names-actions";
import { rule as allowNamesPrefix } from "./allow-names-prefix";
import { rule as allowNamesPrincipals } from "./allow-names-principals";
import { rule as allowNamesResources } from "./allow-names-resources";
import { rule as attachmentGrantsLittle } from "./attachment-grants-little";
import { rule as bothSidesAgree } from "./both-sides-agree";
import { rule as bucketAbortsUploads } from "./bucket-aborts-uploads";
import { rule as bucketAccessIsLogged } from "./bucket-access-is-logged";
import { rule as bucketAclIsPrivate } from "./bucket-acl-is-private";
import { rule as bucketDeletesWithMfa } from "./bucket-deletes-with-mfa";
import { rule as bucketHasEncryption } from "./bucket-has-encryption";
import { rule as bucketHasPolicy } from "./bucket-has-policy";
import { rule as bucketHasPublicAccessBlock } from "./bucket-has-public-access-block";
import { rule as bucketIsLocked } from "./bucket-is-locked";
import { rule as bucketIsNoWebsite } from "./bucket-is-no-website";
import { rule as bucketIsReplicated } from "./bucket-is-replicated";
import { rule as bucketIsVersioned } from "./bucket-is-versioned";
import { rule as bucketNameHasNoDots } from "./bucket-name-has-no-dots";
import { rule as bucketPolicyDeniesOldTls } from "./bucket-policy-denies-old-tls";
import { rule as bucketPolicyDeniesOtherEncryption } from "./bucket-policy-denies-other-encryption";
import { rule as bucketPolicyDeniesPlainHttp } from "./bucket-policy-denies-plain-http";
import { rule as bucketPolicyKeepsOwnerIn } from "./bucket-policy-keeps-owner-in";
import { rule as bucketPolicyLimitsOtherAccounts } from "./bucket-policy-limits-other-accounts";
import { rule as bucketSendsEvents } from "./bucket-sends-events";
import { rule as corsNamesOrigins } from "./cors-names-origins";
import { rule as createGrantIsForServices } from "./create-grant-is-for-services";
import { rule as credentialsAreTemporary } from "./credentials-are-temporary";
import { rule as documentIsValid } from "./document-is-valid";
import { rule as encryptionNamesAlgorithm } from "./encryption-names-algorithm";
import { rule as encryptionRefusesCustomerKeys } from "./encryption-refuses-customer-keys";
import { rule as identityDoesNotEscalate } from "./identity-does-not-escalate";
import { rule as keyChecksLockout } from "./key-checks-lockout";
import { rule as keyDeletionWaits } from "./key-deletion-waits";
import { rule as keyHasPolicy } from "./key-has-policy";
import { rule as keyIsEnabled } from "./key-is-enabled";
import { rule as keyIsSingleRegion } from "./key-is-single-region";
import { rule as keyLimitsWriters } from "./key-limits-writers";
import { rule as keyRotates } from "./key-rotates";
import { rule as keyUseNamesService } from "./key-use-names-service";
import { rule as logGroupEncryptsWithKey } from "./log-group-encrypts-with-key";
import { rule as logGroupHasRetention } from "./log-group-has-retention";
import { rule as noForeignAccess } from "./no-foreign-access";
import { rule as noPublicAccess } from "./no-public-access";
import { rule as objectsAreKept } from "./objects-are-kept";
import { rule as ownershipDisablesAcls } from "./ownership-disables-acls";
import { rule as passRoleNamesService } from "./pass-role-names-service";
import { rule as protectionsAreIntended } from "./protections-are-intended";
import { rule as publicAccessBlockIsComplete } from "./public-access-block-is-complete";
import { rule as putLimitsKeyUse } from "./put-limits-key-use";
import { rule as putNamesBucketOwner } from "./put-names-bucket-owner";
import { rule as replicationStaysOurs } from "./replication-stays-ours";
import { rule as roleSessionIsShort } from "./role-session-is-short";
import { rule as servicePrincipalNamesSource } from "./service-principal-names-source";
import { rule as settingIsSetOnce } from "./setting-is-set-once";
import { rule as topicEncryptsWithKey } from "./topic-encrypts-with-key";
import { rule as topicPolicyIsIntended } from "./topic-policy-is-intended";
import { rule as trailAnnouncesLogFiles } from "./trail-announces-log-files";
import { rule as trailBucketIsLogged } from "./trail-bucket-is-logged";
import { rule as trailCoversSharedBuckets } from "./trail-covers-shared-buckets";
import { rule as trailDetectsUnusualCalls } from "./trail-detects-unusual-calls";
import { rule as trailEncryptsWithKey } from "./trail-encrypts-with-key";
import { rule as trailIsLogging } from "./trail-is-logging";
import { rule as trailIsMultiRegion } from "./trail-is-multi-region";
import { rule as trailReachesCloudwatch } from "./trail-reaches-cloudwatch";
import { rule as trailRecordsChanges } from "./trail-records-changes";
import { rule as trailRecordsReads } from "./trail-records-reads";
import { rule as trailValidatesLogFiles } from "./trail-validates-log-files";
import { rule as trustLimitsSessionAttributes } from "./trust-limits-session-attributes";
import { rule as trustOfOtherAccountsIsBound } from "./trust-of-other-accounts-is-bound";
import { rule as trustOfServiceNamesSource } from "./trust-of-service-names-source";
import { rule as trustOfWebIdentityNamesSubject } from "./trust-of-web-identity-names-subject";
import { rule as userActsWithMfa } from "./user-acts-with-mfa";
import { rule as userHasNoPolicies } from "./user-has-no-policies";
import { rule as writersHaveOwnPrefix } from "./writers-have-own-prefix";

/** Every rule of the pack. A rule that is not in this table is not enforced. */
export const rules: readonly Rule[] = [
  accessIsIntended,
  accessIsReachable,
  accountHasPublicAccessBlock,
  accountRootIsPinned,
  allowNamesActions,
  allowNamesPrefix,
  allowNamesPrincipals,
  allowNamesResources,
  attachmentGrantsLittle,
  bothSidesAgree,
  bucketAbortsUploads,
  bucketAccessIsLogged,
  bucketAclIsPrivate,
  bucketDeletesWithMfa,
  bucketHasEncryption,
  bucketHasPolicy,
  bucketHasPublicAccessBlock,
  bucketIsLocked,
  bucketIsNoWebsite,
  bucketIsReplicated,
  bucketIsVersioned,
  bucketNameHasNoDots,
  bucketPolicyDeniesOldTls,
  bucketPolicyDeniesOtherEncryption,
  bucketPolicyDeniesPlainHttp,
  bucketPolicyKeepsOwnerIn,
  bucketPolicyLimitsOtherAccounts,
  bucketSendsEvents,
  corsNamesOrigins,
  createGrantIsForServices,
  credentialsAreTemporary,
  documentIsValid,
  encryptionNamesAlgorithm,
  encryptionRefusesCustomerKeys,
  identityDoesNotEscalate,
  keyChecksLockout,
  keyDeletionWaits,
  keyHasPolicy,
  keyIsEnabled,
  keyIsSingleRegion,
  keyLimitsWriters,
  keyRotates,
  keyUseNamesService,
  logGroupEncryptsWithKey,
  logGroupHasRetention,
  noForeignAccess,
  noPublicAccess,
  objectsAreKept,
  ownershipDisablesAcls,
  passRoleNamesService,
  protectionsAreIntended,
  publicAccessBlockIsComplete,
  putLimitsKeyUse,
  putNamesBucketOwner,
  replicationStaysOurs,
  roleSessionIsShort,
  servicePrincipalNamesSource,
  settingIsSetOnce,
  topicEncryptsWithKey,
  topicPolicyIsIntended,
  trailAnnouncesLogFiles,
  trailBucketIsLogged,
  trailCoversSharedBuckets,
  trailDetectsUnusualCalls,
  trailEncryptsWithKey,
  trailIsLogging,
  trailIsMultiRegion,
  trailReachesCloudwatch,
  trailRecordsChanges,
  trailRecordsReads,
  trailValidatesLogFiles,
  trustLimitsSessionAttributes,
  trustOfOtherAccountsIsBound,
  trustOfServiceNamesSource,
  trustOfWebIdentityNamesSubject,
  userActsWithMfa,
  userHasNoPolicies,
  writersHaveOwnPrefix,
];
