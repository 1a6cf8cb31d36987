import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readExport } from "../../../access/stack/readState";
import type { StackResource } from "../../../access/stack/stackResource";

/**
 * What the engine printed for the local stack, less times and places in source files: its export, the preview and the
 * `up` of a change (marketing gets another prefix, the external id of shipper changes, backup goes), and the preview of
 * a first `up`.
 */
type Sample = "localExport.json" | "changedPreview.json" | "firstPreview.json" | "changedUp.ndjson";

/** The text of a sample. */
export const sampleText = (name: Sample): string => readFileSync(join(__dirname, "samples", name), "utf8");

/** A sample, parsed. */
export const sample = (name: Sample): unknown => JSON.parse(sampleText(name)) as unknown;

/** The resources of the local stack. */
export function localExport(): readonly StackResource[] {
  const result = readExport(sample("localExport.json"));
  assert.ok(result.ok);
  return result.resources;
}
