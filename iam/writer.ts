import { accountPlaceholder } from "../settings/givenSource";
import type { Settings } from "../settings/settings";
import type { OrganizationSource, Source, WebIdentitySource } from "../settings/source";
import { iamArn, type Partition } from "./arn";
import { allOf, policyJson, when, type Condition, type TrustStatement } from "./document";
import { useKeyOfOwnAccount } from "./keyUse";
import { placeOf } from "./place";
import { allowPut, bucketObjects, membership } from "./put";
import { assumeNetwork, secondFactor, timeWindow } from "./sourceConditions";
import { isUploader, principalOf, type PrincipalSource } from "./uploaders";

/** The session tag by which an account of an organization says which prefix is its own. */
export const accountTag = "xput-account";

/**
 * Trust side: exactly the uploaders of the source may assume its writer role.
 *
 * Every account of an organization assumes the same role. It must tag its session with its own account id, which
 * `aws:PrincipalAccount` holds it to; the role's policy takes the prefix from that tag. No other tag may come along.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export function trustPolicy(partition: Partition, destinationAccountId: string, source: Source): string {
  if (source.kind === "webIdentity")
    return policyJson(trustWebIdentity(partition, destinationAccountId, source));
  return source.kind === "account"
    ? policyJson(trustUploaders(partition, source))
    : policyJson(trustUploaders(partition, source), trustTag(partition, source));
}

function trustUploaders(partition: Partition, source: PrincipalSource): TrustStatement {
  const { externalId } = source;
  return {
    Sid: "TrustUploaders",
    Effect: "Allow",
    Principal: principalOf(partition, source),
    Action: ["sts:AssumeRole"],
    ...when(
      isUploader(partition, source),
      membership(source),
      externalId === undefined ? {} : { StringEquals: { "sts:ExternalId": [externalId] } },
      source.kind === "organization" ? tagsOwnAccount : {},
      sessionConditions(source),
    ),
  };
}

/** Tagging is a permission of its own, which knows no external id. */
function trustTag(partition: Partition, source: OrganizationSource): TrustStatement {
  return {
    Sid: "TrustAccountTag",
    Effect: "Allow",
    Principal: principalOf(partition, source),
    Action: ["sts:TagSession"],
    ...when(isUploader(partition, source), membership(source), tagsOwnAccount),
  };
}

const tagsOwnAccount: Condition = {
  StringEquals: { [`aws:RequestTag/${accountTag}`]: ["${aws:PrincipalAccount}"] },
  "ForAllValues:StringEquals": { "aws:TagKeys": [accountTag] },
};

function trustWebIdentity(
  partition: Partition,
  destinationAccountId: string,
  source: WebIdentitySource,
): TrustStatement {
  const { provider, audience, subjects } = source.webIdentity;
  const [first = "", ...others] = subjects;
  const sub = { [`${provider}:sub`]: [first, ...others] as const };
  const aud = { [`${provider}:aud`]: [audience] as const };
  const who: Condition = subjects.some((subject) => subject.includes("*"))
    ? { StringEquals: aud, StringLike: sub }
    : { StringEquals: { ...aud, ...sub } };
  return {
    Sid: "TrustWebIdentity",
    Effect: "Allow",
    Principal: { Federated: [iamArn(partition, destinationAccountId, `oidc-provider/${provider}`)] },
    Action: ["sts:AssumeRoleWithWebIdentity"],
    ...when(who, sessionConditions(source)),
  };
}

function sessionConditions(source: Source): Condition {
  return allOf(assumeNetwork(source), timeWindow(source), secondFactor(source));
}

/**
 * Identity side: the writer role may put objects below the source's prefixes, and use the bucket's key for that.
 */
export function writerPolicy(settings: Settings, source: Source): string {
  const place = placeOf(settings);
  const prefixes = source.prefixes.map(ownPrefix);
  const [put, ...morePuts] = allowPut(bucketObjects(place), prefixes, source);
  return policyJson(put, ...morePuts, ...useKeyOfOwnAccount(settings, prefixes));
}

/** The prefix as the writer role's session knows it. */
function ownPrefix(prefix: string): string {
  return prefix.replace(accountPlaceholder, `\${aws:PrincipalTag/${accountTag}}`);
}
