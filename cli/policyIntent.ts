import { Command } from "commander";
import { configurationOfPack } from "../local/packConfiguration";
import { settingsOf, stackOption } from "./stack";

/** `xput policy intent`: what a stack's settings mean, as the policy pack's configuration. */
export function intentCommand(): Command {
  return new Command("intent")
    .summary("print the policy pack's configuration for a stack: what its settings mean")
    .description(
      "Tells from the settings alone who may put where, in which way and under which conditions, and what is\n" +
        "refused to everyone. The policy pack proves the program against it, and lets nothing else pass.",
    )
    .addOption(stackOption("dev"))
    .option("--json", "as JSON, which it is in any case")
    .addHelpText(
      "after",
      "\nExample:\n  npx xput policy intent --stack prod > pack.json\n" +
        "  pulumi preview --stack prod --policy-pack policypacks/least-privilege --policy-pack-config pack.json",
    )
    .action(({ stack }: { readonly stack: string }) => {
      const configuration = configurationOfPack(stack, settingsOf(stack));
      process.stdout.write(`${JSON.stringify(configuration, null, 2)}\n`);
    });
}
