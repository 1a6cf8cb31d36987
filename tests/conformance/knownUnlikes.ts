import type { Unlike } from "./snapshot/snapshot";

/** A way in which what Terraform makes may be unlike what our `up` makes. */
export interface KnownUnlike {
  readonly what: string;
  readonly reason: string;
  /** Whether a difference is nothing but this. */
  readonly fits: (unlike: Unlike) => boolean;
}

/** Every such way. */
export const knownUnlikes: readonly KnownUnlike[] = [
  {
    what: "BlockedEncryptionTypes of a bucket's encryption",
    reason: "came with a later provider, which the bridge in use has",
    fits: ({ what, ours, theirs }) =>
      / s3 \S+ encryption$/.test(what) && saysOnly(ours, blockedTypes) && theirs?.length === 0,
  },
  {
    what: "SuccessFeedbackSampleRate of a topic",
    reason: "the provider writes a rate of 0 where none is given, which is what there is without one",
    fits: ({ what, ours, theirs }) =>
      / topic \S+$/.test(what) && ours?.length === 0 && saysOnly(theirs, noSamples),
  },
  {
    what: "an empty prefix in the filter of a replication rule",
    reason: "the provider sends a filter without it: either means every object",
    fits: ({ what, ours, theirs }) =>
      / s3 \S+ replication$/.test(what) && saysOnly(ours, emptyPrefix) && saysOnly(theirs, emptyFilter),
  },
];

const emptyPrefix = /^\s*(?:"Filter": \{|"Prefix": "")$/;
const emptyFilter = /^\s*"Filter": \{\},?$/;
const blockedTypes = /^\s*(?:"BlockedEncryptionTypes": \{|"EncryptionType": \[|"SSE-C"|\],?|\},?)$/;
const noSamples = /^\s*"(?:Application|Firehose|HTTP|Lambda|SQS)SuccessFeedbackSampleRate": "0",?$/;

/** Whether there are lines, all of them like this. */
function saysOnly(lines: readonly string[] | undefined, line: RegExp): boolean {
  return lines !== undefined && lines.length > 0 && lines.every((one) => line.test(one));
}
