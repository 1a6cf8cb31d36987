import type { ConditionClause, PolicyDocument, PolicyKind, Statement } from "../model";
import { spellOperator } from "../read/readCondition";
import type { Places } from "../read/reading";

/** A document that is being checked. */
export interface Checked {
  readonly document: PolicyDocument;
  readonly kind: PolicyKind;
  /** Where its elements stand in the text. */
  readonly places: Places;
}

/** One place that a check objects to. */
export interface Finding {
  /** Canonical path: like `Statement[0].Action[0]`, also where the document has a single value. */
  readonly path: string;
  /** Lower-case clause: what is wrong, what is allowed, what to do. */
  readonly message: string;
}

/** One check of AWS's policy validation. */
export interface PolicyCheck {
  /** AWS's name of the check in upper case: `INVALID_ACTION`. */
  readonly name: string;
  readonly severity: "error" | "securityWarning";
  /** Policies that AWS applies it to; absent: every kind. */
  readonly kinds?: readonly PolicyKind[];
  readonly find: (checked: Checked) => readonly Finding[];
}

/** A check that looks at one statement at a time. */
export function statementCheck(
  name: string,
  severity: PolicyCheck["severity"],
  find: (statement: Statement, checked: Checked) => readonly Finding[],
  kinds?: readonly PolicyKind[],
): PolicyCheck {
  return {
    name,
    severity,
    ...(kinds === undefined ? {} : { kinds }),
    find: (checked) => checked.document.statements.flatMap((statement) => find(statement, checked)),
  };
}

/** A check that looks at one condition clause at a time. */
export function clauseCheck(
  name: string,
  severity: PolicyCheck["severity"],
  find: (clause: ConditionClause, statement: Statement) => string | undefined,
): PolicyCheck {
  return statementCheck(name, severity, (statement) =>
    statement.conditions.flatMap((clause) => {
      const message = find(clause, statement);
      return message === undefined ? [] : [{ path: clausePath(statement, clause), message }];
    }),
  );
}

/** Canonical path of a statement. */
export function statementPath({ index }: Statement): string {
  return `Statement[${index}]`;
}

/** Canonical path of a key under its operator. */
export function clausePath(statement: Statement, clause: ConditionClause): string {
  return `${statementPath(statement)}.Condition.${spellOperator(clause)}.${clause.key}`;
}

/** Canonical path of `Action`, `Resource` or `Principal`, or of their `Not` twin. */
export function elementPath(statement: Statement, name: "Action" | "Resource" | "Principal"): string {
  const element = { Action: statement.action, Resource: statement.resource, Principal: statement.principal }[
    name
  ];
  return `${statementPath(statement)}.${element?.negated === true ? "Not" : ""}${name}`;
}

/** Whether a clause's key is this one, whatever its case. */
export function hasKey(clause: ConditionClause, key: string): boolean {
  return clause.key.toLowerCase() === key.toLowerCase();
}
