import { quoted, statementName } from "../document";
import { rolePolicy } from "../example";
import { wildcardResourceFault } from "../resourcePattern";
import type { Rule } from "../rule";

/** In policies of buckets and access points, which let in others, `allow-names-resources` asks for a prefix. */
export const rule: Rule = {
  name: "allow-names-prefix",
  displayName: "Allow of objects names a prefix",
  description: "An identity policy that allows objects of a bucket must name the prefix that they are below.",
  why: "Where a bucket is shared, the objects of everybody else are covered, too.",
  severity: "medium",
  level: "advisory",
  requirements: ["NIST-800-53-r5:AC-6"],
  topics: ["iam", "s3"],
  remediationSteps: "Name a prefix that ends with / before the wildcard, like arn:aws:s3:::bucket/prefix/*.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-policies-s3.html",
  example: {
    compliant: [put("arn:aws:s3:::acme-drop/in/*")],
    violating: [put("arn:aws:s3:::acme-drop/*")],
  },
  judges: "documents",
  subjects: ["identity"],
  check: (policy) =>
    policy.document.statements
      .filter(({ effect }) => effect === "Allow")
      .flatMap((statement) =>
        (statement.resource?.negated === false ? statement.resource.patterns : []).flatMap((pattern) => {
          const fault = wildcardResourceFault(pattern, statement, policy);
          if (fault?.kind !== "wholeBucket") return [];
          const must = `must not allow ${quoted(pattern)} (${fault.reason})`;
          return [{ where: statementName(statement), must, fix: fault.fix }];
        }),
      ),
};

function put(Resource: string) {
  return rolePolicy({ Sid: "Put", Effect: "Allow", Action: "s3:PutObject", Resource });
}
