import type { AccessEntry, Who } from "../effective/accessEntry";
import type { AccessFacts } from "../effective/facts";
import { accountOf } from "../prove/principalShapes";
import { verbs } from "./accessSentence";
import type { Way } from "./accessReport";
import type { Mark, Picture, PictureEdge, PictureNode, ShownStatement } from "./picture";

/** A way with the mark that its last step, or the step of this role, gets. */
export interface MarkedWay {
  readonly way: Way;
  /** In which states it is. */
  readonly in: "before" | "after" | "both";
  /** What changes on it, where it stays. */
  readonly mark: Mark;
  /** ARN of the role whose assumption changes; absent: the last step does. */
  readonly changedHop?: string | undefined;
}

/** A trail, and which buckets it records requests for. */
export interface PictureTrail {
  readonly name: string;
  readonly account: string;
  readonly bucketArns: readonly string[];
}

/** The picture of these ways, with the keys and trails of the buckets. */
export function buildPicture(
  ways: readonly MarkedWay[],
  facts: AccessFacts,
  trails: readonly PictureTrail[] = [],
): Picture {
  const drawing = new Drawing(facts);
  for (const way of ways) drawing.add(way);
  for (const { arn, encryption } of facts.buckets) {
    if (encryption.kind !== "s3" && encryption.keyArn !== undefined)
      drawing.relate("encrypts", drawing.key(encryption.keyArn), drawing.bucket(bucketName(arn)));
  }
  for (const { name, account, bucketArns } of trails) {
    for (const arn of bucketArns)
      drawing.relate(
        "records",
        { id: `trail ${name}`, kind: "trail", label: name, account },
        drawing.bucket(bucketName(arn)),
      );
  }
  return drawing.picture();
}

const bucketName = (arn: string): string => arn.slice(arn.lastIndexOf(":") + 1);

type Thing = Omit<PictureNode, "mark">;

interface Drawn {
  readonly edge: Omit<PictureEdge, "mark" | "sentences" | "statements">;
  readonly states: Set<"before" | "after">;
  readonly marks: Set<Mark>;
  readonly sentences: Set<string>;
  readonly statements: Map<string, ShownStatement>;
}

class Drawing {
  private readonly things = new Map<
    string,
    { readonly thing: Thing; readonly states: Set<"before" | "after"> }
  >();
  private readonly edges = new Map<string, Drawn>();
  private readonly owners: ReadonlyMap<string, string>;

  constructor(private readonly facts: AccessFacts) {
    this.owners = new Map(facts.buckets.map(({ arn, account }) => [bucketName(arn), account]));
  }

  add({ way, in: state, mark, changedHop }: MarkedWay): void {
    const { entry } = way;
    const states = state === "both" ? (["before", "after"] as const) : [state];
    const actors = [whoThing(entry.who), ...entry.hops.map(roleThing)];
    entry.hops.forEach((arn, index) => {
      const [from, to] = [actors[index], actors[index + 1]];
      if (from !== undefined && to !== undefined)
        this.draw("assumes", "assumes", from, to, way, states, changedHop === arn ? mark : "same");
    });
    const last = actors.at(-1);
    if (last === undefined) return;
    const ends = this.ends(entry);
    const point = this.accessPoint(entry);
    if (point !== undefined) this.draw("uses", "uses", last, point, way, states, "same");
    for (const end of ends)
      this.draw(
        "may",
        verbs(entry.actions),
        point ?? last,
        end,
        way,
        states,
        changedHop === undefined ? mark : "same",
      );
  }

  relate(kind: "encrypts" | "records", from: Thing, to: Thing): void {
    // Only what somebody has access to is drawn.
    if (!this.things.has(to.id)) return;
    const edge = { id: `${from.id} ${kind} ${to.id}`, from: from.id, to: to.id, kind, label: kind };
    const states = new Set(["before", "after"] as const);
    if (!this.things.has(from.id)) this.things.set(from.id, { thing: from, states });
    this.edges.set(edge.id, { edge, states, marks: new Set(), sentences: new Set(), statements: new Map() });
  }

  picture(): Picture {
    const nodes = [...this.things.values()].map(({ thing, states }) => ({ ...thing, mark: markOf(states) }));
    const owning = new Set(
      nodes.flatMap(({ kind, account }) => (kind === "bucket" || kind === "key" ? [account] : [])),
    );
    return {
      accounts: [...new Set(nodes.map(({ account }) => account))]
        .sort()
        .map((account) => ({ account, owns: owning.has(account) })),
      nodes: nodes.sort((left, right) => (left.id < right.id ? -1 : 1)),
      edges: [...this.edges.values()]
        .map(({ edge, states, marks, sentences, statements }) => ({
          ...edge,
          mark: states.size === 1 ? markOf(states) : strongest(marks),
          sentences: [...sentences].sort(),
          statements: [...statements.values()].sort((left, right) => (left.place < right.place ? -1 : 1)),
        }))
        .sort((left, right) => (left.id < right.id ? -1 : 1)),
    };
  }

  bucket(name: string): Thing {
    return { id: `bucket ${name}`, kind: "bucket", label: name, account: this.owners.get(name) ?? "" };
  }

  key(arn: string): Thing {
    const alias = this.facts.keys.find((key) => key.arn === arn)?.aliases[0];
    return {
      id: arn,
      kind: "key",
      label: alias ?? arn.slice(arn.lastIndexOf("/") + 1),
      account: accountOf(arn),
    };
  }

  private ends({ target, objects }: AccessEntry): readonly Thing[] {
    if (target.kind === "key") return [this.key(target.arn)];
    const bucket = this.bucket(target.name);
    const whole = objects.includes("*") || objects.length === 0;
    this.thing(bucket, []);
    return [...new Set(whole ? [""] : objects)].map((pattern) =>
      pattern === ""
        ? bucket
        : {
            id: `${bucket.id} ${pattern}`,
            kind: "prefix",
            label: pattern,
            account: bucket.account,
            within: bucket.id,
          },
    );
  }

  private accessPoint({ target }: AccessEntry): Thing | undefined {
    if (target.kind === "key" || target.accessPoint === undefined) return undefined;
    const { accessPoint, name } = target;
    return {
      id: `access point ${name} ${accessPoint}`,
      kind: "accessPoint",
      label: accessPoint,
      account: this.owners.get(name) ?? "",
    };
  }

  private thing(thing: Thing, states: readonly ("before" | "after")[]): void {
    const found = this.things.get(thing.id);
    if (found === undefined) this.things.set(thing.id, { thing, states: new Set(states) });
    else for (const state of states) found.states.add(state);
  }

  private draw(
    kind: PictureEdge["kind"],
    label: string,
    from: Thing,
    to: Thing,
    way: Way,
    states: readonly ("before" | "after")[],
    mark: Mark,
  ): void {
    this.thing(from, states);
    this.thing(to, states);
    if (to.within !== undefined) this.thing(this.bucket(to.within.slice("bucket ".length)), states);
    const id = `${from.id} ${kind} ${to.id} ${label}`;
    const drawn: Drawn = this.edges.get(id) ?? {
      edge: { id, from: from.id, to: to.id, kind, label },
      states: new Set(),
      marks: new Set(),
      sentences: new Set(),
      statements: new Map(),
    };
    for (const state of states) drawn.states.add(state);
    drawn.marks.add(mark);
    drawn.sentences.add(way.sentence);
    for (const statement of way.statements) drawn.statements.set(statement.place, statement);
    this.edges.set(id, drawn);
  }
}

/** What is in no state by itself, like a bucket of which only a prefix is reached, stays. */
function markOf(states: ReadonlySet<"before" | "after">): Mark {
  if (states.size !== 1) return "same";
  return states.has("after") ? "added" : "removed";
}

function strongest(marks: ReadonlySet<Mark>): Mark {
  return (["changed", "widened", "narrowed"] as const).find((mark) => marks.has(mark)) ?? "same";
}

function whoThing(who: Who): Thing {
  switch (who.kind) {
    case "identity": {
      const label = who.arn.split(":").slice(5).join(":");
      // A role that is an uploader in one way may be assumed in another: it is one node.
      return { id: who.arn, kind: "uploader", label, account: accountOf(who.arn) };
    }
    case "account":
      return {
        id: `account ${who.account}`,
        kind: "account",
        label: "every principal",
        account: who.account,
      };
    case "anyone":
      return { id: "anyone", kind: "anyone", label: "everyone", account: "" };
    case "service":
      return {
        id: `service ${who.name}`,
        kind: "service",
        label: who.name === "*" ? "every AWS service" : who.name,
        account: "",
      };
    case "identityProvider":
      return { id: `provider ${who.name}`, kind: "identityProvider", label: who.name, account: "" };
  }
}

const roleThing = (arn: string): Thing => ({
  id: arn,
  kind: "role",
  label: arn.slice(arn.lastIndexOf("/") + 1),
  account: accountOf(arn),
});
