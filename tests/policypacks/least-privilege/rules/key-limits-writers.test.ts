/** Proves: what a key policy may give to those who only put. Not what their own policies give them, which is put-limits-key-use. */
import { rule } from "../../../../policypacks/least-privilege/rules/key-limits-writers";
import { document, key, rolePolicy } from "../../../../policypacks/least-privilege/example";
import { ruleTests } from "../ruleTests";

const put = { Sid: "Put", Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::acme-drop/in/*" };
const writer = rolePolicy(put);
const arn = "arn:aws:iam::111111111111:role/path/writer";
const conditions = {
  StringEquals: {
    "kms:ViaService": "s3.eu-west-1.amazonaws.com",
    "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::acme-drop",
  },
};
const use = (change: object) =>
  key({
    Sid: "Use",
    Effect: "Allow",
    Principal: { AWS: arn },
    Action: ["kms:GenerateDataKey", "kms:Decrypt"],
    Resource: "*",
    Condition: conditions,
    ...change,
  });
const pinned = {
  Principal: { AWS: "111111111111" },
  Condition: { ...conditions, ArnEquals: { "aws:PrincipalArn": [arn] } },
};

ruleTests(rule, {
  message: /must not allow .* \(writer may only put\)/,
  passes: [
    ["what a put takes", [writer, use({})]],
    ["by aws:PrincipalArn", [writer, use(pinned)]],
    [
      "object by object",
      [
        writer,
        use({
          Condition: {
            StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
            StringLike: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::acme-drop/in/*" },
          },
        }),
      ],
    ],
    ["a Deny", [writer, use({ Effect: "Deny", Action: "kms:*" })]],
  ],
  fails: [
    ["another action", [writer, use({ Action: ["kms:Decrypt", "kms:Encrypt"] })]],
    ["by a wildcard", [writer, use({ Action: "kms:GenerateDataKey*" })]],
    ["by NotAction", [writer, use({ Action: undefined, NotAction: "kms:Encrypt" })]],
    [
      "past S3",
      [
        writer,
        use({
          Condition: { StringEquals: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::acme-drop" } },
        }),
      ],
    ],
    [
      "through another service",
      [
        writer,
        use({
          Condition: {
            StringEquals: { ...conditions.StringEquals, "kms:ViaService": "ec2.eu-west-1.amazonaws.com" },
          },
        }),
      ],
    ],
    [
      "for every bucket",
      [writer, use({ Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } } })],
    ],
    [
      "if there is a context",
      [
        writer,
        use({
          Condition: {
            StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
            StringEqualsIfExists: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::acme-drop" },
          },
        }),
      ],
    ],
    ["by aws:PrincipalArn", [writer, use({ ...pinned, Action: "kms:ReEncryptTo" })]],
    [
      "in a key policy of its own",
      [writer, { ...use({ Action: "kms:Encrypt" }), type: "aws:kms/keyPolicy:KeyPolicy" }],
    ],
    [
      "with the put in the role's own list",
      [
        {
          type: "aws:iam/role:Role",
          name: "w",
          props: { name: "writer", inlinePolicies: [{ name: "put", policy: document(put) }] },
        },
        use({ Action: "kms:Encrypt" }),
      ],
    ],
    [
      "with the put in an attached policy",
      [
        { type: "aws:iam/policy:Policy", name: "p", props: { name: "put", policy: document(put) } },
        {
          type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
          name: "a",
          props: { role: "writer", policyArn: "arn:aws:iam::111111111111:policy/put" },
        },
        use({ Action: "kms:Encrypt" }),
      ],
    ],
  ],
  leavesAlone: [
    [
      "who may also read",
      [rolePolicy({ ...put, Action: ["s3:PutObject", "s3:GetObject"] }), use({ Action: "kms:Encrypt" })],
    ],
    [
      "another role",
      [writer, use({ Principal: { AWS: "arn:aws:iam::111111111111:role/reader" }, Action: "kms:Encrypt" })],
    ],
    [
      "a role of that name elsewhere",
      [writer, use({ Principal: { AWS: "arn:aws:iam::222222222222:role/writer" }, Action: "kms:Encrypt" })],
    ],
  ],
});
