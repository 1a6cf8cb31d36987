const iso =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/i;

/**
 * A moment in milliseconds since 1970: an ISO 8601 date in one of W3C's forms, or epoch seconds.
 *
 * Four digits are a year. A time without zone is UTC. Undefined for any other text and for days that do not
 * exist.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
 * @see https://www.w3.org/TR/NOTE-datetime
 */
export function parseDate(text: string): number | undefined {
  const parts = iso.exec(text);
  if (parts === null) return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) * 1_000 : undefined;
  const [, year, month = "01", day = "01", hour = "00", minute = "00", second = "00", fraction = "0", zone] =
    parts;
  const days = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // Date.UTC takes February 30 as March 2, and years below 100 as 19xx.
  if (new Date(days).toISOString().slice(0, 10) !== `${year ?? ""}-${month}-${day}`) return undefined;
  if (Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60) return undefined;
  if (hour === "24" && (minute !== "00" || Number(second) > 0)) return undefined;
  const offset = zoneMinutes(zone);
  if (offset === undefined) return undefined;
  const minutes = Number(hour) * 60 + Number(minute) - offset;
  return days + minutes * 60_000 + Number(second) * 1_000 + Number(`0.${fraction}`) * 1_000;
}

function zoneMinutes(zone: string | undefined): number | undefined {
  if (zone === undefined || zone.toUpperCase() === "Z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}
