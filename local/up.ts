import { mustRunPulumi, stackFlags } from "./localStack";
import { packFlags, policyPack } from "./policyPack";
import { writePackConfiguration } from "./packConfiguration";
import { type LocalRequest, setUp } from "./setUp";
import { step } from "./steps";
import { type PutOutcome, tryPuts } from "./tryPuts";
import { type RefusalOutcome, tryRefusals } from "./tryRefusals";

/** What the sources of a stack could do, and could not. */
export interface UpOutcome {
  readonly puts: readonly PutOutcome[];
  readonly refusals: readonly RefusalOutcome[];
}

/**
 * The whole job on this machine: sets up what is missing, deploys the stack with the real `pulumi up` under the
 * policy pack, which proves that it allows what the settings mean and nothing else, puts one object from each source's uploaders, and tries what they must be refused.
 *
 * Run it as often as you like; after a run that was killed it ends in the same state.
 *
 * @returns the outcome of every attempt
 * @throws LocalError when a step fails; what was made until then stays, and the next run goes on from there
 */
export async function up(request: LocalRequest): Promise<UpOutcome> {
  const { settings, stackName } = request;
  const { aws, stack } = await setUp(request);
  const configuration = writePackConfiguration(stackName, settings);
  await step(`pulumi up --stack ${stackName} --policy-pack ${policyPack}`, (progress) =>
    // With a refresh: a local AWS that was started anew is empty, whatever the state says.
    mustRunPulumi(
      stack,
      "pulumi up",
      ["up", "--yes", "--refresh", ...stackFlags(stack), ...packFlags(configuration)],
      progress,
    ),
  );
  const puts = await step("one put below each prefix from each uploader", () => tryPuts(aws, settings));
  const refusals = await step("what each source must be refused", () => tryRefusals(aws, settings));
  return { puts, refusals };
}
