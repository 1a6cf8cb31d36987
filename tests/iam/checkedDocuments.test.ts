/**
 * The checks of policy validation find nothing wrong in any document of audit, replica and scan: every action and
 * condition key exists, and stands where it has an effect.
 *
 * It does not prove that the documents grant what they should; the other tests of this folder do.
 */
import assert from "node:assert/strict";
import { checkPolicy } from "../../access/check/checkPolicy";
import type { PolicyKind } from "../../access/model";
import { accessLogBucketPolicy } from "../../iam/accessLogBucket";
import { alarmTopicPolicy } from "../../iam/alarmTopic";
import { auditKeyPolicy } from "../../iam/auditKey";
import { auditLogBucketPolicy } from "../../iam/auditLogBucket";
import { allowLogDelivery, trustTrail } from "../../iam/auditLogDelivery";
import { auditPlaceOf } from "../../iam/auditPlace";
import { policyJson } from "../../iam/document";
import { malwareScanKeyStatements, malwareScanPolicy, trustMalwareScan } from "../../iam/malwareScan";
import { placeOf } from "../../iam/place";
import {
  replicaBucketPolicy,
  replicaKeyPolicy,
  replicationKeyStatements,
  replicationPolicy,
  trustReplication,
} from "../../iam/replication";
import { settingsWith } from "../support/settings";

const replication = { accountId: "444444444444", region: "eu-central-1", bucket: "acme-copy" };
const settings = settingsWith(
  { marketing: { accountId: "222222222222", uploaders: ["role/a"], prefixes: ["marketing/"] } },
  {
    replication,
    malwareScan: { prefixes: ["marketing/"] },
    objectLock: { mode: "governance", days: 1 },
    encryption: { kind: "kms", administrators: ["role/admin", "role/xput-deploy"] },
  },
);
const replicated = {
  ...settings,
  replication: { ...replication, storageClass: "STANDARD", keepVersionsDays: 1 } as const,
};
const place = auditPlaceOf(settings, { bucket: undefined });

const documents: readonly [string, PolicyKind, string][] = [
  [
    "audit key",
    "resource",
    auditKeyPolicy(place, { administrators: ["role/admin", "role/xput-deploy"], readers: ["role/auditor"] }),
  ],
  ["audit log bucket", "resource", auditLogBucketPolicy(place)],
  ["log delivery's trust", "trust", policyJson(trustTrail(place))],
  ["log delivery", "identity", policyJson(allowLogDelivery(place))],
  ["alarm topic", "resource", alarmTopicPolicy(place)],
  ["access log bucket", "resource", accessLogBucketPolicy(placeOf(settings), "acme-logs")],
  ["replication's trust", "trust", policyJson(trustReplication(settings))],
  ["replication", "identity", replicationPolicy(replicated)],
  ["replica bucket", "resource", replicaBucketPolicy(replicated)],
  ["replica key", "resource", replicaKeyPolicy(replicated)],
  ["scan's trust", "trust", policyJson(trustMalwareScan(settings))],
  ["scan", "identity", malwareScanPolicy(settings, ["marketing/"])],
  [
    "destination key for the services",
    "resource",
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [...replicationKeyStatements(settings), ...malwareScanKeyStatements(settings)],
    }),
  ],
];

// The encryption context names the log group, and AWS's page says of no other key that CloudWatch Logs sends it.
const expected: Readonly<Record<string, readonly string[]>> = {
  "audit key": ["Statement[3].Principal.Service[0] RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL"],
};

describe("the checks of policy validation", () => {
  for (const [name, kind, text] of documents) {
    it(`find nothing wrong in the policy of ${name}`, () => {
      const found = checkPolicy(text, kind).map(({ path, check = "" }) => `${path} ${check}`);
      assert.deepEqual(found, expected[name] ?? []);
    });
  }

  it("find an action that does not exist", () => {
    assert.notDeepEqual(
      checkPolicy(alarmTopicPolicy(place).replace("sns:Publish", "sns:Publishing"), "resource"),
      [],
    );
  });
});
