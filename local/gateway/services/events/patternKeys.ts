import type { Need } from "../../model";
import { isMembers, membersOf, textsMember } from "../askJson";

const members = { "events:source": "source", "events:detail-type": "detail-type" } as const;

/**
 * The condition keys that an event pattern says: `events:source`, `events:detail-type`, and the event's name and
 * service in CloudTrail's events.
 *
 * @param pattern JSON text; absent for rules on a schedule
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
 */
export function patternKeys(pattern: string | undefined): Need["context"] {
  if (pattern === undefined) return {};
  const asked = membersOf(Buffer.from(pattern));
  const context: Record<string, readonly string[]> = {};
  for (const [key, name] of Object.entries(members)) {
    const texts = textsMember(asked, name);
    if (texts.length > 0) context[key] = texts;
  }
  const { detail } = asked;
  if (!isMembers(detail)) return context;
  for (const name of ["eventTypeCode", "service"]) {
    const texts = textsMember(detail, name);
    if (texts.length > 0) context[`events:detail.${name}`] = texts;
  }
  return context;
}
