import { PolicyPack } from "@pulumi/policy";
import { crossGuardPolicy } from "./crossGuardPolicy";
import { rules } from "./rules";

new PolicyPack("least-privilege", {
  enforcementLevel: "mandatory",
  displayName: "Least privilege",
  description: "Buckets, keys and roles grant what is named, and nothing else.",
  provider: "aws",
  policies: rules.map((rule) => crossGuardPolicy(rule)),
});
