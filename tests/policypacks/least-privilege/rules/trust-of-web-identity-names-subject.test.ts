/** Proves: which trust in an identity provider names audience and subject. Not that the provider itself is to be trusted. */
import { rule } from "../../../../policypacks/least-privilege/rules/trust-of-web-identity-names-subject";
import { role } from "../../../../policypacks/least-privilege/example";
import { ruleTests } from "../ruleTests";

const gitHub = "token.actions.githubusercontent.com";
const aud = { [`${gitHub}:aud`]: "sts.amazonaws.com" };
const trust = (Condition: object, provider = `oidc-provider/${gitHub}`) =>
  role({
    Sid: "S",
    Effect: "Allow",
    Principal: { Federated: `arn:aws:iam::111111111111:${provider}` },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition,
  });
const like = (sub: unknown, more: object = aud) =>
  trust({ StringEquals: more, StringLike: { [`${gitHub}:sub`]: sub } });

ruleTests(rule, {
  message: /must name the (audience|subject)/,
  passes: [
    ["one branch", like("repo:acme/app:ref:refs/heads/main")],
    ["branches below a name", like("repo:acme/app:ref:refs/heads/release/*")],
    ["an environment", like("repo:acme/app:environment:prod")],
    ["two repositories", like(["repo:acme/app:environment:prod", "repo:acme/lib:ref:refs/tags/v*"])],
    ["pull requests of one repository", like("repo:acme/app:pull_request")],
    [
      "a whole repository, where the configuration allows it",
      like("repo:acme/app:*"),
      { wholeRepository: true },
    ],
    [
      "a wildcard that is none",
      trust({ StringEquals: { ...aud, [`${gitHub}:sub`]: "repo:acme/app:ref:refs/heads/a*" } }),
    ],
    [
      "another provider",
      trust(
        {
          StringEquals: {
            "gitlab.com:aud": "https://gitlab.com",
            "gitlab.com:sub": "project_path:a/b:ref_type:branch:ref:main",
          },
        },
        "oidc-provider/gitlab.com",
      ),
    ],
    [
      "SAML",
      trust({ StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } }, "saml-provider/a"),
    ],
  ],
  fails: [
    ["nothing", trust({})],
    ["no subject", trust({ StringEquals: aud })],
    ["no audience", like("repo:acme/app:ref:refs/heads/main", { "aws:RequestedRegion": "eu-west-1" })],
    ["every repository of an owner", like("repo:acme/*")],
    [
      "every repository of an owner, in disguise",
      like("repo:acme/*:ref:refs/heads/main"),
      { wholeRepository: true },
    ],
    ["every owner that begins so", like("repo:acme*/app:ref:refs/heads/main")],
    ["everybody", like("*")],
    ["a whole repository", like("repo:acme/app:*")],
    ["every branch", like("repo:acme/app:ref:refs/heads/*")],
    ["one good and one open", like(["repo:acme/app:environment:prod", "repo:acme/*"])],
    [
      "if there is a subject",
      trust({
        StringEquals: aud,
        StringLikeIfExists: { [`${gitHub}:sub`]: "repo:acme/app:environment:prod" },
      }),
    ],
    [
      "all subjects but one",
      trust({ StringEquals: aud, StringNotLike: { [`${gitHub}:sub`]: "repo:acme/app:*" } }),
    ],
    [
      "for all values, of which there may be none",
      trust({
        StringEquals: aud,
        "ForAllValues:StringLike": { [`${gitHub}:sub`]: "repo:acme/app:environment:prod" },
      }),
    ],
    ["another provider's subject", trust({ StringEquals: { ...aud, "gitlab.com:sub": "x" } })],
    [
      "another provider without a subject",
      trust({ StringEquals: { "gitlab.com:aud": "x" } }, "oidc-provider/gitlab.com"),
    ],
    ["SAML without an audience", trust({}, "saml-provider/a")],
    [
      "the provider by name",
      role({
        Sid: "S",
        Effect: "Allow",
        Principal: { Federated: "accounts.google.com" },
        Action: "sts:AssumeRoleWithWebIdentity",
      }),
    ],
  ],
  leavesAlone: [
    [
      "an account",
      role({ Sid: "S", Effect: "Allow", Principal: { AWS: "222222222222" }, Action: "sts:AssumeRole" }),
    ],
  ],
});
