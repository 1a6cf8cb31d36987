import type { PolicyDocument, PolicyKind } from "../../../access/model";
import { preparePolicies, type PreparedPolicies } from "../../../access/evaluate/preparePolicies";
import type { PolicySet } from "../../../access/evaluate/request";
import { readPolicy } from "../../../access/read/readPolicy";

/** Of one kind. */
const mostDocuments = 5_000;
const mostPrepared = 2_000;

/**
 * Reads stored policy texts and makes sets of them ready, each once.
 *
 * A stored text that is no policy denies everything: what cannot be read is not allowed.
 */
export class PolicyShelf {
  private readonly documents = new Map<PolicyKind, Map<string, PolicyDocument>>();
  private readonly numbers = new WeakMap<PolicyDocument, number>();
  private readonly prepared = new Map<string, PreparedPolicies>();
  private lastNumber = 0;

  /** The document of a JSON text. */
  read(text: string, kind: PolicyKind): PolicyDocument {
    const ofKind = this.documents.get(kind) ?? new Map<string, PolicyDocument>();
    const known = ofKind.get(text);
    if (known !== undefined) return known;
    this.documents.set(kind, ofKind);
    const result = readPolicy(text, kind);
    const document = result.ok ? result.document : unreadable;
    keep(ofKind, text, document, mostDocuments);
    if (!this.numbers.has(document)) this.numbers.set(document, (this.lastNumber += 1));
    return document;
  }

  /** The set made ready. Its documents come from `read`. */
  prepare(set: PolicySet): PreparedPolicies {
    const one = (document: PolicyDocument) => String(this.numbers.get(document));
    const list = (documents: readonly PolicyDocument[] = []) => documents.map(one).join(",");
    const levels = (levelList: readonly (readonly PolicyDocument[])[] = []) => levelList.map(list).join(";");
    const name = [
      list(set.identityPolicies),
      set.resourcePolicy === undefined ? "" : one(set.resourcePolicy),
      list(set.permissionsBoundary),
      list(set.sessionPolicies),
      levels(set.serviceControlPolicies),
      levels(set.resourceControlPolicies),
      String(set.blockPublicAccess === true),
    ].join("|");
    const known = this.prepared.get(name);
    if (known !== undefined) return known;
    const prepared = preparePolicies(set);
    keep(this.prepared, name, prepared, mostPrepared);
    return prepared;
  }
}

function keep<V>(map: Map<string, V>, name: string, value: V, most: number): void {
  map.set(name, value);
  if (map.size <= most) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}

const everything = { negated: false, patterns: ["*"] };

const unreadable: PolicyDocument = {
  version: "2012-10-17",
  statements: [
    {
      index: 0,
      sid: "UnreadablePolicy",
      effect: "Deny",
      principal: { negated: false, anyone: true, aws: [], service: [], federated: [], canonicalUser: [] },
      action: everything,
      resource: everything,
      conditions: [],
    },
  ],
};
