import { outsideAccess } from "../../../access/effective/outsideAccess";
import { type ComparisonFinding, findingsOf } from "../../../access/render/intentComparison";
import type { Options } from "../options";
import type { FoundResource } from "../resource";
import type { StackFinding } from "../rule";
import { resourceAbout } from "./about";
import { unknownFindings } from "./notKnown";
import { factsOfStack } from "./stackFacts";

/** Access by everybody, but to the buckets that are meant to be public. */
export function publicAccess(resources: readonly FoundResource[], options: Options): readonly StackFinding[] {
  const meant = new Set(options.publicBuckets);
  return outsiders(resources, options, "public")
    .filter(({ about }) => !about.some((arn) => meant.has(arn.split(/[:/]/)[5] ?? "")))
    .map(({ finding }) => finding);
}

/** Access from accounts and organizations that are not ours. */
export function foreignAccess(
  resources: readonly FoundResource[],
  options: Options,
): readonly StackFinding[] {
  return outsiders(resources, options, "foreign").map(({ finding }) => finding);
}

interface Outsider {
  readonly finding: StackFinding;
  readonly about: readonly string[];
}

function outsiders(
  resources: readonly FoundResource[],
  { ownAccounts, ownOrganizations }: Options,
  kind: "public" | "foreign",
): readonly Outsider[] {
  const { facts, notKnown } = factsOfStack(resources);
  const accounts = new Set([...ownAccounts, ...resources.flatMap(({ accountId }) => accountId ?? [])]);
  const inside = { accounts, organizations: ownOrganizations };
  const found = outsideAccess(facts, inside, kind === "public" ? "public" : "all");
  const findings = findingsOf({
    intents: [],
    unintended: found.flatMap((one) => (one.kind === kind ? [one.excess] : [])),
    undecided: kind === "foreign" ? found.flatMap((one) => (one.kind === "unknown" ? [one.reason] : [])) : [],
  });
  // Of what is not known, only documents can let somebody in whom no other document lets in.
  const documents = notKnown.filter(({ message }) => /\bdocument\b|not read/.test(message));
  return [
    ...unknownFindings(documents, resources).map((finding) => ({ finding, about: [] })),
    ...findings.flatMap((finding) => outsider(finding, kind, resources)),
  ];
}

const mustOf = {
  public: "must not be open to everyone",
  foreign: "must not be open to accounts that are not ours",
} as const;

const fixOf = {
  public: "name the principals in",
  foreign: "remove it from",
} as const;

function outsider(
  { status, sentence, statements, witness, about }: ComparisonFinding,
  kind: "public" | "foreign",
  resources: readonly FoundResource[],
): readonly Outsider[] {
  const resource = resourceAbout([...about].reverse(), resources);
  if (resource === undefined) return [];
  const or =
    kind === "foreign" ? ", or list the account in ownAccounts or its organization in ownOrganizations" : "";
  const fix =
    status === "exceeds"
      ? `${fixOf[kind]} ${statements.join(" or ")}${or}`
      : "write the policies so that they can be compared";
  return [
    {
      finding: {
        resource,
        where: "access",
        must: status === "exceeds" ? mustOf[kind] : "must be proven to be ours alone",
        fix,
        details: [sentence.replace(/, which is not meant/, ""), ...witness],
      },
      about,
    },
  ];
}
