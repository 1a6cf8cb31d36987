/** Proves: which buckets count as shared, and which selectors record all writes to one. Not that the trail can deliver. */
import { rule } from "../../../../policypacks/least-privilege/rules/trail-covers-shared-buckets";
import {
  bucket,
  bucketPolicy,
  role,
  rolePolicy,
  trail,
} from "../../../../policypacks/least-privilege/example";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const grant = {
  Sid: "S",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::222222222222:role/a" },
  Action: "s3:PutObject",
  Resource: "arn:aws:s3:::acme-drop/in/*",
};
const shared = [bucket(), bucketPolicy(grant)];
const good = "arn:aws:s3:::acme-drop/";
const basic = (values: unknown, more: object = {}) =>
  trail({ eventSelectors: [{ dataResources: [{ type: "AWS::S3::Object", values }], ...more }] });
const fields = [
  { field: "eventCategory", equals: ["Data"] },
  { field: "resources.type", equals: ["AWS::S3::Object"] },
];
const advanced = (...more: object[]) =>
  trail({ advancedEventSelectors: [{ fieldSelectors: [...fields, ...more] }] });
const under = (...startsWiths: unknown[]) => ({ field: "resources.ARN", startsWiths });

ruleTests(rule, {
  message: /must have its write events recorded by a trail/,
  passes: [
    ["the bucket with its slash", [...shared, basic([good])]],
    ["every bucket", [...shared, basic(["arn:aws:s3"])]],
    [
      "among others, writes only",
      [...shared, basic(["arn:aws:s3:::other/", good], { readWriteType: "WriteOnly" })],
    ],
    ["advanced", [...shared, advanced(under(good))]],
    ["advanced, writes only", [...shared, advanced(under(good), { field: "readOnly", equals: ["false"] })]],
    ["advanced, every object", [...shared, advanced()]],
    ["by a trail outside the stack", shared, { recordedElsewhere: ["acme-drop"] }],
    ["by a second trail", [...shared, trail(), { ...basic([good]), name: "second" }]],
  ],
  fails: [
    ["no trail", shared],
    ["a trail outside the stack, for another bucket", shared, { recordedElsewhere: ["acme-drop-2"] }],
    ["a trail without data events", [...shared, trail()]],
    ["without the slash", [...shared, basic(["arn:aws:s3:::acme-drop"])]],
    ["one prefix only", [...shared, basic([`${good}in/`])]],
    ["another bucket", [...shared, basic(["arn:aws:s3:::acme-drop-2/"])]],
    ["reads only", [...shared, basic([good], { readWriteType: "ReadOnly" })]],
    [
      "a trail that is switched off",
      [
        ...shared,
        trail({
          enableLogging: false,
          eventSelectors: [{ dataResources: [{ type: "AWS::S3::Object", values: [good] }] }],
        }),
      ],
    ],
    ["advanced, reads only", [...shared, advanced(under(good), { field: "readOnly", equals: ["true"] })]],
    [
      "advanced, one event only",
      [...shared, advanced(under(good), { field: "eventName", equals: ["PutObject"] })],
    ],
    ["advanced, all but some", [...shared, advanced({ ...under(good), notStartsWiths: [`${good}in/`] })]],
    [
      "advanced, of tables",
      [
        ...shared,
        trail({
          advancedEventSelectors: [
            { fieldSelectors: [fields[0], { field: "resources.type", equals: ["AWS::DynamoDB::Table"] }] },
          ],
        }),
      ],
    ],
    ["selectors that are not known", [...shared, basic([unknownText])]],
    [
      "shared by everyone's account",
      [bucket(), bucketPolicy({ ...grant, Principal: "*", Action: "s3:Put*" })],
    ],
    [
      "shared by a role that another account assumes",
      [
        bucket(),
        rolePolicy({
          Sid: "P",
          Effect: "Allow",
          Action: "s3:PutObject",
          Resource: "arn:aws:s3:::acme-drop/in/*",
        }),
        role({ Sid: "T", Effect: "Allow", Principal: { AWS: "222222222222" }, Action: "sts:AssumeRole" }),
      ],
    ],
    ["shared by the bucket's own property", bucket({ policy: bucketPolicy(grant).props["policy"] })],
  ],
  leavesAlone: [
    [
      "a bucket of one's own",
      [bucket(), bucketPolicy({ ...grant, Principal: { AWS: "arn:aws:iam::111111111111:role/a" } })],
    ],
    ["a bucket that others only read", [bucket(), bucketPolicy({ ...grant, Action: "s3:GetObject" })]],
    ["the bucket that gets the log itself", [...shared, trail({ s3BucketName: "acme-drop" })]],
  ],
});
