/**
 * What is asked of access from outside: all of it, or only what is open to everybody. What counts as public or foreign,
 * tests/policypacks/least-privilege/proof/foreignPrograms.test.ts shows.
 */
import assert from "node:assert/strict";
import { outsideAccess } from "../../../access/effective/outsideAccess";
import { bucketPolicy, onObjects, owner, stranger, world } from "./smallWorld";

describe("access from outside", () => {
  const read = { Effect: "Allow", Action: "s3:GetObject" };
  const facts = world({
    bucketPolicy: bucketPolicy(
      onObjects({ ...read, Principal: "*" }),
      onObjects({ ...read, Principal: { AWS: stranger } }),
    ),
  });
  const inside = { accounts: new Set([owner]), organizations: [] };

  it("is told as public and foreign", () => {
    assert.deepEqual(
      outsideAccess(facts, inside).map(({ kind }) => kind),
      ["public", "foreign"],
    );
  });

  it("that is open to some only is left out where public access is asked for", () => {
    const [found, ...more] = outsideAccess(facts, inside, "public");
    assert.deepEqual(found, outsideAccess(facts, inside)[0]);
    assert.deepEqual(more, []);
  });
});
