import type { Given } from "../least-privilege/crossGuard";
import { type Change, lessDenied, moreAllowed, type Statement } from "./statements";
import { type Mutant, withProps } from "./mutant";

/** Properties that hold the text of a policy document. */
const documentProperties = ["policy", "assumeRolePolicy"] as const;

/** Every single way to let each statement of each document allow more, or deny less. */
export function widenedDocuments(resources: readonly Given[]): readonly Mutant[] {
  return resources.flatMap((resource) =>
    documentProperties.flatMap((property) => {
      const text = resource.props[property];
      if (typeof text !== "string") return [];
      const document = JSON.parse(text) as { readonly Statement: readonly Statement[] };
      return document.Statement.flatMap((statement, index) =>
        changesOf(statement).map(([kind, how, changed]): Mutant => {
          const Statement = document.Statement.flatMap((one, place) =>
            place === index ? (changed ?? []) : one,
          );
          const props = { ...resource.props, [property]: JSON.stringify({ ...document, Statement }) };
          return {
            kind,
            what: `${resource.name ?? ""}, ${String(statement["Sid"])}: ${how}`,
            at: resource.name ?? "",
            document: property,
            resources: withProps(resources, resource, props),
          };
        }),
      );
    }),
  );
}

function changesOf(statement: Statement): readonly Change[] {
  return statement["Effect"] === "Deny" ? lessDenied(statement) : moreAllowed(statement);
}
