import { assumeWriter } from "../../client/assumeWriter";
import { outsideAccount, prefixesFor, uploadersInAccount, uploadersOf } from "../uploaders";
import type { Attempt } from "./attempt";
import { enterAgain, put, putAs, type Trial } from "./trial";

/** What an account of an organization, and one outside it, must be refused. */
export function organizationAttempts(trial: Trial): readonly Attempt[] {
  const { source, uploader, entrance, own } = trial;
  if (source.kind !== "organization" || uploader.kind !== "principal") return [];
  const allowed = () => put(trial);
  const attempts: Attempt[] = [];
  const [outsider] = uploadersInAccount(source, outsideAccount);
  if (outsider?.kind === "principal") {
    attempts.push({
      attempt: `the same from account ${outsideAccount}, which is not in the organization`,
      refused: () => putAs(trial, outsider, entrance),
      allowed,
      twin: `from ${uploader.accountId}`,
    });
  }
  const other = uploadersOf(source).find(
    (candidate) => candidate.kind === "principal" && candidate.accountId !== uploader.accountId,
  );
  if (other?.kind !== "principal") return attempts;
  const [otherPrefix = ""] = prefixesFor(source, other);
  attempts.push({
    attempt: `put ${otherPrefix}refusals.txt, which is account ${other.accountId}'s`,
    refused: () => put(trial, { Key: `${otherPrefix}refusals.txt` }),
    allowed,
    twin: `put ${trial.prefix}refusals.txt`,
  });
  if (entrance.kind === "role" && entrance.accountTag !== undefined) {
    const { accountTag, ...writer } = entrance;
    const assumeAs = (tags: Readonly<Record<string, string>>) => () =>
      assumeWriter(own.sts, { ...writer, tags });
    const twin = { allowed: () => enterAgain(trial, entrance), twin: "with its own" };
    attempts.push(
      {
        attempt: `assume with the tag of account ${other.accountId}`,
        refused: assumeAs({ [accountTag]: other.accountId }),
        ...twin,
      },
      { attempt: "assume without a tag", refused: assumeAs({}), ...twin },
      {
        attempt: "assume with another tag beside its own",
        refused: assumeAs({ [accountTag]: uploader.accountId, other: "x" }),
        ...twin,
      },
    );
  }
  return attempts;
}
