import type { NamedDecision } from "../decide/decideNeed";
import { callerArn } from "../decide/identity";
import type { Recorded, Recorder } from "./recorder";

const keptDecisions = 200;

/** What `GET /_xput/decisions` tells of one request. */
export interface ListedDecision {
  readonly time: string;
  readonly requestId: string;
  /** ARN; `anonymous`; or `unknown` where the credentials were rejected. */
  readonly caller: string;
  /** Like `s3:PutObject`: the operation, not the actions that it needs. */
  readonly operation: string;
  readonly httpStatus: number;
  readonly error?: string;
  readonly needs: readonly ListedNeed[];
}

interface ListedNeed {
  readonly action: string;
  readonly resource: string;
  readonly decision: string;
  /** The statements that decided, like `Deny "DenyPlainHttp" of policy of bucket acme`. */
  readonly because: readonly string[];
  /** Which policies ought to have allowed it and did not. */
  readonly missing: readonly string[];
}

/** The last decisions, for a person who wants to see why something was refused. */
export class DecisionList {
  private readonly decisions: ListedDecision[] = [];

  readonly record: Recorder = (recorded) => {
    this.decisions.push(listed(recorded));
    if (this.decisions.length > keptDecisions) this.decisions.shift();
  };

  /** At most 200, the newest last. */
  list(): readonly ListedDecision[] {
    return this.decisions;
  }
}

function listed({ outcome, decisions, authenticated }: Recorded): ListedDecision {
  const { call, caller, httpStatus, error } = outcome;
  const known = caller.kind === "anonymous" ? "anonymous" : callerArn(caller);
  return {
    time: call.receivedAt.toISOString(),
    requestId: call.requestId,
    caller: authenticated ? known : "unknown",
    operation: `${call.service}:${call.operation}`,
    httpStatus,
    ...(error === undefined ? {} : { error: `${error.code}: ${error.message}` }),
    needs: decisions.map(listedNeed),
  };
}

function listedNeed({ need, decision, policyNames }: NamedDecision): ListedNeed {
  return {
    action: need.action,
    resource: need.resource,
    decision: decision.decision,
    because: decision.because.map(({ policy, sid, effect, index }) => {
      const statement = sid === undefined ? `statement ${index}` : `"${sid}"`;
      return `${effect} ${statement} of ${policyNames[policy] ?? policy}`;
    }),
    missing: decision.missing,
  };
}
