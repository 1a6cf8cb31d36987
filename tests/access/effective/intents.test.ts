import assert from "node:assert/strict";
import { compareIntents } from "../../../access/effective/compareIntents";
import type { Intent } from "../../../access/effective/intent";
import { bucket, managed, meant, owner, put, role, uploader, world, writer, writerWith } from "./smallWorld";

/**
 * Intents that share a role, and roles with policies that are not known.
 *
 * Rows stand in pairs: what takes access away beside what leaves it. Not proved here: that nothing is left out
 * (soundness.test.ts), and what single statements mean (tests/access/evaluate).
 */

describe("a role that serves two intents", () => {
  const other = "arn:aws:iam::333333333333:role/y";
  const both = role(writer, [{ ...put, Resource: [`${bucket}/marketing/*`, `${bucket}/y/*`] }], {
    trust: { Effect: "Allow", Principal: { AWS: [uploader, other] } },
  });
  const via: Intent["via"] = { kind: "role", arn: writer };
  const statuses = (...intents: readonly Intent[]) =>
    compareIntents(world({ roles: [both] }), intents).intents.map(({ status }) => status);

  it("lets each do what the other means", () => {
    assert.deepEqual(statuses(meant(via), meant(via, { name: "y", who: [other], prefixes: ["y/"] })), [
      "exceeds",
      "exceeds",
    ]);
  });

  it("is right where both mean the same", () => {
    const prefixes = ["marketing/", "y/"];
    assert.deepEqual(statuses(meant(via, { prefixes }), meant(via, { name: "y", who: [other], prefixes })), [
      "proven",
      "proven",
    ]);
  });
});

describe("a policy that is attached and not known", () => {
  const attached = [`arn:aws:iam::${owner}:policy/unknown`];
  const via: Intent["via"] = { kind: "role", arn: writer };

  it("leaves the intent undecided", () => {
    const facts = world({ roles: [{ ...writerWith([put]), attached }] });
    const [result] = compareIntents(facts, [meant(via)]).intents;
    assert.ok(result?.status === "unknown", JSON.stringify(result));
    assert.match(result.reasons[0] ?? "", /policy\/unknown is attached to it and not known/);
  });

  it("is proven when it is known and allows nothing here", () => {
    const facts = world({
      roles: [{ ...writerWith([put]), attached }],
      managedPolicies: [managed(attached[0] ?? "", { Effect: "Allow", Action: "sqs:*", Resource: "*" })],
    });
    assert.equal(compareIntents(facts, [meant(via)]).intents[0]?.status, "proven");
  });
});
