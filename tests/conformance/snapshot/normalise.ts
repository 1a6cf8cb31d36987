/** Members that tell when something was made, by which random id, or what has happened to it since. */
const passing: ReadonlySet<string> = new Set([
  "$metadata",
  "AlarmConfigurationUpdatedTimestamp",
  "Alias",
  "AttachmentCount",
  "CreateDate",
  "CreatedAt",
  "CreationDate",
  "CurrentKeyMaterialId",
  "GroupId",
  "LastModified",
  "NextRotationDate",
  "PolicyId",
  "RoleId",
  "RoleLastUsed",
  "StateReason",
  "StateReasonData",
  "StateTransitionedTimestamp",
  "StateUpdatedTimestamp",
  "StateValue",
  "SubscriptionArn",
  "UpdateDate",
  "UserId",
  "creationTime",
  "storedBytes",
]);

/** Lists whose order means nothing: sets in the provider's schema, which Terraform writes in an order of its own. */
const unordered: ReadonlySet<string> = new Set([
  "FieldSelectors",
  "NoncurrentVersionTransitions",
  "ObjectPrefixes",
  "Transitions",
]);

/**
 * An answer as one text that is the same wherever the same is set up: members sorted by name, JSON within texts
 * written out, keys by their aliases, without what is made anew each time.
 *
 * @param aliases of keys, by their ids
 */
export function normalised(answer: unknown, aliases: ReadonlyMap<string, string>): string {
  const text = JSON.stringify(ordered(answer), null, 1);
  return [...aliases].reduce((said, [id, alias]) => said.replaceAll(id, `(${alias})`), text);
}

function ordered(value: unknown): unknown {
  if (typeof value === "string") return documentOf(value) ?? value;
  if (Array.isArray(value)) return value.map(ordered);
  if (value instanceof Date || typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, member]) => !passing.has(name) && member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, unordered.has(name) ? sorted(ordered(member)) : ordered(member)]),
  );
}

function sorted(list: unknown): unknown {
  if (!Array.isArray(list)) return list;
  const texts = list.map((item): readonly [text: string, item: unknown] => [JSON.stringify(item), item]);
  return texts.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

/** The document that a text is, as IAM gives it: percent-encoded. Undefined where it is none. */
function documentOf(text: string): unknown {
  if (!/^(?:\{|%7B)/i.test(text)) return undefined;
  try {
    return { document: ordered(JSON.parse(text.startsWith("{") ? text : decodeURIComponent(text))) };
  } catch {
    // A pattern of a metric filter starts alike.
    return undefined;
  }
}
