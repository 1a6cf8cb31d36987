/** Proves: which origins count as named. */
import { rule } from "../../../../policypacks/least-privilege/rules/cors-names-origins";
import { bucket, ofBucket } from "../../../../policypacks/least-privilege/example";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const cors = (...allowedOrigins: unknown[]) =>
  ofBucket("aws:s3/bucketCorsConfiguration:BucketCorsConfiguration", {
    corsRules: [{ allowedMethods: ["GET"], allowedOrigins }],
  });

ruleTests(rule, {
  message: /must be an origin over https|must be known/,
  passes: [
    ["one origin", cors("https://app.example.com")],
    ["with a port, and one label left open", cors("https://app.example.com:8443", "https://*.example.com")],
    ["none", bucket()],
  ],
  fails: [
    ["everyone", cors("*")],
    ["everyone, in a list", cors("https://app.example.com", "*")],
    ["every https origin", cors("https://*")],
    ["a whole top level domain", cors("https://*.*")],
    ["plain HTTP", cors("http://app.example.com")],
    ["in the bucket itself", bucket({ corsRules: [{ allowedMethods: ["PUT"], allowedOrigins: ["*"] }] })],
    [
      "of the older type",
      { ...cors("*"), type: "aws:s3/bucketCorsConfigurationV2:BucketCorsConfigurationV2" },
    ],
    ["one that is not known", cors(unknownText)],
    ["rules that are not known", bucket({ corsRules: unknownText })],
  ],
  leavesAlone: [
    ["an API", { type: "aws:apigatewayv2/api:Api", props: { corsRules: [{ allowedOrigins: ["*"] }] } }],
  ],
});
