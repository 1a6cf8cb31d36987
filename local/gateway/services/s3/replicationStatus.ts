/**
 * The store would copy objects itself, whatever the policies of role and keys say: it gets the status of the rules in
 * a word that it takes for none, so that the gateway copies.
 */
const storedEnabled = "xput-Enabled";

const tag = /<(\/?)([^\s/>!?]+)[^>]*?(\/?)>/g;

/** A replication configuration as the store gets it: with no rule that the store itself would follow. */
export function toStoredReplication(xml: string): string {
  const open: string[] = [];
  let result = "";
  let from = 0;
  for (const match of xml.matchAll(tag)) {
    const [, closes, name = "", empty] = match;
    const local = name.slice(name.indexOf(":") + 1);
    if (closes === "/") {
      const text = xml.slice(from, match.index);
      const ofRule = open.length === 3 && open[1] === "Rule" && open[2] === "Status";
      result += ofRule && text.trim() === "Enabled" ? storedEnabled : text;
      from = match.index;
      open.pop();
    } else if (empty !== "/") {
      open.push(local);
    }
    const end = match.index + match[0].length;
    result += xml.slice(from, end);
    from = end;
  }
  return result + xml.slice(from);
}

/** A replication configuration as clients get it. */
export function fromStoredReplication(xml: string): string {
  return xml.replaceAll(`>${storedEnabled}<`, ">Enabled<");
}
