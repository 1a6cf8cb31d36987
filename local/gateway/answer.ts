import type { IncomingMessage, ServerResponse } from "node:http";
import { decideNeed, type NamedDecision } from "./decide/decideNeed";
import { accessDenied, denial } from "./errors/denial";
import { renderError, requestIdHeaders } from "./errors/render";
import { sendAnswer, streamAnswer, withoutStoreIds } from "./forward/sendAnswer";
import type { Gateway } from "./gateway";
import type { Caller, Outcome } from "./model";
import { pass, type Ending } from "./pass";
import type { KnownCaller, Received } from "./receive";
import type { Passing } from "./service";
import { asSpokenAnswer } from "./wire/speak";

/** A received request while it is answered. */
export interface Exchange {
  readonly gateway: Gateway;
  readonly received: Received;
  readonly incoming: IncomingMessage;
  /** Tells a client that waits for it to send its body. */
  readonly continueBody: () => void;
}

/**
 * Decides a received request and answers it: with an error, by the gateway itself, or by the store.
 *
 * @throws StoreError when the store does not answer
 */
export async function answer(exchange: Exchange, outgoing: ServerResponse): Promise<void> {
  const { gateway, received } = exchange;
  const { result, call, protocol } = received;
  const decisions: NamedDecision[] = [];
  const { ending, caller }: Answered = result.ok
    ? await decideAndPass(exchange, result.known, decisions)
    : { ending: { kind: "error", error: result.error }, caller: { kind: "anonymous" } };
  if (ending.kind === "gone") return;

  const outcome: Outcome = {
    call,
    caller,
    needs: decisions.map(({ need }) => need),
    httpStatus: statusOf(ending),
    ...(ending.kind === "error" ? { error: ending.error } : {}),
    ...(ending.response === undefined ? {} : { response: ending.response }),
  };
  const record = () => {
    for (const take of gateway.recorders) take({ outcome, decisions, authenticated: result.ok });
  };
  // What a client is told must last. Where nothing lasts, what can wait until the client is told does.
  const lasts = gateway.keeper.lasts && call.method !== "GET" && call.method !== "HEAD";
  if (lasts) {
    record();
    await gateway.keeper.settled();
  }
  if (ending.kind === "error") {
    const { service, requestId, method, url } = call;
    const { spoken } = received.service ?? {};
    const place = { service, protocol, requestId, method, path: url.pathname, ...(spoken && { spoken }) };
    sendAnswer(outgoing, renderError(ending.error, place));
  }
  // The store has ids of its own, under which nothing is recorded.
  const requestIds = requestIdHeaders(protocol, call.requestId);
  if (ending.kind === "answer") {
    const { spoken } = received.service ?? {};
    const told = spoken ? asSpokenAnswer(protocol, spoken, call, ending.answer) : ending.answer;
    sendAnswer(outgoing, { ...told, headers: { ...withoutStoreIds(told.headers), ...requestIds } });
  }
  if (!lasts) record();
  if (ending.kind === "stream") {
    await streamAnswer(outgoing, ending.stream, { ...withoutStoreIds(ending.headers), ...requestIds });
  }
}

function statusOf(ending: Exclude<Ending, { readonly kind: "gone" }>): number {
  switch (ending.kind) {
    case "error":
      return ending.error.httpStatus;
    case "answer":
      return ending.answer.httpStatus;
    case "stream":
      return ending.httpStatus;
  }
}

/** How a request ended, and who asked, which may only have come out while it was read. */
interface Answered {
  readonly ending: Ending;
  readonly caller: Caller;
}

async function decideAndPass(
  exchange: Exchange,
  known: KnownCaller,
  decisions: NamedDecision[],
): Promise<Answered> {
  const { gateway, received } = exchange;
  const { call, service, protocol } = received;
  const { store, shelf } = gateway;
  const signer = known.caller;
  if (signer.kind !== "anonymous") store.noteAccount(signer.account);
  const reading = await service?.read(call, signer, store);
  const found = reading === undefined || reading.kind === "unmodelled" ? undefined : reading.caller;
  const caller = found ?? signer;
  const ended = (ending: Ending): Answered => ({ ending, caller });
  if (reading?.kind === "refused") return ended({ kind: "error", error: reading.error });
  if (reading === undefined || reading.kind === "unmodelled") {
    const what = reading?.what ?? `${call.service} ${call.operation}`;
    const message = `the local AWS does not model ${what}: only the administrator keys of an account may use it, in their own account`;
    return ended(
      caller.kind === "root"
        ? await pass(exchange, known, { kind: "forward" }, caller.account)
        : { kind: "error", error: accessDenied(protocol, message) },
    );
  }
  const { needs, ownerAccount } = reading;
  const decide: Passing["decide"] = async (need) => {
    const named = await decideNeed(call, caller, need, store, shelf);
    decisions.push(named);
    return named.decision;
  };
  const passing: Passing = { call, caller, needs, ownerAccount, store, decide };
  for (const need of needs) {
    const decision = await decide(need);
    if (decision.decision === "allowed") continue;
    const refusal = service?.refusal?.(passing, need, decision);
    return ended({ kind: "error", error: refusal ?? denial(protocol, caller, need, decision) });
  }
  const forwarding = (await service?.beforeForward?.(passing)) ?? { kind: "forward" };
  return ended(await pass(exchange, known, forwarding, ownerAccount, passing));
}
