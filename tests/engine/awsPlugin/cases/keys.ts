import type { Case } from "./case";
import { document, region, root } from "./names";

const keyPolicy = (sid: string) =>
  document(
    { Sid: sid, Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" },
    {
      Sid: "Services",
      Effect: "Allow",
      Principal: {
        Service: [`logs.${region}.amazonaws.com`, "cloudtrail.amazonaws.com", "cloudwatch.amazonaws.com"],
      },
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
      Resource: "*",
    },
  );

/** Keys and aliases. */
export const keys: readonly Case[] = [
  {
    token: "aws:kms/key:Key",
    name: "key",
    id: "[0-9a-f-]{36}",
    inputs: {
      description: "first",
      policy: keyPolicy("Owner"),
      enableKeyRotation: true,
      rotationPeriodInDays: 180,
      deletionWindowInDays: 7,
      tags: { team: "a", gone: "soon" },
    },
    outputs: ["arn", "keyId"],
    untold: ["deletionWindowInDays"],
    edits: [
      { inputs: { description: "second" }, diff: "~description" },
      { inputs: { policy: keyPolicy("Administrators") }, diff: "~policy" },
      { inputs: { rotationPeriodInDays: 365 }, diff: "~rotationPeriodInDays" },
      { inputs: { deletionWindowInDays: 30 }, diff: "~deletionWindowInDays" },
      { inputs: { tags: { team: "b" } }, diff: "~tags" },
      {
        inputs: { enableKeyRotation: false, rotationPeriodInDays: null },
        diff: "~enableKeyRotation",
        alone: true,
      },
      { inputs: { enableKeyRotation: true }, diff: "~enableKeyRotation", alone: true },
      { inputs: { isEnabled: false }, diff: "~isEnabled", alone: true },
      { inputs: { isEnabled: true }, diff: "~isEnabled", alone: true },
    ],
  },
  { token: "aws:kms/key:Key", name: "otherKey", id: "[0-9a-f-]{36}", inputs: {}, outputs: ["arn", "keyId"] },
  {
    token: "aws:kms/alias:Alias",
    name: "alias",
    id: "alias/types",
    inputs: { name: "alias/types", targetKeyId: "${key.keyId}" },
    edits: [
      { inputs: { targetKeyId: "${otherKey.arn}" }, diff: "~targetKeyId" },
      { inputs: { targetKeyId: "${key.keyId}" }, diff: "~targetKeyId" },
    ],
    replacing: { inputs: { name: "alias/types-more" }, diff: "~name" },
  },
];
