import assert from "node:assert/strict";
import fc from "fast-check";
import type { AccessEntry, Who } from "../../../access/effective/accessEntry";
import { excesses } from "../../../access/effective/excesses";
import type { Intent } from "../../../access/effective/intent";
import { listAccess } from "../../../access/effective/listAccess";
import { worldOf } from "../../../access/effective/world";
import { prepareClause } from "../../../access/evaluate/condition";
import type { AccessRequest } from "../../../access/evaluate/request";
import { requestContext } from "../../../access/evaluate/requestContext";
import type { ConditionClause } from "../../../access/model";
import { compilePattern, matchesGlob, makeGlob, resolvePattern } from "../../../access/operators/pattern";
import { allowedWays } from "./allowedRequests";
import type { Way } from "./allowedRequests";
import { accessPointArn, closedWorlds, keyArn, roleArns, sessionArn, worlds } from "./randomWorlds";

/**
 * On small random worlds: whatever the point evaluator allows, hop by hop, some entry of the list says, and where no
 * excess and no doubt is reported, nothing outside the intents is allowed. `EFFECTIVE_WORLDS=5000` makes it a long run.
 *
 * It does not prove that the evaluator is right (tests/access/evaluate), nor that entries are as narrow as they could
 * be (effective.test.ts), nor anything about root users of the buckets' own account, which both leave out.
 */

const runs = Number(process.env["EFFECTIVE_WORLDS"] ?? 150);

const holds = (clause: ConditionClause, request: AccessRequest): boolean =>
  prepareClause(clause, true).holds(requestContext(request));

function matches(pattern: string, text: string, request: AccessRequest): boolean {
  const glob = resolvePattern(compilePattern(pattern, true), requestContext(request).single);
  return glob !== undefined && matchesGlob(glob, text);
}

const accountOf = (arn: string): string => arn.split(":")[4] ?? "";

function isMeant(who: Who, principal: string): boolean {
  switch (who.kind) {
    case "identity":
      return who.arn === principal || (principal === sessionArn && who.arn === roleArns[0]);
    case "account":
      return accountOf(principal) === who.account;
    case "anyone":
      return true;
    case "service":
      return principal === who.name || (who.name === "*" && principal.endsWith(".amazonaws.com"));
    case "identityProvider":
      return false;
  }
}

/** The last request of a way, as an entry speaks of it. */
function lastOf({ steps }: Way) {
  const request = steps.at(-1);
  assert.ok(request !== undefined);
  const { resource } = request;
  if (resource === keyArn) return { request, target: "key", key: "" };
  if (resource.startsWith(accessPointArn))
    return { request, target: "b ap", key: resource.slice(`${accessPointArn}/object/`.length) };
  const [name = "", ...rest] = resource.slice("arn:aws:s3:::".length).split("/");
  return { request, target: name, key: rest.join("/") };
}

function isListed(way: Way, entries: readonly AccessEntry[]): boolean {
  const { request, target, key } = lastOf(way);
  return entries.some((entry) => {
    const own =
      entry.target.kind === "key"
        ? "key"
        : [
            entry.target.name,
            ...(entry.target.accessPoint === undefined ? [] : [entry.target.accessPoint]),
          ].join(" ");
    if (own !== target) return false;
    const from = way.principals.length - 1 - entry.hops.length;
    const started = way.principals[from];
    if (started === undefined || entry.hops.some((hop, index) => way.principals[from + 1 + index] !== hop))
      return false;
    const does =
      entry.actions.patterns.some((pattern) =>
        matchesGlob(makeGlob(pattern.toLowerCase()), request.action.toLowerCase()),
      ) !== entry.actions.negated;
    const on = target === "key" || entry.objects.some((pattern) => matches(pattern, key, request));
    // Each condition is of one step of the way.
    const steps = way.steps.slice(from);
    const meets = entry.conditions.every((clause) => steps.some((step) => holds(clause, step)));
    return isMeant(entry.who, started) && does && on && meets;
  });
}

const secure: ConditionClause = {
  operator: "Bool",
  ifExists: false,
  key: "aws:SecureTransport",
  values: ["true"],
};

/** How intents are made of what is allowed: the wider, the more often nothing is beyond them. */
interface Style {
  readonly anyAction: boolean;
  readonly anyKey: boolean;
  readonly secureUse: boolean;
  readonly secureAssumption: boolean;
  /** Which of them is left out, counted around. */
  readonly leftOut: number | undefined;
}

const often = fc.constantFrom(true, true, true, true, false);
const seldom = often.map((yes) => !yes);
const styles: fc.Arbitrary<Style> = fc.record({
  anyAction: often,
  anyKey: often,
  secureUse: seldom,
  secureAssumption: seldom,
  leftOut: fc.constantFrom(undefined, undefined, 0, 1, 2),
});

/** Intents that mean the ways, as far as intents can. */
function intentsOf(ways: readonly Way[], style: Style): readonly Intent[] {
  const found = new Map<string, Intent>();
  for (const way of ways) {
    const { request, target, key } = lastOf(way);
    const actor = way.principals.at(-1) ?? "";
    const role = roleArns.slice(0, 2).some((arn) => arn === actor);
    const who = role ? way.principals.at(-2) : actor;
    if (target === "key" || who === undefined || who === "*") continue;
    const intent: Intent = {
      name: `${who} ${role ? actor : ""} ${target} ${request.action} ${key}`,
      bucketArn: `arn:aws:s3:::${target.split(" ")[0] ?? ""}`,
      who: [who],
      actions: style.anyAction ? ["s3:PutObject", "s3:GetObject"] : [request.action],
      prefixes: [style.anyKey ? "" : key.slice(0, 2)],
      via: role
        ? { kind: "role", arn: actor }
        : target === "b ap"
          ? { kind: "accessPoint", arn: accessPointArn }
          : { kind: "direct" },
      assumeConditions: style.secureAssumption ? [secure] : [],
      useConditions: style.secureUse ? [secure] : [],
    };
    found.set(JSON.stringify({ ...intent, name: "" }), intent);
  }
  const all = [...found.values()];
  return all.filter((_, index) => style.leftOut === undefined || index !== style.leftOut % all.length);
}

/** A role that is meant is so in each of its sessions. */
const names = (who: readonly string[], principal: string): boolean =>
  who.includes(principal) || (principal === sessionArn && who.includes(roleArns[0]));

function isIntended(way: Way, { bucketArn, who, actions, prefixes, via, ...conditions }: Intent): boolean {
  const { request, target, key } = lastOf(way);
  const actor = way.principals.at(-1) ?? "";
  if (via.kind === "role") {
    const assumed = way.steps.at(-2);
    const by = way.principals.at(-2) ?? "";
    if (actor !== via.arn || assumed === undefined || !names(who, by)) return false;
    if (!conditions.assumeConditions.every((clause) => holds(clause, assumed))) return false;
  } else if (!names(who, actor)) return false;
  if (target === "key")
    return request.action === "kms:Decrypt" && actions.some((action) => /object$/i.test(action));
  return (
    target === `${bucketArn.slice("arn:aws:s3:::".length)}${via.kind === "accessPoint" ? " ap" : ""}` &&
    actions.some((action) => matchesGlob(makeGlob(action), request.action)) &&
    request.resource !== bucketArn &&
    prefixes.some((prefix) => key.startsWith(prefix)) &&
    conditions.useConditions.every((clause) => holds(clause, request))
  );
}

describe("effective access of random worlds", function () {
  this.timeout(600_000);

  it("lists whatever the point evaluator allows", () => {
    let found = 0;
    const targets = new Set<string>();
    fc.assert(
      fc.property(worlds, (facts) => {
        const entries = listAccess(facts);
        for (const way of allowedWays(facts, 2)) {
          found++;
          targets.add(`${lastOf(way).target} ${way.principals.length}`);
          assert.ok(isListed(way, entries), JSON.stringify(way));
        }
      }),
      { numRuns: runs },
    );
    assert.ok(found > runs, `only ${found} ways`);
    assert.deepEqual(
      [...targets].sort(),
      ["b", "b ap", "bb", "key"].flatMap((target) => [1, 2, 3].map((length) => `${target} ${length}`)),
    );
  });

  it("allows nothing outside the intents where no excess and no doubt is reported", () => {
    let within = 0;
    fc.assert(
      fc.property(closedWorlds, styles, (facts, style) => {
        const ways = allowedWays(facts, 1);
        const intents = intentsOf(ways, style);
        if (excesses(worldOf(facts), { intents }).length > 0) return;
        for (const way of ways) {
          assert.ok(
            intents.some((intent) => isIntended(way, intent)),
            JSON.stringify(way),
          );
          within++;
        }
      }),
      { numRuns: runs },
    );
    assert.ok(within > 0, "no world had access that is meant");
  });
});
