import type { AccessChange } from "../../../access/render/accessChange";

/** What is said of a change, one line for each part of it, without its ids. */
export function told({ access, protections }: AccessChange): readonly string[] {
  return [
    ...access.map(({ kind, sentence, details, more, less }) =>
      [
        `${kind}: ${sentence}`,
        ...details,
        ...(more === undefined ? [] : [`now allowed: ${[more.sentence, ...more.context].join(", ")}`]),
        ...(less === undefined ? [] : [`now refused: ${[less.sentence, ...less.context].join(", ")}`]),
      ].join(" | "),
    ),
    ...protections.map(({ kind, sentence }) => `${kind}: ${sentence}`),
  ];
}
