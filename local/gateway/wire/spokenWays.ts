/**
 * What a JSON service must be known by to be asked in the query protocol and in Smithy RPC v2 CBOR, too: both lose
 * something that JSON 1.0 keeps.
 */
export interface SpokenWays {
  /** In `X-Amz-Target` and in paths: `GraniteServiceVersion20100801`. */
  readonly target: string;
  /** Of its answers in XML. */
  readonly xmlNamespace: string;
  /** Of its shapes, in errors: `com.amazonaws.cloudwatch`. */
  readonly shapeNamespace: string;
  /**
   * Members that are numbers: a form has only texts. By name in whatever structure, or as `MetricData.Value` where
   * another structure has a text of that name.
   */
  readonly numbers: ReadonlySet<string>;
  /** Members that are true or false. */
  readonly booleans: ReadonlySet<string>;
  /** Members that are times: seconds since 1970 in JSON, ISO 8601 in forms and XML, tagged in CBOR. */
  readonly times: ReadonlySet<string>;
  /** The codes of errors whose name in the query protocol is another one than in JSON and CBOR. */
  readonly queryCodes: Readonly<Record<string, string>>;
}
