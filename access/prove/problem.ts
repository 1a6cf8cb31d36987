import type { PolicyDocument, PolicyKind, Statement } from "../model";
import type { Side } from "./clause";

/** A statement with what its document says about it. */
export interface SetStatement {
  readonly statement: Statement;
  /** False in documents of version 2008-10-17: `${…}` is plain text there. */
  readonly variables: boolean;
}

/** The kinds of document that inclusion is decided for. */
export type ComparableKind = Extract<PolicyKind, "identity" | "resource" | "trust">;

/** A statement's part in the proof that one Allow of the candidate set is allowed by the reference set. */
export interface Part extends SetStatement {
  readonly role: "proved" | "candidateDeny" | "referenceAllow" | "referenceDeny";
  /** Which way a doubtful match of this statement is taken, so that no excess is missed. */
  readonly side: Side;
  /** One bit of its own in the masks of the proof; 0 for the proved statement. */
  readonly bit: bigint;
}

/** One question: does the candidate set allow, by this statement, what the reference set does not? */
export interface Problem {
  readonly kind: ComparableKind;
  readonly proved: Part;
  readonly others: readonly Part[];
  /** One of the others that the requests in question must match as well. */
  readonly demanded?: Part | undefined;
}

/** All statements of a set of documents. */
export function statementsOf(documents: readonly PolicyDocument[]): readonly SetStatement[] {
  return documents.flatMap(({ version, statements }) =>
    statements.map((statement) => ({ statement, variables: version === "2012-10-17" })),
  );
}

/** The problem of one Allow statement of the candidate set. */
export function problemOf(
  kind: ComparableKind,
  proved: SetStatement,
  candidate: readonly SetStatement[],
  reference: readonly SetStatement[],
): Problem {
  const denies = candidate.filter(({ statement }) => statement.effect === "Deny");
  const others = [
    ...denies.map((one) => ({ ...one, role: "candidateDeny" as const, side: "must" as const })),
    ...reference.map((one) =>
      one.statement.effect === "Allow"
        ? { ...one, role: "referenceAllow" as const, side: "must" as const }
        : { ...one, role: "referenceDeny" as const, side: "may" as const },
    ),
  ];
  return {
    kind,
    proved: { ...proved, role: "proved", side: "may", bit: 0n },
    others: others.map((part, index) => ({ ...part, bit: 1n << BigInt(index) })),
  };
}
