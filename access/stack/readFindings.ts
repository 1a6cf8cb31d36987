/** One finding of a policy pack, as the engine tells it. */
export interface PolicyFinding {
  readonly rule: string;
  /** `mandatory`, `advisory` or `remediate`. */
  readonly level: string;
  /** Empty for the whole stack. */
  readonly urn: string;
  readonly message: string;
}

/**
 * The findings of policy packs in an event log of the engine: `PULUMI_DEBUG_COMMANDS=1 pulumi preview --event-log FILE`
 * writes one JSON object a line. `pulumi preview --json` leaves them out.
 *
 * Lines that are cut off are passed over: the engine may still be writing.
 *
 * @see https://www.pulumi.com/docs/iac/automation-api/
 */
export function readFindings(eventLog: string): readonly PolicyFinding[] {
  const found = eventLog.split("\n").flatMap((line) => {
    const event = parsed(line);
    const finding = isObject(event) ? event["policyEvent"] : undefined;
    if (!isObject(finding)) return [];
    const text = (name: string): string => {
      const value = finding[name];
      return typeof value === "string" ? value : "";
    };
    return [
      {
        rule: text("policyName"),
        level: text("enforcementLevel"),
        urn: text("resourceUrn"),
        // Colours come as tags like <{%reset%}>.
        message: text("message")
          .replace(/<\{%[^%]*%\}>/g, "")
          .trim(),
      },
    ];
  });
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

const isObject = (json: unknown): json is Readonly<Record<string, unknown>> =>
  typeof json === "object" && json !== null && !Array.isArray(json);
