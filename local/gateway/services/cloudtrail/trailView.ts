import { isMembers, objectsMember, textMember } from "../askJson";

type Members = Readonly<Record<string, unknown>>;

/** The ARN of a topic that a trail names by name or by ARN. */
export function topicArnOf(topic: string, account: string, region: string): string {
  return topic.startsWith("arn:") ? topic : `arn:aws:sns:${region}:${account}:${topic}`;
}

/**
 * An answer that tells of one trail, of several, or of what became of one, as CloudTrail gives it: without what the
 * trail does not have, and with its topic both by name and by ARN.
 */
export function viewOfTrails(members: Members, account: string, region: string): Members {
  const { Trail: trail } = members;
  if (isMembers(trail)) return { ...members, Trail: viewOf(trail, account, region) };
  if (Array.isArray(members["trailList"])) {
    const trailList = objectsMember(members, "trailList").map((one) => viewOf(one, account, region));
    return { ...members, trailList };
  }
  return viewOf(members, account, region);
}

function viewOf(trail: Members, account: string, region: string): Members {
  const given = Object.fromEntries(Object.entries(trail).filter(([, value]) => value !== ""));
  const topic = textMember(given, "SnsTopicName");
  if (topic === undefined) return given;
  const arn = topicArnOf(topic, account, textMember(given, "HomeRegion") ?? region);
  return { ...given, SnsTopicName: arn.split(":").at(-1), SnsTopicARN: arn };
}
