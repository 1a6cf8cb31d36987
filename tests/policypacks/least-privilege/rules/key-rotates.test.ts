/** Proves: which keys must rotate, and which cannot. */
import { rule } from "../../../../policypacks/least-privilege/rules/key-rotates";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const of = (props: Record<string, unknown>, type = "aws:kms/key:Key") => ({ type, props });

ruleTests(rule, {
  message: /must be true|must be at most \d+ days|must be known/,
  passes: [
    ["true", of({ enableKeyRotation: true })],
    ["each year", of({ enableKeyRotation: true, rotationPeriodInDays: 365 })],
    [
      "as the configuration has it",
      of({ enableKeyRotation: true, rotationPeriodInDays: 730 }),
      { maximumDays: 730 },
    ],
    ["an asymmetric key", of({ customerMasterKeySpec: "RSA_2048" })],
    ["a key for signatures", of({ keyUsage: "SIGN_VERIFY" })],
    ["a key in a store of ones own", of({ customKeyStoreId: "cks-1" })],
  ],
  fails: [
    ["left out", of({})],
    ["false", of({ enableKeyRotation: false })],
    ["a text", of({ enableKeyRotation: "true" })],
    ["symmetric, said", of({ customerMasterKeySpec: "SYMMETRIC_DEFAULT", keyUsage: "ENCRYPT_DECRYPT" })],
    ["seldom", of({ enableKeyRotation: true, rotationPeriodInDays: 366 })],
    ["not known", of({ enableKeyRotation: unknownText })],
    ["a period that is not known", of({ enableKeyRotation: true, rotationPeriodInDays: unknownText })],
  ],
  leavesAlone: [
    ["a replica, which rotates with its primary key", of({}, "aws:kms/replicaKey:ReplicaKey")],
    ["an external key", of({}, "aws:kms/externalKey:ExternalKey")],
  ],
});
