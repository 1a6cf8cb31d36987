import { coversAction } from "../action";
import { rolePolicy } from "../example";
import { type Holder, holders } from "../holder";
import { matches, withoutVariables } from "../pattern";
import type { Rule, StackFinding } from "../rule";

/** Two writers may share a bucket, never a prefix. Policy variables stand for one text of each writer. */
export const rule: Rule = {
  name: "writers-have-own-prefix",
  displayName: "Each writer puts below a prefix of its own",
  description: "Two roles that put into the same bucket must put below prefixes that do not overlap.",
  why: "One writer can replace what another one has put, and nobody can tell from the key whose it is.",
  severity: "medium",
  level: "mandatory",
  requirements: ["NIST-800-53-r5:AC-6"],
  topics: ["s3", "iam"],
  remediationSteps: "Give each role a prefix of its own, like arn:aws:s3:::bucket/team-a/*.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-policies-s3.html",
  options: { ignoredPrincipals: [] },
  example: {
    compliant: [writer("a", "a/*"), writer("b", "b/*")],
    violating: [writer("a", "in/*"), writer("b", "in/b/*")],
  },
  judges: "stack",
  check: (resources, { ignoredPrincipals }) => {
    const writers = holders(resources)
      .filter(({ kind }) => kind !== "group")
      .filter((one) => !ignoredPrincipals.some((arn) => arn.endsWith(`:${one.kind}/${one.name}`)))
      .map((holder) => ({ holder, patterns: objectPatterns(holder) }));
    return writers.flatMap(({ holder, patterns }, index): readonly StackFinding[] =>
      writers.slice(0, index).flatMap((earlier): readonly StackFinding[] => {
        if (isSame(earlier.holder, holder)) return [];
        const shared = patterns.find((one) => earlier.patterns.some((other) => overlap(one, other)));
        if (shared === undefined) return [];
        return [
          {
            resource: holder.source,
            where: holder.path,
            must: `must not let ${holder.name} put where ${earlier.holder.name} puts (${shared})`,
            fix: "give each of them a prefix of its own",
          },
        ];
      }),
    );
  },
};

function isSame(a: Holder, b: Holder): boolean {
  return a.kind === b.kind && a.name === b.name && a.account === b.account;
}

/** The objects that somebody may put, as patterns without variables. */
function objectPatterns({ document }: Holder): readonly string[] {
  return document.statements
    .filter(
      ({ effect, action }) => effect === "Allow" && !action.negated && coversAction(action, "s3:PutObject"),
    )
    .flatMap(({ resource }) => (resource?.negated === false ? resource.patterns : []))
    .filter((pattern) => /^arn:[a-z-]+:s3:::/.test(pattern))
    .map((pattern) => withoutVariables(pattern, document.version));
}

/** Whether two patterns of the form prefix and wildcard have an object in common. */
function overlap(a: string, b: string): boolean {
  const [fixedA, fixedB] = [a, b].map((one) => one.replace(/[*?].*$/s, ""));
  return (
    matches(a, b) ||
    matches(b, a) ||
    (hasStarAtEnd(a) && hasStarAtEnd(b) && nested(fixedA ?? "", fixedB ?? ""))
  );
}

function hasStarAtEnd(pattern: string): boolean {
  return pattern.endsWith("*");
}

function nested(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a);
}

function writer(name: string, key: string) {
  const grant = {
    Sid: "Put",
    Effect: "Allow",
    Action: "s3:PutObject",
    Resource: `arn:aws:s3:::acme-drop/${key}`,
  };
  const { type, props } = rolePolicy(grant);
  return { type, name: `${name}-put`, props: { ...props, role: name } };
}
