import assert from "node:assert/strict";
import { compareIntents } from "../../../access/effective/compareIntents";
import type { IntentComparison } from "../../../access/effective/compareIntents";
import { findingsOf } from "../../../access/render/intentComparison";
import type { ComparisonFinding } from "../../../access/render/intentComparison";
import {
  bucket,
  bucketPolicy,
  meant,
  onObjects,
  put,
  role,
  uploader,
  world,
  writer,
  writerWith,
} from "../effective/smallWorld";

/** What is said of each finding of a comparison, to the letter. tests/access/effective proves the comparison itself. */

const via = { kind: "role" as const, arn: writer };
const known = role(uploader, [
  { Sid: "Assume", Effect: "Allow", Action: "sts:AssumeRole", Resource: writer },
]);
const proven = compareIntents(world({ roles: [writerWith([put]), known] }), [meant(via)]);
const exceeding = compareIntents(
  world({
    bucketPolicy: bucketPolicy(
      onObjects({ Sid: "Open", Effect: "Allow", Principal: "*", Action: "s3:GetObject" }),
    ),
    roles: [writerWith([{ ...put, Resource: `${bucket}/*` }]), known],
  }),
  [meant(via)],
);
const missing = compareIntents(
  world({
    bucketPolicy: bucketPolicy(
      onObjects({ Sid: "NoPuts", Effect: "Deny", Principal: "*", Action: "s3:Put*" }),
    ),
    roles: [writerWith([put]), known],
  }),
  [meant(via), meant(via, { name: "nobody", who: ["arn:aws:iam::222222222222:user/u"] })],
);
const trusting = compareIntents(
  world({
    roles: [
      role(writer, [put], {
        trust: { Effect: "Allow", Principal: { AWS: [uploader, "arn:aws:iam::333333333333:role/x"] } },
      }),
      known,
    ],
  }),
  [meant(via)],
);
const undecided: IntentComparison = {
  intents: [{ intent: "a|b", status: "unknown", reasons: ["it takes too long"] }],
  unintended: [],
  undecided: [],
};

const linesOf = ({ intent, status, sentence, statements, witness }: ComparisonFinding): readonly string[] => [
  [status, ...(intent === undefined ? [] : [`${intent}:`]), sentence].join(" "),
  ...statements.map((statement) => `    ${status === "missing" ? "by" : "through"} ${statement}`),
  ...witness.map((line) => `    ${line}`),
];

describe("a shown comparison with intents", () => {
  for (const [what, comparison, lines] of [
    ["says what is proven", proven, ["proven marketing: works as meant, and nothing more is possible"]],
    [
      "says what exceeds, through which statements, and what no intent means",
      exceeding,
      [
        "exceeds marketing: role/app/uploader of 222222222222 may s3:PutObject on arn:aws:s3:::drop/m after assuming writer, which is not meant",
        "    through policy of writer: Put",
        "exceeds an anonymous caller may s3:GetObject on arn:aws:s3:::drop/a, which is not meant",
        "    through bucket policy: Open",
      ],
    ],
    [
      "says what is missing, with the first refusal",
      missing,
      [
        "missing marketing: role/app/uploader of 222222222222 cannot use the bucket: s3:PutObject on arn:aws:s3:::drop/marketing/example is refused: a statement denies it",
        "    by bucket policy: NoPuts",
        "missing nobody: user/u of 222222222222 cannot assume the role: sts:AssumeRole on arn:aws:iam::111111111111:role/writer is refused: no statement of trust of writer allows it",
      ],
    ],
    [
      "says who may assume what is not meant for them",
      trusting,
      [
        "exceeds marketing: role/x of 333333333333 may assume writer, which is not meant, (the policies of arn:aws:iam::333333333333:role/x are not known; they are taken to allow sts:AssumeRole)",
        "    through trust of writer: Trust",
      ],
    ],
    [
      "does not accept what is not decided",
      undecided,
      ["unknown a|b: not decided, so not accepted: it takes too long"],
    ],
  ] as const) {
    it(what, () => {
      assert.deepEqual(findingsOf(comparison).flatMap(linesOf), lines);
    });
  }
});
