import type { AccessFacts } from "../effective/facts";
import { accessPointFacts } from "./accessPoints";
import { accountFacts, bucketFacts, bucketReferents } from "./buckets";
import { identityFacts, trustOf } from "./identities";
import type { PartlyKnown } from "./identities";
import { keyFacts, keyReferents } from "./keys";
import { namedPrincipals } from "./namedPrincipals";
import { sortedNotKnown } from "./notKnown";
import type { NotKnown } from "./notKnown";
import { reportNotRead } from "./notRead";
import { StackReading } from "./stackReading";
import type { StackResource } from "./stackResource";
import { unknown } from "./value";

/** What the resources of a stack say about access, and what they leave open. */
export interface StackAccess {
  readonly facts: AccessFacts;
  /** Everything that is not known, by resource and property. */
  readonly notKnown: readonly NotKnown[];
  /** Whom the stack gives policies without having them. */
  readonly partlyKnown: readonly PartlyKnown[];
}

/** What a stack's resources do not say. */
export interface StackAccessOptions {
  /** The account of resources whose provider does not say in which it is: 12 digits. @default not known */
  readonly defaultAccount?: string | undefined;
}

/**
 * The facts about access that the resources of a stack hold.
 *
 * Whatever is not known is reported; where nothing that is reported may hide access, the facts allow at least what the
 * stack's resources allow. The order of the resources does not matter. docs/stack-access.md says what is read, and how
 * what is not known is taken.
 */
export function stackAccess(
  resources: readonly StackResource[],
  { defaultAccount }: StackAccessOptions = {},
): StackAccess {
  const reading = new StackReading(resources, defaultAccount);
  const keys = keyReferents(reading);
  const accounts = accountFacts(reading);
  const referents = bucketReferents(reading);
  const buckets = referents.all.map((bucket) => bucketFacts(bucket, reading, accounts, keys));
  const accessPoints = accessPointFacts(reading, referents);
  const readKeys = keys.all.flatMap((key) => keyFacts(key, reading) ?? []);
  const trusts = reading.of("aws:iam/role:Role").flatMap((role) => {
    const document = trustOf(role, reading);
    return document === unknown ? [] : [document];
  });
  const owners = new Set([...buckets, ...keys.all].map(({ account }) => account));
  const named = namedPrincipals({ buckets, accessPoints, keys: readKeys, trusts });
  const { partlyKnown, ...identities } = identityFacts(reading, owners, named);
  reportNotRead(reading);
  return {
    facts: { accounts, buckets, accessPoints, keys: readKeys, ...identities },
    notKnown: sortedNotKnown(reading.notKnown),
    partlyKnown,
  };
}
