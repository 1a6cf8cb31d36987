import type { AccessPointFacts } from "../effective/facts";
import { accessPointBlock } from "./buckets";
import type { BucketReferent } from "./buckets";
import { References } from "./references";
import type { Referent } from "./references";
import { combined } from "./stackReading";
import type { StackReading } from "./stackReading";
import { answered, declared, property } from "./stackResource";
import type { StackResource } from "./stackResource";
import { unknown } from "./value";

const accessPointType = "aws:s3/accessPoint:AccessPoint";
const policyType = "aws:s3control/accessPointPolicy:AccessPointPolicy";

interface AccessPointReferent extends Referent {
  readonly name: string;
  readonly resource: StackResource;
  readonly policies: StackResource[];
}

/** The access points of a stack, each with its policy; the VPC of one is left out, which allows more. */
export function accessPointFacts(
  reading: StackReading,
  buckets: References<BucketReferent>,
): readonly AccessPointFacts[] {
  const all = reading.of(accessPointType).map((resource): AccessPointReferent => {
    const said = property(resource, "accountId");
    const account = typeof said === "string" ? said : reading.account(resource);
    const name = reading.awsName(resource, "name");
    const arn =
      answered(resource, "arn") ??
      `arn:${reading.partition(resource)}:s3:${reading.region(resource)}:${account}:accesspoint/${name}`;
    return {
      arn,
      account,
      name,
      names: [name, `${account}:${name}`],
      urns: [resource.urn],
      resource,
      policies: [],
    };
  });
  const references = new References(all);
  for (const policy of reading.of(policyType)) {
    const value = property(policy, "accessPointArn");
    const known = references.find(policy, "accessPointArn", value, reading.account(policy));
    if (known !== undefined) known.policies.push(policy);
    else {
      const message = "it is not known which access point of the stack this is for: it is left out";
      reading.report(policy, "accessPointArn", value === unknown ? "unknown" : "notInStack", message, true);
    }
  }
  return all.flatMap(({ arn, name, resource, policies }) => {
    const bucket = buckets.find(resource, "bucket", property(resource, "bucket"), undefined);
    if (bucket === undefined) return [];
    // With outputs alone, its own `policy` is what AWS answered before: the resource of its own says more.
    const inline = resource.inputs !== undefined || policies.length === 0 ? [resource] : [];
    const documents = [...policies, ...inline].flatMap((one) => {
      const value = declared(one, "policy");
      if (value === undefined || value === "" || value === "{}") return [];
      const document = reading.document(one, "policy", value, "resource", "what it allows is left out", true);
      return document === unknown ? [] : [document];
    });
    if (documents.length > 1) {
      const message =
        "several resources set the policy of this access point: it is taken to allow what any allows";
      reading.report(resource, "policy", "conflict", message, false);
    }
    return [
      {
        arn,
        bucketArn: bucket.arn,
        policy: combined(`policy of access point ${name}`, documents),
        blockPublicAccess: accessPointBlock(resource, reading),
      },
    ];
  });
}
