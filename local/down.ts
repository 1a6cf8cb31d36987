import type { LocalAws } from "./admin";
import { emptyBuckets } from "./emptyBuckets";
import { LocalError } from "./localError";
import { stopLocalAws } from "./localAws";
import { mustRunPulumi, stackFlags, type LocalStack } from "./localStack";
import { type LocalRequest, setUp } from "./setUp";
import { step } from "./steps";

/**
 * Destroys the local stack and stops the local AWS. What is in the buckets goes too: these buckets are a rehearsal.
 *
 * @throws LocalError when a step fails; running it again goes on from there
 */
export async function down(request: LocalRequest): Promise<void> {
  const { aws, stack } = await setUp(request);
  await destroyStack(aws, stack, request);
  await step("stop the local AWS", () => stopLocalAws());
}

/** Destroys the local stack with what is in its buckets, and leaves the local AWS running. */
export async function destroyStack(
  aws: LocalAws,
  stack: LocalStack,
  { settings, stackName }: Pick<LocalRequest, "settings" | "stackName">,
): Promise<void> {
  const empty = () => step("empty the buckets", () => emptyBuckets(aws, settings));
  const destroy = () =>
    step(`pulumi destroy --stack ${stackName}`, (progress) =>
      mustRunPulumi(
        stack,
        "pulumi destroy",
        ["destroy", "--yes", "--refresh", ...stackFlags(stack)],
        progress,
      ),
    );
  await empty();
  try {
    await destroy();
  } catch (error) {
    // Until the trail is gone it delivers log files, those about the emptying among them.
    if (!(error instanceof LocalError) || !error.message.includes("BucketNotEmpty")) throw error;
    await empty();
    await destroy();
  }
}
