import type { Rule } from "../rule";

const kinds: Readonly<Record<string, string>> = {
  "aws:iam/accessKey:AccessKey": "an access key",
  "aws:iam/userLoginProfile:UserLoginProfile": "a password",
  "aws:iam/sshKey:SshKey": "an SSH key",
  "aws:iam/serviceSpecificCredential:ServiceSpecificCredential": "a service-specific credential",
  "aws:iam/signingCertificate:SigningCertificate": "a signing certificate",
};

export const rule: Rule = {
  name: "credentials-are-temporary",
  displayName: "Nobody gets long-lived credentials",
  description: "A stack must not make long-lived credentials of IAM users.",
  why: "They work until somebody takes them back, and those that Pulumi makes stand in the stack's state.",
  severity: "high",
  level: "mandatory",
  requirements: ["FSBP:IAM.3", "FSBP:IAM.8", "FSBP:IAM.22"],
  topics: ["iam"],
  remediationSteps:
    "Use a role: by an identity provider, by IAM Roles Anywhere, or by the service that runs the code.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-users-federation-idp",
  example: {
    compliant: [{ type: "aws:iam/role:Role", props: { name: "uploader" } }],
    violating: [{ type: "aws:iam/accessKey:AccessKey", props: { user: "uploader" } }],
  },
  judges: "resource",
  types: Object.keys(kinds),
  check: ({ type, properties }) =>
    properties["status"] === "Inactive"
      ? []
      : [
          {
            where: "",
            must: `must not make ${kinds[type] ?? "a credential"} of an IAM user`,
            fix: "let a role be assumed instead",
          },
        ],
};
