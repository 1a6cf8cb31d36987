import { rules } from "../../../../policypacks/least-privilege/rules";
import { register } from "../../../support/register";
import { type Given, stackViolations, violations } from "../crossGuard";

/** What the pack finds in a program at one resource by one rule, in its own default level. */
export interface FieldFinding {
  readonly rule: string;
  readonly level: string;
  /** Name of the resource in the program. */
  readonly resource: string;
  readonly message: string;
}

/**
 * What the pack finds in a program without any configuration, once AWS has answered: names that the program leaves to
 * Pulumi, ids and ARNs are known then. Sorted by rule and resource.
 */
export async function judgeProgram(program: () => void): Promise<readonly FieldFinding[]> {
  const givens = await givensOf(program);
  const found = rules
    .filter(({ level }) => level !== "disabled")
    .flatMap((rule): readonly FieldFinding[] => {
      const { name, level } = rule;
      const told =
        rule.judges === "stack"
          ? stackViolations(rule, givens)
          : givens.flatMap((given) =>
              violations(rule, given).map((message) => [given.name ?? "", message] as const),
            );
      return told.map(([resource, message]) => ({ rule: name, level, resource, message }));
    });
  const place = ({ rule, resource }: FieldFinding) => `${rule} ${resource}`;
  return found.sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

/** As the engine hands resources over: the default provider of a program says its region and no account. */
async function givensOf(program: () => void): Promise<readonly Given[]> {
  const registered = await register(program, answered);
  const providers = new Map(
    registered.flatMap(({ type, name, inputs }) =>
      type.startsWith("pulumi:providers:") ? [[name, inputs] as const] : [],
    ),
  );
  return registered
    .filter(({ type }) => type.startsWith("aws:"))
    .map(({ type, name, inputs, outputs, provider }) => ({
      type,
      name,
      props: outputs,
      madeFrom: Object.fromEntries(Object.keys(inputs).map((property) => [property, []])),
      provider: providers.get(provider) ?? { region: "eu-west-1" },
    }));
}

/** What AWS answers, in the account 111111111111: the physical name, the id and the ARN. */
function answered(type: string, name: string, inputs: Readonly<Record<string, unknown>>) {
  const named = (property: string) => {
    const given = inputs[property];
    return typeof given === "string" ? given : `${name}-1a2b3c4`;
  };
  switch (type) {
    case "aws:s3/bucket:Bucket": {
      const bucket = named("bucket");
      return {
        bucket,
        id: bucket,
        arn: `arn:aws:s3:::${bucket}`,
        bucketRegionalDomainName: `${bucket}.s3.eu-west-1.amazonaws.com`,
      };
    }
    case "aws:iam/role:Role":
    case "aws:iam/user:User":
    case "aws:iam/policy:Policy": {
      const kind = type.slice("aws:iam/".length, type.indexOf(":", "aws:".length));
      const own = named("name");
      const arn = `arn:aws:iam::111111111111:${kind}/${own}`;
      return { name: own, id: kind === "policy" ? arn : own, arn };
    }
    case "aws:iam/openIdConnectProvider:OpenIdConnectProvider":
      return {
        arn: `arn:aws:iam::111111111111:oidc-provider/${named("url").replace(/^https:\/\//, "")}`,
      };
    case "aws:kms/key:Key": {
      const keyId = "1234abcd-12ab-34cd-56ef-1234567890ab";
      return { keyId, id: keyId, arn: `arn:aws:kms:eu-west-1:111111111111:key/${keyId}` };
    }
    case "aws:sqs/queue:Queue": {
      const own = named("name");
      const url = `https://sqs.eu-west-1.amazonaws.com/111111111111/${own}`;
      return { name: own, id: url, url, arn: `arn:aws:sqs:eu-west-1:111111111111:${own}` };
    }
    case "aws:dynamodb/table:Table":
      return { name: named("name"), arn: `arn:aws:dynamodb:eu-west-1:111111111111:table/${named("name")}` };
    case "aws:lambda/function:Function":
      return { name: named("name"), arn: `arn:aws:lambda:eu-west-1:111111111111:function:${named("name")}` };
    case "aws:cloudfront/distribution:Distribution":
      return { id: "EDFDVBD6EXAMPLE", arn: "arn:aws:cloudfront::111111111111:distribution/EDFDVBD6EXAMPLE" };
    case "aws:cloudtrail/trail:Trail":
      return { arn: `arn:aws:cloudtrail:eu-west-1:111111111111:trail/${named("name")}` };
    default:
      return {};
  }
}
