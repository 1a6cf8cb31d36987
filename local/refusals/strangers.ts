import { outsiderIn, strangerAccount } from "../outsiders";
import type { Attempt } from "./attempt";
import { put, putAs, type Trial } from "./trial";

/** The same as an uploader does, by principals that no setting names and whom their own account lets do everything. */
export function strangerAttempts(trial: Trial): readonly Attempt[] {
  const { uploader, entrance, source, settings } = trial;
  const allowed = () => put(trial);
  const twin = `by ${uploader.label}`;
  const { accountId } = settings.destination;
  const attempts: Attempt[] = [
    {
      attempt: `put as a role of the destination account`,
      refused: () => putAs(trial, outsiderIn(accountId), { kind: "direct" }),
      allowed,
      twin,
    },
  ];
  // A token's subject is all that tells who comes, so there is no account that could be another.
  if (uploader.kind === "webIdentity" || entrance.kind === "webIdentity" || source.kind === "webIdentity")
    return attempts;
  const how = entrance.kind === "role" ? "assume and put" : "put";
  attempts.push({
    attempt: `${how} from account ${strangerAccount}`,
    refused: () => putAs(trial, outsiderIn(strangerAccount), entrance),
    allowed,
    twin,
  });
  if (!source.everyPrincipal) {
    attempts.push({
      attempt: `${how} as another role of account ${uploader.accountId}`,
      refused: () => putAs(trial, outsiderIn(uploader.accountId), entrance),
      allowed,
      twin,
    });
  }
  return attempts;
}
