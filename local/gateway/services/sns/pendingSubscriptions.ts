import { randomBytes } from "node:crypto";
import { moduleMap } from "../../state/keptMap";

/** A mail subscription: the store takes it for confirmed at once, SNS does not. */
interface MailSubscription {
  readonly token: string;
  readonly confirmed: boolean;
}

const mostKept = 10_000;
const subscriptions = moduleMap<MailSubscription>("mailSubscription", mostKept);

/** Whether a subscription waits for the one who gets its mail. */
export function isPending(arn: string): boolean {
  return subscriptions.get(arn)?.confirmed === false;
}

/** Begins to wait. @returns the token that the mail holds; undefined where it was begun before */
export function beginPending(arn: string): string | undefined {
  if (subscriptions.has(arn)) return undefined;
  const token = randomBytes(32).toString("hex");
  subscriptions.set(arn, { token, confirmed: false });
  return token;
}

/** Ends the waiting of a topic's subscription that has this token. @returns its ARN; undefined: there is none */
export function confirmPending(topicArn: string, token: string): string | undefined {
  const found = subscriptions
    .entries()
    .find(([arn, one]) => arn.startsWith(`${topicArn}:`) && one.token === token)?.[0];
  if (found !== undefined) subscriptions.set(found, { token, confirmed: true });
  return found;
}

/** Forgets a subscription that is gone. */
export function forgetSubscription(arn: string): void {
  subscriptions.delete(arn);
}

/** The store's answer to GetSubscriptionAttributes, for a subscription that waits. */
export function withPendingAttributes(xml: string): string {
  const set = (text: string, name: string, value: string) =>
    text.replace(new RegExp(`(<key>${name}</key><value>)[^<]*`), `$1${value}`);
  return set(set(xml, "PendingConfirmation", "true"), "ConfirmationWasAuthenticated", "false");
}

/** The store's list of subscriptions: those that wait have no ARN in it. */
export function withoutPendingArns(xml: string): string {
  return xml.replace(/(<SubscriptionArn>)([^<]+)/g, (whole, start: string, arn: string) =>
    isPending(arn) ? `${start}PendingConfirmation` : whole,
  );
}
