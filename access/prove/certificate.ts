import { requestContext } from "../evaluate/requestContext";
import { matchStatement, prepareDocument } from "../evaluate/statement";
import type { PolicyDocument } from "../model";
import type { Witness } from "./witness";

/**
 * Whether a set of documents by itself allows a request, as the point evaluator sees it: some Allow statement
 * matches and no Deny statement does.
 *
 * It shares no matching code with the prover: that is what makes it a check of the prover's witnesses.
 */
export function allowsWitness(documents: readonly PolicyDocument[], witness: Witness): boolean {
  const context = requestContext(witness);
  const effects = documents
    .flatMap((document, index) => prepareDocument(document, `documents[${index}]`))
    .filter((statement) => matchStatement(statement, context) !== undefined)
    .map(({ statement }) => statement.effect);
  return effects.includes("Allow") && !effects.includes("Deny");
}
