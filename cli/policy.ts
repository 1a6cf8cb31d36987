import { Command } from "commander";
import { checkCommand } from "./policyCheck";
import { compareCommand } from "./policyCompare";
import { intentCommand } from "./policyIntent";
import { simulateCommand } from "./policySimulate";

/** `xput policy`: decide one request, compare documents, check a document, tell what a stack means. */
export function policyCommand(): Command {
  return new Command("policy")
    .summary("decide one request, compare or check policy documents")
    .description("Works on IAM policy documents alone: nothing is asked of AWS.")
    .addCommand(simulateCommand())
    .addCommand(compareCommand())
    .addCommand(checkCommand())
    .addCommand(intentCommand());
}
