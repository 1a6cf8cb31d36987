import { placeOutside, placeText } from "../place";
import type { Attempt } from "./attempt";
import { elsewhere, put, type Trial } from "./trial";

/** Puts from outside the source's network, and without today's TLS. */
export function networkAttempts(trial: Trial): readonly Attempt[] {
  const { settings, source, place, writer } = trial;
  const outside = placeOutside(settings, source);
  const from = (changes: Readonly<Record<string, string>>) => () =>
    elsewhere(trial, writer, changes, (clients) => put(trial, {}, clients));
  const allowed = () => put(trial);
  return [
    {
      attempt: "put over plain http",
      refused: from({ ...place, "x-xput-tls": "none" }),
      allowed,
      twin: "over TLS",
    },
    {
      attempt: "put over TLS 1.1",
      refused: from({ ...place, "x-xput-tls": "1.1" }),
      allowed,
      twin: "over TLS 1.3",
    },
    ...(outside === undefined
      ? []
      : [
          {
            attempt: "put from outside the network",
            refused: from(outside),
            allowed,
            twin: placeText(place).trimStart(),
          },
        ]),
  ];
}
