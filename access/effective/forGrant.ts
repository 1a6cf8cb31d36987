import type { PolicyDocument, Statement } from "../model";
import type { Grant } from "./grants";
import { knownKeys, specialise } from "./specialise";

/**
 * What is meant, for the requests of a grant only: what follows from its principal and its target is put in place of
 * variables, and conditions that hold of it are left out, as in the grant itself.
 */
export function forGrant({ version, statements }: PolicyDocument, { target, who }: Grant): PolicyDocument {
  const keys = knownKeys(target, who);
  return {
    version,
    statements: statements.flatMap((statement): readonly Statement[] => {
      const reference = { document: "what is meant", index: statement.index };
      const own = specialise({ statement, version, reference }, target, keys)?.statement;
      if (own === undefined) return [];
      if (statement.resource !== undefined) return [own];
      const { index, effect, principal, action, conditions } = own;
      return [{ index, effect, ...(principal === undefined ? {} : { principal }), action, conditions }];
    }),
  };
}
