import type { ExportedResource } from "./exportedState";

/**
 * What `terraform import` names a resource by: its id, but where the provider wants more than that to find it.
 *
 * @param type its Terraform type
 * @see https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/cloudwatch_log_metric_filter#import
 */
export function importIdOf(type: string, { id, inputs }: Pick<ExportedResource, "id" | "inputs">): string {
  return type === "aws_cloudwatch_log_metric_filter" ? `${String(inputs["logGroupName"])}:${id}` : id;
}
