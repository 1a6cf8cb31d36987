import type { IdentityStatement } from "./document";

/**
 * Source side: the uploader may assume this writer role and no other.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/tutorial_cross-account-with-roles.html
 */
export function allowAssumeWriter(writerRoleArn: string): IdentityStatement {
  return {
    Sid: "AllowAssumeWriter",
    Effect: "Allow",
    Action: ["sts:AssumeRole"],
    Resource: [writerRoleArn],
  };
}
