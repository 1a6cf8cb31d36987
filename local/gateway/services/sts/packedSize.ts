import { deflateRawSync } from "node:zlib";
import type { AwsError } from "../../model";

/** What a session is limited and described by, as far as it is packed. */
export interface PackedParts {
  readonly policy?: string;
  readonly policyArns: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * AWS tells how full its space is and not how it packs. Deflated, and with so many bytes of space, its own example of
 * a policy comes to the 6 % that it tells.
 */
const spaceBytes = 1_600;

/**
 * How much of the space for policies and tags of a session they take, in whole percent; undefined where there are
 * none.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function packedPercent({ policy, policyArns, tags }: PackedParts): number | undefined {
  const pairs = Object.entries(tags).flat();
  const parts = [...(policy === undefined ? [] : [policy]), ...policyArns, ...pairs];
  if (parts.length === 0) return undefined;
  return Math.ceil((deflateRawSync(parts.join("\0")).length * 100) / spaceBytes);
}

/** The refusal of a session whose policies and tags take more than all of their space; undefined where they do not. */
export function packedSizeFault(parts: PackedParts): AwsError | undefined {
  const percent = packedPercent(parts) ?? 0;
  if (percent <= 100) return undefined;
  const hasPolicies = parts.policy !== undefined || parts.policyArns.length > 0;
  const message = hasPolicies
    ? `Packed policy consumes ${percent}% of allotted space, please use smaller policy.`
    : `Packed size of session tags consumes ${percent}% of allotted space.`;
  return { httpStatus: 400, code: "PackedPolicyTooLarge", message };
}
