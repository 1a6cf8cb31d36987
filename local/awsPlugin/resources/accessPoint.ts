import type { S3Control } from "@aws-sdk/client-s3-control";
import { isAwsError } from "../awsError";
import { defineResource } from "../resourceType";
import { differs } from "./differs";
import { splitId } from "./splitId";

const idForm = "account-id:access-point-name";
const onByDefault = { type: "boolean", default: true, createOnly: true } as const;

const inputs = {
  name: { type: "string", required: true, createOnly: true, pattern: "[a-z0-9][a-z0-9-]{1,48}[a-z0-9]" },
  bucket: { type: "string", required: true, createOnly: true },
  accountId: { type: "string", pattern: "\\d{12}", createOnly: true, computed: true },
  bucketAccountId: { type: "string", pattern: "\\d{12}", createOnly: true, computed: true },
  policy: { type: "policyDocument", computed: true },
  publicAccessBlockConfiguration: {
    type: "object",
    createOnly: true,
    computed: true,
    properties: {
      blockPublicAcls: onByDefault,
      blockPublicPolicy: onByDefault,
      ignorePublicAcls: onByDefault,
      restrictPublicBuckets: onByDefault,
    },
  },
  vpcConfiguration: {
    type: "object",
    createOnly: true,
    properties: { vpcId: { type: "string", required: true, createOnly: true } },
  },
} as const;

/**
 * An access point. Its tags are not served: the local AWS keeps none.
 *
 * @see https://www.pulumi.com/registry/packages/aws/api-docs/s3/accesspoint/
 */
export const accessPoint = defineResource({
  token: "aws:s3/accessPoint:AccessPoint",
  title: "S3 Access Point",
  inputs,
  identity: ["name"],
  computed: ["alias", "arn", "domainName", "endpoints", "hasPublicAccessPolicy", "networkOrigin"],
  goneCodes: ["NoSuchAccessPoint"],

  async create(aws, args) {
    const control = await aws.s3Control();
    const AccountId = args.accountId ?? (await aws.accountId());
    const block = args.publicAccessBlockConfiguration;
    await control.createAccessPoint({
      AccountId,
      Name: args.name,
      Bucket: args.bucket,
      BucketAccountId: args.bucketAccountId,
      ...(block && {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: block.blockPublicAcls,
          BlockPublicPolicy: block.blockPublicPolicy,
          IgnorePublicAcls: block.ignorePublicAcls,
          RestrictPublicBuckets: block.restrictPublicBuckets,
        },
      }),
      ...(args.vpcConfiguration && { VpcConfiguration: { VpcId: args.vpcConfiguration.vpcId } }),
    });
    return `${AccountId}:${args.name}`;
  },

  async settle(aws, args, id) {
    if (args.policy !== undefined) await putPolicy(await aws.s3Control(), id, args.policy);
  },

  async read(aws, id) {
    const control = await aws.s3Control();
    const [AccountId, Name] = splitId(id, ":", idForm);
    const live = await control.getAccessPoint({ AccountId, Name });
    const arn = `arn:${aws.partition}:s3:${aws.region}:${AccountId}:accesspoint/${Name}`;
    const policy = await policyOf(control, AccountId, Name);
    const { PublicAccessBlockConfiguration: block, VpcConfiguration: vpc } = live;
    return {
      inputs: {
        name: Name,
        bucket: live.Bucket,
        accountId: AccountId,
        bucketAccountId: live.BucketAccountId,
        policy: policy.text,
        publicAccessBlockConfiguration:
          block === undefined
            ? null
            : {
                blockPublicAcls: block.BlockPublicAcls,
                blockPublicPolicy: block.BlockPublicPolicy,
                ignorePublicAcls: block.IgnorePublicAcls,
                restrictPublicBuckets: block.RestrictPublicBuckets,
              },
        vpcConfiguration: vpc === undefined ? null : { vpcId: vpc.VpcId },
      },
      outputs: {
        alias: live.Alias ?? "",
        arn,
        domainName: `${Name}-${AccountId}.s3-accesspoint.${aws.region}.amazonaws.com`,
        endpoints: live.Endpoints ?? {},
        ...(policy.isPublic !== undefined && { hasPublicAccessPolicy: policy.isPublic }),
        networkOrigin: live.NetworkOrigin ?? "",
      },
    };
  },

  async update(aws, id, args, olds) {
    // A policy that is taken out of the program stays: the official plugin sees no change in that either.
    if (differs(inputs, "policy", olds, args) && args.policy !== undefined) {
      await putPolicy(await aws.s3Control(), id, args.policy);
    }
  },

  async delete(aws, id) {
    const control = await aws.s3Control();
    const [AccountId, Name] = splitId(id, ":", idForm);
    await control.deleteAccessPoint({ AccountId, Name });
  },
});

async function putPolicy(control: S3Control, id: string, Policy: string): Promise<void> {
  const [AccountId, Name] = splitId(id, ":", idForm);
  await control.putAccessPointPolicy({ AccountId, Name, Policy });
}

interface LivePolicy {
  readonly text: string | null;
  /** Undefined where the local AWS cannot tell. */
  readonly isPublic: boolean | undefined;
}

async function policyOf(control: S3Control, AccountId: string, Name: string): Promise<LivePolicy> {
  try {
    const { Policy: text = "" } = await control.getAccessPointPolicy({ AccountId, Name });
    if (text === "") return { text: null, isPublic: false };
    return { text, isPublic: await isPublic(control, AccountId, Name) };
  } catch (error) {
    if (isAwsError(error, "NoSuchAccessPointPolicy")) return { text: null, isPublic: false };
    throw error;
  }
}

async function isPublic(control: S3Control, AccountId: string, Name: string): Promise<boolean | undefined> {
  try {
    const { PolicyStatus } = await control.getAccessPointPolicyStatus({ AccountId, Name });
    return PolicyStatus?.IsPublic ?? false;
  } catch (error) {
    if (isAwsError(error, "MethodNotAllowed")) return undefined;
    throw error;
  }
}
