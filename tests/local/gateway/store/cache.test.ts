/** What is read from the store is kept until it may have changed. Does not prove which calls change what. */
import assert from "node:assert/strict";
import { ScopedCache } from "../../../../local/gateway/store/cache";

/** Counts how often it is loaded, and gives that number. */
function counter(): () => Promise<number> {
  let loads = 0;
  return () => Promise.resolve((loads += 1));
}

describe("the cache of stored documents", () => {
  it("loads once, for many who ask at the same time too", async () => {
    const cache = new ScopedCache(10);
    const load = counter();
    const ask = () => cache.get(["bucket/a"], "policy", load);
    assert.deepEqual(await Promise.all([ask(), ask(), ask()]), [1, 1, 1]);
    assert.equal(await ask(), 1);
  });

  it("loads again when one of the scopes was forgotten, and only then", async () => {
    const cache = new ScopedCache(10);
    const load = counter();
    const ask = () => cache.get(["bucket/a", "111111111111/kms"], "encryption", load);
    assert.equal(await ask(), 1);
    cache.forget(["bucket/b", "111111111111/iam"]);
    assert.equal(await ask(), 1);
    cache.forget(["111111111111/kms"]);
    assert.equal(await ask(), 2);
    cache.forget(["bucket/a"]);
    assert.equal(await ask(), 3);
  });

  it("does not keep what was being loaded while its scope was forgotten", async () => {
    const cache = new ScopedCache(10);
    let finish: (value: string) => void = () => undefined;
    const slow = cache.get(
      ["bucket/a"],
      "policy",
      () => new Promise<string>((resolve) => (finish = resolve)),
    );
    cache.forget(["bucket/a"]);
    finish("old");
    assert.equal(await slow, "old");
    assert.equal(await cache.get(["bucket/a"], "policy", () => Promise.resolve("new")), "new");
  });

  it("does not keep a failure", async () => {
    const cache = new ScopedCache(10);
    const fail = () => Promise.reject(new Error("down"));
    await assert.rejects(cache.get(["bucket/a"], "policy", fail), /down/);
    assert.equal(await cache.get(["bucket/a"], "policy", () => Promise.resolve("up")), "up");
  });

  it("keeps no more than it may, the newest", async () => {
    const cache = new ScopedCache(3);
    const loads = new Map<string, () => Promise<number>>();
    const ask = (name: string) => {
      const load = loads.get(name) ?? counter();
      loads.set(name, load);
      return cache.get([`bucket/${name}`], name, load);
    };
    for (const name of ["a", "b", "c", "d"]) await ask(name);
    assert.equal(cache.size, 3);
    assert.equal(await ask("d"), 1);
    assert.equal(await ask("a"), 2);
  });
});
