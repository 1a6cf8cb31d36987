import type { NotKnown } from "../stack/notKnown";
import type { AccessItem } from "./accessChange";
import { shortHash } from "./shortHash";

/** What was known before and is not any more, and may hide access: what is not known is not allowed. */
export function newDoubts(before: readonly NotKnown[], after: readonly NotKnown[]): readonly AccessItem[] {
  const key = ({ resource, path, message }: NotKnown): string => `${resource.urn} ${path} ${message}`;
  const old = new Set(before.map(key));
  return after
    .filter((one) => one.mayHideAccess && !old.has(key(one)))
    .map((one): AccessItem => {
      const { resource, path, message } = one;
      return {
        id: shortHash(key(one), 8),
        kind: "undecided",
        sentence: `${resource.name}${path === "" ? "" : `, ${path}`}: ${message}`,
        details: [],
        before: [],
        after: [],
      };
    });
}
