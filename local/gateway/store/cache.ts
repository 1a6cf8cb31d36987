import type { Scope } from "../service";

interface Entry {
  readonly value: Promise<unknown>;
  readonly scopes: readonly Scope[];
}

/** What was read from the store, each entry kept until one of its scopes changes. */
export class ScopedCache {
  private readonly entries = new Map<string, Entry>();
  private readonly namesByScope = new Map<Scope, Set<string>>();

  /** @param mostEntries how many are kept; the oldest go first */
  constructor(private readonly mostEntries: number) {}

  /** The value of this name, loaded if it is not there. A load that fails is not kept. */
  async get<T>(scopes: readonly Scope[], name: string, load: () => Promise<T>): Promise<T> {
    const known = this.entries.get(name);
    if (known !== undefined) return known.value as Promise<T>;
    const value = load();
    const entry = { value, scopes };
    this.entries.set(name, entry);
    for (const scope of scopes) {
      const names = this.namesByScope.get(scope) ?? new Set();
      this.namesByScope.set(scope, names.add(name));
    }
    value.catch(() => {
      if (this.entries.get(name) === entry) this.remove(name);
    });
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= this.mostEntries) break;
      this.remove(oldest);
    }
    return value;
  }

  /**
   * Forgets every entry of these scopes. A load that is under way goes on for those who wait for it, and is not kept.
   */
  forget(scopes: readonly Scope[]): void {
    for (const scope of scopes) {
      for (const name of [...(this.namesByScope.get(scope) ?? [])]) this.remove(name);
    }
  }

  get size(): number {
    return this.entries.size;
  }

  private remove(name: string): void {
    const entry = this.entries.get(name);
    this.entries.delete(name);
    for (const scope of entry?.scopes ?? []) {
      const names = this.namesByScope.get(scope);
      names?.delete(name);
      if (names?.size === 0) this.namesByScope.delete(scope);
    }
  }
}
