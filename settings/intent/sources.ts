import { accountPlaceholder } from "../givenSource";
import type { Source } from "../source";
import {
  assumedFrom,
  membership,
  ownedBy,
  secondFactor,
  throughS3,
  timeWindow,
  usedFrom,
} from "./conditions";
import { allOf, given, type ConditionBlock, type DeclaredIntent } from "./declared";
import type { MeantPlace } from "./place";

/** The session tag that names the account whose prefix a session of an organization's role writes below. */
const accountTag = "xput-account";

/** What one source is meant to do: put below its prefixes, on the one way that its access mode says. */
export function sourceIntent(place: MeantPlace, name: string, source: Source): DeclaredIntent {
  const common = {
    name,
    bucketArn: place.bucketArn,
    who: whoUploads(place, source),
    actions: ["s3:PutObject", "s3:AbortMultipartUpload"],
  };
  const ways = usedFrom(source);
  const alternatives = ways.length === 0 ? {} : { useAlternatives: ways };
  const { encryption } = place.settings.destination;
  const keyUse = (prefixes: readonly string[], more: ConditionBlock) =>
    encryption.kind === "s3"
      ? {}
      : given("keyConditions", allOf(throughS3(place, encryption, prefixes), more));
  if (source.accessMode === "role" || source.kind === "webIdentity")
    return {
      ...common,
      role: place.ownRole(name),
      prefixes: withAccount(source, `\${aws:PrincipalTag/${accountTag}}`),
      ...given("assumeConditions", assumeConditions(source)),
      ...(source.kind === "organization" ? { tagConditions: allOf(membership(source), tagsOwnAccount) } : {}),
      ...given("useConditions", allOf(ownedBy(place.account), timeWindow(source))),
      ...alternatives,
      // KMS sees no tags: the role may use the key for every account of the organization.
      ...keyUse(withAccount(source, "*"), {}),
    };
  const prefixes = withAccount(source, "${aws:PrincipalAccount}");
  return {
    ...common,
    ...(source.accessMode === "accessPoint" ? { accessPoint: place.accessPoint(name) } : {}),
    prefixes,
    ...given(
      "useConditions",
      allOf(
        // The ARN of an access point tells its account.
        source.accessMode === "accessPoint" ? {} : ownedBy(place.account),
        membership(source),
        timeWindow(source),
        secondFactor(source),
      ),
    ),
    ...alternatives,
    ...keyUse(prefixes, membership(source)),
  };
}

const withAccount = ({ prefixes }: Source, account: string): readonly string[] =>
  prefixes.map((prefix) => prefix.replace(accountPlaceholder, account));

const tagsOwnAccount: ConditionBlock = {
  StringEquals: { [`aws:RequestTag/${accountTag}`]: ["${aws:PrincipalAccount}"] },
  "ForAllValues:StringEquals": { "aws:TagKeys": [accountTag] },
};

function assumeConditions(source: Source): ConditionBlock {
  const { externalId } = source;
  return allOf(
    membership(source),
    externalId === undefined ? {} : { StringEquals: { "sts:ExternalId": [externalId] } },
    source.kind === "organization" ? tagsOwnAccount : {},
    source.kind === "webIdentity" ? tokenOf(source.webIdentity) : {},
    assumedFrom(source),
    timeWindow(source),
    secondFactor(source),
  );
}

function tokenOf({
  provider,
  audience,
  subjects,
}: Extract<Source, { readonly kind: "webIdentity" }>["webIdentity"]): ConditionBlock {
  const wild = subjects.some((subject) => subject.includes("*"));
  return allOf(
    { StringEquals: { [`${provider}:aud`]: [audience] } },
    { [wild ? "StringLike" : "StringEquals"]: { [`${provider}:sub`]: subjects } },
  );
}

/** Who uploads, as the intents of the policy pack say it. */
function whoUploads(place: MeantPlace, source: Source): readonly string[] {
  switch (source.kind) {
    case "webIdentity":
      return [place.iam(place.account, `oidc-provider/${source.webIdentity.provider}`)];
    case "organization":
      return source.everyPrincipal
        ? ["*"]
        : source.uploaders.flatMap((name) => uploaderArns(place, "*", name));
    case "account": {
      const { accountId, uploaders, groups, everyPrincipal } = source;
      if (everyPrincipal) return [place.iam(accountId, "root")];
      const members = groups.flatMap((group) => group.members);
      return [...new Set([...uploaders, ...members].flatMap((name) => uploaderArns(place, accountId, name)))];
    }
  }
}

/**
 * A permission set's role ends in 16 characters of IAM Identity Center, and has its region in the path or none.
 *
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
function uploaderArns(place: MeantPlace, account: string, uploader: string): readonly string[] {
  const permissionSet = /^permission-set\/(.+)$/.exec(uploader)?.[1];
  if (permissionSet === undefined) return [place.iam(account, uploader)];
  const role = `AWSReservedSSO_${permissionSet}_????????????????`;
  return ["", "*/"].map((region) =>
    place.iam(account, `role/aws-reserved/sso.amazonaws.com/${region}${role}`),
  );
}
