import type { AccessTarget } from "../effective/accessEntry";
import type { StatementReference } from "../effective/facts";

/** A statement as a person finds it: its document and its Sid, or its number from 1. */
export function place({ document, sid, index }: StatementReference): string {
  return `${document}: ${sid ?? `statement ${index + 1}`}`;
}

/** A bucket or a key as a heading names it. */
export function targetText(target: AccessTarget): string {
  return target.kind === "bucket" ? target.name : `key ${target.alias ?? target.arn}`;
}
