import { cpus } from "node:os";
import { compareIntents } from "../access/effective/compareIntents";
import type { Intent } from "../access/effective/intent";
import { readExport } from "../access/stack/readState";
import { stackAccess } from "../access/stack/stackAccess";
import { table } from "./figures";

/**
 * Measures the way from the JSON text of a state to effective access against its intent, at growing numbers of sources.
 * Prints a table; nothing is asserted here.
 *
 * `node -r ./local/transpiled.cjs bench/stackAccess.ts`
 */

const owner = "111111111111";
const bucketArn = "arn:aws:s3:::acme-drop";
const urn = (type: string, name: string): string => `urn:pulumi:bench::xput::${type}::${name}`;
const policy = (statement: object): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [statement] });

function provider(account: string): object {
  const type = "pulumi:providers:aws";
  const inputs = { allowedAccountIds: JSON.stringify([account]), region: "eu-west-1" };
  return { urn: urn(type, account), type, id: account, inputs };
}

function resource(type: string, name: string, account: string, inputs: object): object {
  const providerUrn = `${urn("pulumi:providers:aws", account)}::${account}`;
  return { urn: urn(type, name), type, id: name, inputs, outputs: inputs, provider: providerUrn };
}

/** The state's text, as large as one of the program: a role, its policy and a source's policy for each source. */
function stateText(count: number): string {
  const sources = Array.from({ length: count }, (_, index) => `source-${index}`);
  const resources = sources.flatMap((name, index) => {
    const account = accountOfSource(index);
    const roleArn = `arn:aws:iam::${owner}:role/${name}`;
    return [
      provider(account),
      resource("aws:iam/role:Role", name, owner, {
        name,
        assumeRolePolicy: policy({
          Sid: "TrustUploaders",
          Effect: "Allow",
          Principal: { AWS: [`arn:aws:iam::${account}:root`] },
          Action: ["sts:AssumeRole"],
          Condition: { ArnEquals: { "aws:PrincipalArn": [`arn:aws:iam::${account}:role/app/uploader`] } },
        }),
      }),
      resource("aws:iam/rolePolicy:RolePolicy", `${name}-put`, owner, {
        role: name,
        name: "put",
        policy: policy({ Effect: "Allow", Action: ["s3:PutObject"], Resource: [`${bucketArn}/${name}/*`] }),
      }),
      resource("aws:iam/policy:Policy", `${name}-access`, account, {
        name: `${name}-access`,
        policy: policy({ Effect: "Allow", Action: ["sts:AssumeRole"], Resource: [roleArn] }),
      }),
      resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", `${name}-uploader`, account, {
        role: "uploader",
        policyArn: `arn:aws:iam::${account}:policy/${name}-access`,
      }),
    ];
  });
  const shared = [
    provider(owner),
    resource("aws:s3/bucket:Bucket", "drop", owner, { bucket: "acme-drop" }),
    resource("aws:s3/bucketPolicy:BucketPolicy", "policy", owner, {
      bucket: "acme-drop",
      policy: policy({
        Sid: "DenyPlainHttp",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [bucketArn, `${bucketArn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
    }),
  ];
  return JSON.stringify({ version: 3, deployment: { resources: [...shared, ...resources] } });
}

const accountOfSource = (index: number): string => String(200_000_000_000 + index);

const intentsOf = (count: number): readonly Intent[] =>
  Array.from({ length: count }, (_, index) => ({
    name: `source-${index}`,
    bucketArn,
    who: [`arn:aws:iam::${accountOfSource(index)}:role/app/uploader`],
    actions: ["s3:PutObject"],
    prefixes: [`source-${index}/`],
    via: { kind: "role", arn: `arn:aws:iam::${owner}:role/source-${index}` },
    assumeConditions: [],
    useConditions: [],
  }));

function measure(count: number): readonly string[] {
  const text = stateText(count);
  const intents = intentsOf(count);
  const startCpu = process.cpuUsage();
  const start = performance.now();
  const result = readExport(JSON.parse(text) as unknown);
  if (!result.ok) throw new Error(result.problem);
  const read = performance.now();
  const { facts } = stackAccess(result.resources);
  const known = performance.now();
  const comparison = compareIntents(facts, intents);
  const compared = performance.now();
  const { user, system } = process.cpuUsage(startCpu);
  const proven = comparison.intents.filter(({ status }) => status === "proven").length;
  const cpu = (user + system) / 1000;
  const times = [read - start, known - read, compared - known, compared - start, cpu];
  return [
    String(count),
    ...times.map((time) => time.toFixed(0)),
    `${proven} / ${comparison.unintended.length}`,
  ];
}

console.log(
  "From a state's text to effective access against its intent, milliseconds; the first row runs cold",
);
console.log(
  table(
    ["sources", "read", "facts", "compare", "all", "all, CPU time", "proven / unintended"],
    [1_000, 100, 1_000, 3_000].map(measure),
  ),
);
console.log(`\n${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores, Node ${process.version}`);
