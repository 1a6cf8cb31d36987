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

/** An IAM role or user that uploads. */
export const uploader = z
  .string()
  .regex(
    new RegExp(`^(?:role|user)/${pathAndName}$`),
    'must be "role/" or "user/", a path if any and the name, like "role/app/uploader"; wildcards are not allowed',
  );
