import { z } from "zod";

/** An AWS account id: 12 digits in quotes. */
export const accountId = z
  .string({ error: "must be a quoted string: without quotes YAML makes it a number and loses a leading 0" })
  .regex(/^\d{12}$/, "must be 12 digits");

/** A region code. */
export const region = z.string().regex(/^[a-z]{2,4}(-[a-z]+)+-\d$/, 'must be a region code like "eu-west-1"');

/** Path and name of an IAM role or user after its type: the characters of IAM names, paths without wildcards. */
const pathAndName = String.raw`(?:[\w+=,.@-]+/)*[\w+=,.@-]{1,64}`;

/** The role that deploys into an account. */
export const deployRole = z
  .string()
  .regex(
    new RegExp(`^role/${pathAndName}$`),
    'must be "role/", a path if any and the name, like "role/xput-deploy"',
  );

/** An IAM role that exists: one that reads what was put, or one that administers a key. */
export const role = z
  .string()
  .regex(
    new RegExp(`^role/${pathAndName}$`),
    'must be "role/", a path if any and the name, like "role/app/ingest"; wildcards are not allowed',
  );

/** A customer managed policy that exists. */
export const managedPolicy = z
  .string()
  .regex(
    new RegExp(`^policy/${pathAndName}$`),
    'must be "policy/", a path if any and the name, like "policy/developer-boundary"',
  );

/** An IAM user. */
export const user = z
  .string()
  .regex(
    new RegExp(`^user/${pathAndName}$`),
    'must be "user/", a path if any and the name, like "user/alice"; wildcards are not allowed',
  );

/** An IAM group. */
export const group = z
  .string()
  .regex(
    new RegExp(`^group/${pathAndName}$`),
    'must be "group/", a path if any and the name, like "group/uploaders"; wildcards are not allowed',
  );

/** An IAM role or user that uploads, or a permission set of IAM Identity Center by its name. */
export const uploader = z
  .string()
  .regex(
    new RegExp(String.raw`^(?:(?:role|user)/${pathAndName}|permission-set/[\w+=,.@-]{1,32})$`),
    'must be "role/" or "user/", a path if any and the name, like "role/app/uploader", or "permission-set/" and its name; wildcards are not allowed',
  )
  .refine(
    (value) => !value.startsWith("role/aws-reserved/"),
    'must name a role of IAM Identity Center by its permission set, like "permission-set/Uploader": the role\'s own name ends in random digits that change when it is made anew',
  );

/** An organization's id. @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html */
export const organizationId = z
  .string()
  .regex(/^o-[a-z0-9]{10,32}$/, 'must be an organization id like "o-abc1234567"');
