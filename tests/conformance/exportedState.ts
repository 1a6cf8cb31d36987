/** A resource as `pulumi stack export` tells it, as far as a twin needs it. */
export interface ExportedResource {
  readonly urn: string;
  /** Like `aws:s3/bucket:Bucket`. */
  readonly type: string;
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** URN and id of its provider, with `::` between. */
  readonly provider: string;
  /** URNs of what must be there before it, or before a component that it is part of. */
  readonly dependencies: readonly string[];
}

/** What a stack's export holds: its AWS resources in order of creation, and its providers. */
export interface ExportedState {
  readonly resources: readonly ExportedResource[];
  readonly providers: readonly ExportedResource[];
}

interface PrintedResource extends Partial<Omit<ExportedResource, "urn" | "type">> {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  readonly parent?: string;
}

interface PrintedExport {
  readonly deployment: { readonly resources?: readonly PrintedResource[] };
}

/**
 * Reads what `pulumi stack export` printed.
 *
 * Components and the stack itself are left out: AWS does not know them.
 *
 * @param text JSON
 * @throws SyntaxError when it is no JSON
 * @see https://www.pulumi.com/docs/iac/cli/commands/pulumi_stack_export/
 */
export function readExportedState(text: string): ExportedState {
  const { resources = [] } = (JSON.parse(text) as PrintedExport).deployment;
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const needed = ({ dependencies = [], parent }: PrintedResource): readonly string[] => {
    const component = byUrn.get(parent ?? "");
    return [...dependencies, ...(component === undefined ? [] : needed(component))];
  };
  const custom = resources
    .filter((resource) => resource.custom === true)
    .map((resource): ExportedResource => {
      const { urn, type, id = "", inputs = {}, provider = "" } = resource;
      return { urn, type, id, inputs, provider, dependencies: needed(resource) };
    });
  return {
    resources: custom.filter(({ type }) => type.startsWith("aws:")),
    providers: custom.filter(({ type }) => type === "pulumi:providers:aws"),
  };
}
