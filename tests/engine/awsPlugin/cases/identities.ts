import type { Case } from "./case";
import { document, groupArn, iamArn } from "./names";

const trusts = (service: string) =>
  document({ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" });

/** Roles with a boundary, policies, attachments and a web identity provider. */
export const identities: readonly Case[] = [
  {
    token: "aws:iam/policy:Policy",
    name: "boundary",
    id: "arn:aws:iam::481516234299:policy/types-boundary",
    inputs: {
      name: "types-boundary",
      policy: document({ Effect: "Allow", Action: ["s3:*", "logs:*"], Resource: "*" }),
    },
  },
  {
    token: "aws:iam/role:Role",
    name: "replicationRole",
    id: "types-replication",
    after: ["boundary"],
    inputs: {
      name: "types-replication",
      path: "/types/",
      description: "first",
      assumeRolePolicy: trusts("s3.amazonaws.com"),
      permissionsBoundary: iamArn("policy/types-boundary"),
      tags: { team: "a" },
    },
    edits: [
      { inputs: { description: "second" }, diff: "~description" },
      { inputs: { permissionsBoundary: null }, diff: "-permissionsBoundary" },
      { inputs: { tags: { team: "b" } }, diff: "~tags" },
      { inputs: { permissionsBoundary: iamArn("policy/types-boundary") }, diff: "+permissionsBoundary" },
    ],
  },
  {
    token: "aws:iam/role:Role",
    name: "trailRole",
    id: "types-trail",
    inputs: { name: "types-trail", assumeRolePolicy: trusts("cloudtrail.amazonaws.com") },
  },
  {
    token: "aws:iam/rolePolicy:RolePolicy",
    name: "trailRolePolicy",
    id: "types-trail:write",
    after: ["trailRole"],
    inputs: {
      role: "types-trail",
      name: "write",
      policy: document({
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: `${groupArn}:*`,
      }),
    },
  },
  {
    token: "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
    name: "groupAttachment",
    id: "types-group/arn:aws:iam::481516234299:policy/types-boundary",
    after: ["boundary"],
    inputs: { group: "types-group", policyArn: iamArn("policy/types-boundary") },
  },
  {
    token: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    name: "github",
    id: "arn:aws:iam::481516234299:oidc-provider/token.actions.githubusercontent.com",
    inputs: {
      url: "https://token.actions.githubusercontent.com",
      clientIdLists: ["sts.amazonaws.com"],
      thumbprintLists: ["6938fd4d98bab03faadb97b34396831e3780aea1"],
      tags: { team: "a" },
    },
    edits: [
      { inputs: { clientIdLists: ["other", "sts.amazonaws.com"] }, diff: "~clientIdLists" },
      { inputs: { clientIdLists: ["sts.amazonaws.com"] }, diff: "~clientIdLists" },
      { inputs: { tags: { team: "b" } }, diff: "~tags" },
      {
        inputs: { thumbprintLists: ["1c58a3a8518e8759bf075b76b750d4f2df264fcd"] },
        diff: "~thumbprintLists",
      },
    ],
  },
];
