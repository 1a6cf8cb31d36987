import { other } from "../../stack/given";
import { allow, policy, resource } from "../../stack/given";
import { changed } from "../changeCase";
import type { ChangeCase } from "../changeCase";
import {
  externalId,
  small,
  trusting,
  uploader,
  uploaderTrust,
  vendor,
  writer,
  writerArn,
} from "../smallStack";

const from = (before: object, after: object, name: string): ChangeCase => ({
  name,
  before: changed(small, "writer", () => writer(before)),
  after: changed(small, "writer", () => writer(after)),
});
const org = { StringEquals: { "aws:PrincipalOrgID": "o-abc1234567" } };
const orgPaths = (qualifier: string): object => ({
  [`${qualifier}:StringLike`]: { "aws:PrincipalOrgPaths": "o-abc1234567/r-ab12/ou-ab12-11111111/*" },
});
const mfa = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
const ips = (range: string): object => ({ IpAddress: { "aws:SourceIp": range } });
const root = (account: string): object => ({ AWS: `arn:aws:iam::${account}:root` });
const pinned = { ArnEquals: { "aws:PrincipalArn": uploader } };

const second = resource("aws:iam/role:Role", "gateway", {
  name: "gateway",
  assumeRolePolicy: policy(trusting(root(vendor))),
});
const secondMay = resource("aws:iam/rolePolicy:RolePolicy", "gateway-assume", {
  role: "gateway",
  name: "assume",
  policy: policy(allow("sts:AssumeRole", writerArn)),
});

/** Who may assume the writer role. */
export const trustCases: readonly ChangeCase[] = [
  from(uploaderTrust, trusting({ AWS: uploader }), "trust widened by dropping its one condition"),
  from(
    trusting({ AWS: uploader }, { ...externalId, ...mfa }),
    trusting({ AWS: uploader }, externalId),
    "MFA dropped",
  ),
  from(
    trusting({ AWS: uploader }, ips("203.0.113.0/24")),
    trusting({ AWS: uploader }, ips("203.0.112.0/23")),
    "IP range widened by one bit",
  ),
  from(
    trusting({ AWS: uploader }, ips("203.0.113.0/24")),
    trusting({ AWS: uploader }, ips("203.0.113.0/25")),
    "IP range narrowed by one bit",
  ),
  from(
    uploaderTrust,
    trusting({ AWS: uploader }, { StringEquals: { "sts:ExternalId": "another-one" } }),
    "external id changed, shown by neither value",
  ),
  from(trusting(root(other), pinned), trusting(root(other)), "account trusted without the pin on its role"),
  from(
    trusting({ AWS: uploader }),
    trusting(root(other), pinned),
    "role named by its account and a pin in place of its ARN",
  ),
  from(
    trusting({ AWS: uploader }, mfa),
    trusting({ AWS: uploader }, { BoolIfExists: mfa.Bool }),
    "MFA asked for only where the key is there",
  ),
  from(
    trusting({ AWS: uploader }, externalId),
    trusting({ AWS: uploader }, { StringEqualsIfExists: externalId.StringEquals }),
    "external id asked for only where the key is there",
  ),
  from(
    trusting({ AWS: "*" }, org),
    trusting({ AWS: "*" }, { StringEquals: { "aws:PrincipalOrgID": "o-zzz1234567" } }),
    "organization replaced by another",
  ),
  from(
    trusting({ AWS: "*" }, orgPaths("ForAnyValue")),
    trusting({ AWS: "*" }, orgPaths("ForAllValues")),
    "organization path by ForAllValues, which an absent key passes",
  ),
  from(trusting({ AWS: "*" }, org), trusting({ AWS: "*" }), "wildcard principal without its organization"),
  from(uploaderTrust, trusting({ AWS: "*" }, org), "organization trusted in place of one role"),
  from(
    trusting({ AWS: uploader }),
    trusting({ AWS: [uploader, `arn:aws:iam::${other}:user/alice`] }),
    "user added to the trust",
  ),
  from(
    trusting(
      { AWS: uploader },
      { StringLike: { "aws:PrincipalOrgPaths": "o-abc1234567/r-ab12/ou-ab12-11111111/*" } },
    ),
    trusting({ AWS: uploader }, { StringLike: { "aws:PrincipalOrgPaths": "o-abc1234567/r-ab12/*" } }),
    "organization path shortened",
  ),
  from(
    uploaderTrust,
    trusting(
      {
        AWS: `arn:aws:iam::${other}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Uploader_0123456789abcdef`,
      },
      externalId,
    ),
    "permission set in place of a role",
  ),
  {
    name: "second hop: a role that another account may assume is trusted",
    before: [...small, second, secondMay],
    after: [
      ...changed(small, "writer", () =>
        writer(
          uploaderTrust,
          trusting({ AWS: second.urn.replace(/.*/, `arn:aws:iam::111111111111:role/gateway`) }),
        ),
      ),
      second,
      secondMay,
    ],
  },
  {
    name: "tagging sessions allowed",
    before: small,
    after: changed(small, "writer", () =>
      writer(uploaderTrust, trusting({ AWS: uploader }, externalId, { Action: "sts:TagSession" })),
    ),
  },
];
