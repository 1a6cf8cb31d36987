import { type Keeper, memoryOnly } from "./keeper";

/** A map whose entries outlive the process where the gateway has a keeper. Values are not changed after they were set. */
export class KeptMap<V> {
  private readonly values = new Map<string, V>();
  private keeper: Keeper = memoryOnly;

  /**
   * @param name unlike that of any other kept map
   * @param most how many entries it holds; the oldest go first
   */
  constructor(
    private readonly name: string,
    private readonly most = Infinity,
  ) {}

  /** Takes over what was kept of this map, and keeps its changes from now on. */
  attach(keeper: Keeper): this {
    this.keeper = keeper;
    if (!keeper.lasts) return this;
    this.values.clear();
    for (const [key, value] of keeper.entries(`${this.name}/`)) this.values.set(key, value as V);
    return this;
  }

  get(key: string): V | undefined {
    return this.values.get(key);
  }

  has(key: string): boolean {
    return this.values.has(key);
  }

  /** The entry is the newest from now on. */
  set(key: string, value: V): void {
    this.values.delete(key);
    this.values.set(key, value);
    this.keeper.set(`${this.name}/${key}`, value);
    for (const oldest of this.values.keys()) {
      if (this.values.size <= this.most) break;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    if (this.values.delete(key)) this.keeper.remove(`${this.name}/${key}`);
  }

  /** The oldest first. */
  entries(): readonly (readonly [string, V])[] {
    return [...this.values];
  }

  get size(): number {
    return this.values.size;
  }
}

const ofModules: KeptMap<unknown>[] = [];

/** A kept map of a module, for all gateways of this process: one of them attaches it with all the others. */
export function moduleMap<V>(name: string, most?: number): KeptMap<V> {
  const map = new KeptMap<V>(name, most);
  ofModules.push(map);
  return map;
}

/** Takes over what was kept of every module's map, and keeps their changes from now on. */
export function attachModuleMaps(keeper: Keeper): void {
  for (const map of ofModules) map.attach(keeper);
}
