import type { IncomingHttpHeaders } from "node:http";
import type { Decision } from "../../access/evaluate/decision";
import type { AwsError, Call, Caller, Need, Reading, ServiceName } from "./model";
import type { Question, StoreReader } from "./store";
import type { SpokenWays } from "./wire/spokenWays";

/**
 * One AWS service as the gateway knows it.
 *
 * `services/<name>/index.ts` exports it as `service` and `services/index.ts` lists it; a service that is not listed
 * is not modelled: only an account's root may use it.
 */
export interface Service {
  readonly name: ServiceName;
  /** How its errors are written. */
  readonly protocol: Protocol;
  /**
   * Absent: it is asked in its own protocol only. Else it is a JSON service, and sees JSON however it was asked.
   */
  readonly spoken?: SpokenWays;
  /**
   * Names the operation of a request whose operation is neither in `X-Amz-Target` nor in a form field `Action`
   * (the REST services). Undefined: no operation of this service.
   *
   * Absent: the operation and its parameters are taken from target and JSON body, or from the form.
   */
  readonly operationOf?: (head: RequestHead) => NamedOperation | undefined;
  /** Operations that are asked without a signature. Absent: none; S3 takes any so. */
  readonly unsigned?: ReadonlySet<string>;
  /** What a call needs before it may pass. Reads documents only through `store`; throws only on a fault of ours. */
  readonly read: (call: Call, caller: Caller, store: StoreReader) => Promise<Reading>;
  /**
   * The error in place of the usual one when a need is refused. Absent, or undefined as its answer: `AccessDenied` in
   * the words of this service's protocol.
   */
  readonly refusal?: (passing: Passing, refused: Need, decision: Decision) => AwsError | undefined;
  /**
   * Runs when everything that was needed is allowed: changes what goes to the store, answers in its place, or refuses
   * after all. Absent: the request goes as it came.
   */
  readonly beforeForward?: (passing: Passing) => Promise<Forwarding>;
  /**
   * Runs when the store has answered, before anything of it goes to the client. Undefined: the answer goes as it is.
   * A body that is not read through `head.body` is streamed.
   */
  readonly afterResponse?: (passing: Passing, head: StoreHead) => Promise<Amendment | undefined>;
  /**
   * Which cached documents a passing call may change: they are forgotten before it goes and again when it is answered.
   * Absent: the scope of this service in the owner account, unless the operation starts with Get, List, Describe,
   * Head, Lookup or Simulate.
   */
  readonly changes?: (call: Call, ownerAccount: string) => readonly Scope[];
}

/** `s3`: `<Error>`; `restXml` (S3 Control) and `query`: `<ErrorResponse>`; `json`: `{"__type": …}`; `cbor`: the same in CBOR. */
export type Protocol = "s3" | "restXml" | "query" | "json" | "cbor";

/** A request of which only the head was read. */
export interface RequestHead {
  readonly method: string;
  /** Path and query as received, with a placeholder for the host: the host is in `headers`. */
  readonly url: URL;
  /** Path and query exactly as received: `url` has lost `.` and `..` segments, which belong to the keys of S3. */
  readonly target?: string;
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders;
}

/** What a request asks for, as its head says it. */
export interface NamedOperation {
  readonly operation: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /**
   * `streamed`: object bytes, passed on as they come. `form`: object bytes after the fields of a form. `whole`: read
   * before anything else, at most 2 MiB.
   */
  readonly body: "whole" | "streamed" | "form";
}

/** A call that may pass, with what later steps need to know. */
export interface Passing {
  readonly call: Call;
  readonly caller: Caller;
  readonly needs: readonly Need[];
  readonly ownerAccount: string;
  readonly store: StoreReader;
  /** Decides a further need of the same caller: the keys of DeleteObjects, ListBucket behind a missing key. */
  readonly decide: (need: Need) => Promise<Decision>;
}

/** What goes on after `beforeForward`. */
export type Forwarding =
  | {
      readonly kind: "forward";
      /** Default: as received. */
      readonly method?: string;
      /** Path and query for the store, percent-encoded. Default: as received. */
      readonly path?: string;
      /** Headers to set, or with undefined to leave out; names in lower case. */
      readonly headers?: Readonly<Record<string, string | undefined>>;
      /** In place of a body that was read whole; of a question, what the store answers to it, as it comes. */
      readonly body?: Buffer | Question;
      /** In which the store acts. Default: that of the signature; a request without one says none. */
      readonly region?: string;
    }
  | {
      readonly kind: "answer";
      readonly answer: Answer;
      readonly response?: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: "refused"; readonly error: AwsError };

/** A complete answer to a client. */
export interface Answer {
  readonly httpStatus: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

/** The store's answer while its body is still on the way. */
export interface StoreHead {
  readonly httpStatus: number;
  readonly headers: IncomingHttpHeaders;
  /** Reads the whole body, at most 8 MiB. Not for object bodies. */
  readonly body: () => Promise<Buffer>;
}

/** What `afterResponse` puts in place of the store's answer, and what is to be remembered of it. */
export interface Amendment {
  /** Goes to the client in place of the store's answer. */
  readonly answer?: Answer;
  /** Goes to the client as this service's error in place of the store's answer. */
  readonly error?: AwsError;
  /** In place of the store's headers of these names, which with undefined are left out; in `answer` beside its own. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** For CloudTrail's `responseElements` and the like. */
  readonly response?: Readonly<Record<string, unknown>>;
}

/** What a cached document belongs to: it is forgotten when a call passes that may change it. */
export type Scope =
  /** Everything that a bucket has beside its objects: policy, encryption, public access block. */
  | `bucket/${string}`
  /** Everything of one service in one account: `111111111111/iam`. */
  | `${string}/${ServiceName}`;
