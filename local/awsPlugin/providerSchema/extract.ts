/**
 * Writes `schema.json` anew from the AWS provider that Terraform or OpenTofu finds.
 *
 * `npx ts-node --transpile-only local/awsPlugin/providerSchema/extract.ts`; see docs/stand-in.md.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compactBlock, type PrintedBlock, type ProviderSchema } from "./providerSchema";
import { terraformTypes } from "./terraformNames";

const provider = "hashicorp/aws";
const program = `terraform {
  required_providers {
    aws = {
      source = "${provider}"
    }
  }
}
`;

interface PrintedSchemas {
  readonly provider_schemas: Readonly<
    Record<string, { readonly resource_schemas: Readonly<Record<string, { readonly block: PrintedBlock }>> }>
  >;
}

function extract(): ProviderSchema {
  const folder = mkdtempSync(join(tmpdir(), "xput-provider-"));
  try {
    writeFileSync(join(folder, "main.tf"), program);
    const run = (...args: readonly string[]) =>
      execFileSync(process.env["TERRAFORM"] ?? "terraform", args, {
        cwd: folder,
        env: { ...process.env, CHECKPOINT_DISABLE: "1" },
        maxBuffer: 200_000_000,
        stdio: ["ignore", "pipe", "inherit"],
      }).toString("utf8");
    run("init", "-no-color");
    const printed = JSON.parse(run("providers", "schema", "-json")) as PrintedSchemas;
    const lock = readFileSync(join(folder, ".terraform.lock.hcl"), "utf8");
    const [, version = ""] = /version\s*=\s*"([^"]+)"/.exec(lock) ?? [];
    const [schemas] = Object.values(printed.provider_schemas);
    const resources = Object.values(terraformTypes)
      .sort()
      .map((name) => {
        const found = schemas?.resource_schemas[name];
        if (found === undefined) throw new Error(`${provider} ${version} has no resource type ${name}`);
        return [name, compactBlock(found.block)] as const;
      });
    return { provider, version, resources: Object.fromEntries(resources) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const schema = extract();
writeFileSync(join(__dirname, "schema.json"), `${JSON.stringify(schema, null, 1)}\n`);
console.log(`${schema.provider} ${schema.version}: ${Object.keys(schema.resources).length} resource types`);
