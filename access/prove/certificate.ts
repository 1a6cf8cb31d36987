import { requestContext } from "../evaluate/requestContext";
import { matchStatement, prepareDocument } from "../evaluate/statement";
import type { PreparedStatement } from "../evaluate/statement";
import type { PolicyDocument } from "../model";
import type { Witness } from "./witness";

/**
 * Tells whether a set of documents by itself allows a request, as the point evaluator sees it: some Allow
 * statement matches and no Deny statement does.
 *
 * It shares no matching code with the prover: that is what makes it a check of the prover's witnesses.
 */
export function certifier(documents: readonly PolicyDocument[]): (witness: Witness) => boolean {
  let prepared: readonly PreparedStatement[] | undefined;
  return (witness) => {
    prepared ??= documents.flatMap((document, index) => prepareDocument(document, `documents[${index}]`));
    const context = requestContext(witness);
    const effects = prepared
      .filter((statement) => matchStatement(statement, context) !== undefined)
      .map(({ statement }) => statement.effect);
    return effects.includes("Allow") && !effects.includes("Deny");
  };
}
