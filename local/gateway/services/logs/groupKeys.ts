import { moduleMap } from "../../state/keptMap";
import { objectsMember, textMember } from "../askJson";

type Members = Readonly<Record<string, unknown>>;

/** The store takes a key only when a group is made: what was changed since is here, `undefined` for no key. */
const changed = moduleMap<{ readonly kmsKeyId: string | undefined }>("logGroupKey");

/** Notes the key of a group, in place of the one that it was made with. @param groupArn without `:*` */
export function setGroupKey(groupArn: string, kmsKeyId: string | undefined): void {
  changed.set(groupArn, { kmsKeyId });
}

/** Forgets a group that was deleted or is made anew. */
export function forgetGroupKey(groupArn: string): void {
  changed.delete(groupArn);
}

/** DescribeLogGroups' answer with the keys that the groups have now; undefined where it tells them already. */
export function withGroupKeys(members: Members): Members | undefined {
  const groups = objectsMember(members, "logGroups");
  const key = (group: Members) => changed.get((textMember(group, "arn") ?? "").replace(/:\*$/, ""));
  if (!groups.some((group) => key(group) !== undefined)) return undefined;
  const logGroups = groups.map((group) => {
    const known = key(group);
    if (known === undefined) return group;
    const others = Object.fromEntries(Object.entries(group).filter(([name]) => name !== "kmsKeyId"));
    return known.kmsKeyId === undefined ? others : { ...others, kmsKeyId: known.kmsKeyId };
  });
  return { ...members, logGroups };
}
