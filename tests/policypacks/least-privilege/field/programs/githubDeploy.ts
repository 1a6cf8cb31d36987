import * as aws from "@pulumi/aws";

/** A role with which GitHub Actions deploys, as most guides write it. */
export function githubDeploy(): void {
  const github = new aws.iam.OpenIdConnectProvider("github", {
    url: "https://token.actions.githubusercontent.com",
    clientIdLists: ["sts.amazonaws.com"],
    thumbprintLists: ["6938fd4d98bab03faadb97b34396831e3780aea1"],
  });
  const deploy = new aws.iam.Role("deploy", {
    name: "github-deploy",
    assumeRolePolicy: github.arn.apply((arn) =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Federated: arn },
            Action: "sts:AssumeRoleWithWebIdentity",
            Condition: {
              StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
              StringLike: { "token.actions.githubusercontent.com:sub": "repo:acme/shop:*" },
            },
          },
        ],
      }),
    ),
  });
  new aws.iam.RolePolicyAttachment("deploy-admin", {
    role: deploy.name,
    policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
  });
}
