import type { Unlike } from "./snapshot/snapshot";

/** A way in which what Terraform makes may be unlike what our `up` makes. */
export interface KnownUnlike {
  readonly what: string;
  readonly reason: string;
  /** Whether a difference is nothing but this. */
  readonly fits: (unlike: Unlike) => boolean;
}

/** Every such way. */
export const knownUnlikes: readonly KnownUnlike[] = [];
