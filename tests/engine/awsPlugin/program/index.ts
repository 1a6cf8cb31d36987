import * as pulumi from "@pulumi/pulumi";
import { readFileSync } from "node:fs";
import type { Declared, Program } from "../declared";

const path = process.env.XPUT_TEST_PROGRAM ?? "";
const { accountId, region, resources } = JSON.parse(readFileSync(path, "utf8")) as Program;

class Only extends pulumi.ProviderResource {
  constructor() {
    super("aws", "only", {
      region,
      allowedAccountIds: JSON.stringify([accountId]),
      s3UsePathStyle: "true",
    });
  }
}

/** A resource by its token alone: `@pulumi/aws` need not be loaded, which takes longer than the rest. */
class Any extends pulumi.CustomResource {
  constructor(declared: Declared, dependsOn: readonly pulumi.Resource[]) {
    const { token, name, inputs, outputs = [], importId, readId } = declared;
    const asked = Object.fromEntries(outputs.map((output) => [output, undefined]));
    const props = { ...asked, ...(resolved(inputs) as pulumi.Inputs) };
    const options = {
      provider,
      dependsOn: [...dependsOn],
      ...(importId === undefined ? {} : { import: importId }),
      ...(readId === undefined ? {} : { id: readId }),
    };
    super(token, name, props, options);
  }
}

const provider = new Only();
const made = new Map<string, Any>();
for (const declared of resources) {
  const dependsOn = (declared.after ?? []).flatMap((name) => made.get(name) ?? []);
  made.set(declared.name, new Any(declared, dependsOn));
}

/** `${key.arn}` stands for the output `arn` of the resource `key`. */
function resolved(value: unknown): unknown {
  if (typeof value === "string") {
    const [, name, output] = /^\$\{(\w+)\.(\w+)\}$/.exec(value) ?? [];
    if (name === undefined || output === undefined) return value;
    return (made.get(name) as unknown as Readonly<Record<string, unknown>> | undefined)?.[output];
  }
  if (Array.isArray(value)) return value.map(resolved);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, resolved(member)]));
}
