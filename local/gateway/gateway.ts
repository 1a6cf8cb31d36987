import type { CredentialRegistry } from "./authenticate/credentials";
import type { PolicyShelf } from "./decide/policies";
import type { ServiceName } from "./model";
import type { Recorder } from "./record/recorder";
import type { Service } from "./service";
import type { Keeper } from "./state/keeper";
import type { StoreConnection } from "./store/connection";
import type { CachedReader } from "./store/reader";

/** What the steps of every request share. */
export interface Gateway {
  readonly connection: StoreConnection;
  readonly keeper: Keeper;
  readonly store: CachedReader;
  readonly credentials: CredentialRegistry;
  readonly shelf: PolicyShelf;
  readonly services: ReadonlyMap<ServiceName, Service>;
  readonly recorders: readonly Recorder[];
}
