import assert from "node:assert/strict";
import { decideOnce } from "../../access/evaluate/decide";
import { document } from "./decided";

type Context = Readonly<Record<string, string>>;

/** One request, whether it is allowed, and what a reader should know it by. */
export type Row = readonly [
  what: string,
  principal: string,
  action: string,
  resource: string,
  context: Context,
  allowed: boolean,
];

/** The documents that decide: a resource's policy, the principal's own, or both. */
export interface Documents {
  readonly resource?: string;
  /** Absent: the principal's own policies allow everything. */
  readonly identity?: string;
  readonly trust?: string;
}

/**
 * One test a row: the documents allow the request or do not.
 *
 * @param resourceAccount the account that owns the resource
 */
export function decideRows(documents: () => Documents, resourceAccount: string, rows: readonly Row[]): void {
  for (const [what, principal, action, resource, context, allowed] of rows) {
    it(`${allowed ? "allow" : "refuse"} ${what}`, () => {
      const { resource: ofResource, identity = everything, trust } = documents();
      const { decision } = decideOnce(
        {
          identityPolicies: [document(identity, "identity")],
          resourcePolicy:
            trust === undefined
              ? ofResource === undefined
                ? undefined
                : document(ofResource, "resource")
              : document(trust, "trust"),
        },
        { principal, action, resource, resourceAccount, context },
      );
      assert.equal(decision === "allowed", allowed, decision);
    });
  }
}

const everything = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
