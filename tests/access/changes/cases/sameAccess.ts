import { allow, bucketArn, other, policy, resource, withInputs } from "../../stack/given";
import { changed } from "../changeCase";
import type { ChangeCase } from "../changeCase";
import {
  denyPlainHttp,
  guard,
  put,
  putIn,
  small,
  trusting,
  uploader,
  uploaderTrust,
  writer,
} from "../smallStack";

const two = {
  Effect: "Allow",
  Action: ["s3:PutObject", "s3:GetObject"],
  Resource: [`${bucketArn}/a/*`, `${bucketArn}/b/*`],
};
const list = allow("s3:ListBucket", bucketArn);

/** The same access in other words. Each of them is no access change. */
export const sameCases: readonly ChangeCase[] = [
  {
    name: "reordered statements and lists",
    before: changed(small, "writer-put", () => put(two, list)),
    after: changed(small, "writer-put", () =>
      put(list, {
        ...two,
        Action: ["s3:GetObject", "s3:PutObject"],
        Resource: [`${bucketArn}/b/*`, `${bucketArn}/a/*`],
      }),
    ),
  },
  {
    name: "split statement",
    before: changed(small, "writer-put", () => put(two)),
    after: changed(small, "writer-put", () =>
      put(
        { ...two, Action: "s3:PutObject", Sid: "Put" },
        { ...two, Action: "s3:GetObject", Resource: `${bucketArn}/a/*` },
        { ...two, Action: "s3:GetObject", Resource: `${bucketArn}/b/*` },
      ),
    ),
  },
  {
    name: "changed Sid",
    before: small,
    after: changed(small, "writer-put", () => put({ ...putIn("in/"), Sid: "Other" })),
  },
  {
    name: "action in another case, wildcard for its name",
    before: small,
    after: changed(small, "writer-put", () => put(putIn("in/", "S3:putobjecT"))),
  },
  {
    name: "statement that another covers",
    before: small,
    after: changed(small, "writer-put", () => put(putIn("in/"), putIn("in/deeper/"))),
  },
  {
    name: "statement moved from the inline policy to a managed one",
    before: small,
    after: [
      ...changed(small, "writer-put", () => undefined),
      resource(
        "aws:iam/policy:Policy",
        "managed",
        { name: "managed", policy: policy(putIn("in/")) },
        { outputs: { arn: "arn:aws:iam::111111111111:policy/managed" } },
      ),
      resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "attached", {
        role: "writer",
        policyArn: "arn:aws:iam::111111111111:policy/managed",
      }),
    ],
  },
  {
    name: "TLS asked for in two statements in place of one",
    before: small,
    after: changed(small, "guard", () =>
      guard(
        { ...denyPlainHttp, Resource: bucketArn },
        { ...denyPlainHttp, Sid: "Objects", Resource: `${bucketArn}/*` },
      ),
    ),
  },
  {
    name: "source's side added for someone whom the trust names already",
    before: small,
    after: [
      ...small,
      resource(
        "aws:iam/rolePolicy:RolePolicy",
        "uploader-assume",
        {
          role: "uploader",
          name: "assume",
          policy: policy(allow("sts:AssumeRole", "arn:aws:iam::111111111111:role/writer")),
        },
        { provider: { allowedAccountIds: JSON.stringify([other]), region: "eu-west-1" } },
      ),
    ],
  },
  {
    name: "principal named besides the account that is trusted as a whole",
    before: changed(small, "writer", () => writer(trusting({ AWS: `arn:aws:iam::${other}:root` }))),
    after: changed(small, "writer", () =>
      writer(trusting({ AWS: `arn:aws:iam::${other}:root` }), trusting({ AWS: uploader })),
    ),
  },
  {
    name: "single values in place of lists",
    before: small,
    after: changed(small, "writer", () =>
      writer({ ...uploaderTrust, Action: ["sts:AssumeRole"], Principal: { AWS: [uploader] } }),
    ),
  },
  {
    name: "tags and session length",
    before: small,
    after: changed(small, "writer", (one) =>
      withInputs(one, { tags: { team: "data" }, maxSessionDuration: 7200 }),
    ),
  },
];
