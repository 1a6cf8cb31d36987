import { ofBucket } from "../example";
import { type Finding, unknownFinding } from "../finding";
import type { Rule } from "../rule";
import { unknown, valuesAt } from "../value";

const types: readonly string[] = [
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
  "aws:s3/bucketCorsConfigurationV2:BucketCorsConfigurationV2",
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketV2:BucketV2",
];

export const rule: Rule = {
  name: "cors-names-origins",
  displayName: "CORS names its origins",
  description: "A CORS rule must name its origins, over https.",
  why: "Any web page can make the browser of somebody who is signed in use a presigned URL or cookies for it.",
  severity: "medium",
  level: "mandatory",
  requirements: ["NIST-800-53-r5:AC-4"],
  topics: ["s3"],
  remediationSteps: "Write the origins in allowedOrigins, like https://app.example.com.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html",
  example: {
    compliant: [cors("https://app.example.com")],
    violating: [cors("*")],
  },
  judges: "resource",
  types,
  check: ({ properties }) =>
    valuesAt(properties, ["corsRules", "*", "allowedOrigins", "*"])
      .concat(valuesAt(properties, ["corsRules"]).filter(({ value }) => value === unknown))
      .flatMap(({ path, value }): readonly Finding[] => {
        if (value === unknown) return [unknownFinding(path, "origin")];
        // One label of a name may be a wildcard: https://*.example.com.
        return typeof value === "string" && /^https:\/\/(\*\.)?[\w-]+(\.[\w-]+)+(:\d+)?$/.test(value)
          ? []
          : [
              {
                where: path,
                must: "must be an origin over https",
                fix: "write it like https://app.example.com",
              },
            ];
      }),
};

function cors(origin: string) {
  return ofBucket(types[0] ?? "", {
    corsRules: [{ allowedMethods: ["PUT"], allowedOrigins: [origin] }],
  });
}
