import { Command } from "commander";
import { checkCommand } from "./policyCheck";
import { simulateCommand } from "./policySimulate";

/** `xput policy`: decide one request, check a document. */
export function policyCommand(): Command {
  return new Command("policy")
    .summary("decide one request, compare or check policy documents")
    .description("Works on IAM policy documents alone: nothing is asked of AWS.")
    .addCommand(simulateCommand())
    .addCommand(checkCommand());
}
