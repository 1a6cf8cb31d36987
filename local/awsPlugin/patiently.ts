import { setTimeout as delay } from "node:timers/promises";
import { isPassing, retryDelaysMilliseconds } from "./awsError";

/**
 * Runs one call to AWS, again for a bounded time while AWS refuses it for the moment only.
 *
 * The error of the last try gets the operation's name, which the SDK leaves out.
 *
 * @param service as errors call it: "IAM"
 * @param context what the SDK tells a middleware about the call
 * @param delaysMilliseconds the wait before each further try
 */
export async function patiently<Output>(
  service: string,
  context: { readonly commandName?: string },
  attempt: () => Promise<Output>,
  delaysMilliseconds: readonly number[] = retryDelaysMilliseconds,
): Promise<Output> {
  const operation = `${service}: ${(context.commandName ?? "").replace(/Command$/, "")}`;
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      const wait = delaysMilliseconds[tries];
      if (wait === undefined || !isPassing(error)) throw named(error, operation);
      await delay(wait);
    }
  }
}

/** The part of an SDK client that this module needs. */
interface Client {
  readonly middlewareStack: {
    add(
      middleware: <Args, Output>(
        next: (args: Args) => Promise<Output>,
        context: { readonly commandName?: string },
      ) => (args: Args) => Promise<Output>,
      options: { readonly step: "initialize"; readonly name: string },
    ): void;
  };
}

/** The client, each call of which is now run patiently. */
export function madePatient<C extends Client>(service: string, client: C): C {
  client.middlewareStack.add((next, context) => (args) => patiently(service, context, () => next(args)), {
    step: "initialize",
    name: "patiently",
  });
  return client;
}

function named(error: unknown, operation: string): unknown {
  // An error that already has a name is that of another call, one that fetched the credentials.
  if (!(error instanceof Error) || "operation" in error) return error;
  return Object.assign(error, { operation });
}
