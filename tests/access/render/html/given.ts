import type { AccessChange } from "../../../../access/render/accessChange";
import type { AccessReport, Way } from "../../../../access/render/accessReport";
import type {
  Mark,
  Picture,
  PictureEdge,
  PictureNode,
  ShownStatement,
} from "../../../../access/render/picture";

/** Reports and changes by hand, as large as a test asks. They are not what the analysis finds of any stack. */

const owner = "111111111111";
const bucketArn = "arn:aws:s3:::acme-drop";
const bucketId = "bucket acme-drop";
const keyArn = `arn:aws:kms:eu-west-1:${owner}:key/0b7c1f1e-1111-4222-8333-444455556666`;
const trailId = "trail acme-drop-audit";

/** One source of a picture. */
export interface GivenSource {
  readonly name: string;
  readonly account: string;
  /** Of everything that is the source's own, but see `putMark`. @default "same" */
  readonly mark?: Mark;
  /** Of the edge from the role to the prefix. @default that of `mark` */
  readonly putMark?: Mark;
  /** Name of an access point that puts go through. */
  readonly accessPoint?: string;
}

/** Sources 0 to `count` - 1, each in an account of its own. */
export const sources = (count: number): readonly GivenSource[] =>
  Array.from({ length: count }, (_, index) => ({
    name: `source-${index}`,
    account: String(200_000_000_000 + index),
  }));

/** A handful of sources with names as in real life, one of them through an access point. */
export const fewSources: readonly GivenSource[] = [
  { name: "marketing", account: "222222222222" },
  { name: "crm", account: "333333333333" },
  { name: "shipper", account: "444444444444", accessPoint: "shipping-partners" },
];

const json = (statement: object): string => JSON.stringify(statement, null, 2);

const trust = ({ name, account }: GivenSource): ShownStatement => ({
  place: `role xput-${name}, trust: TrustUploaders`,
  json: json({
    Sid: "TrustUploaders",
    Effect: "Allow",
    Principal: { AWS: [`arn:aws:iam::${account}:root`] },
    Action: ["sts:AssumeRole"],
    Condition: {
      ArnEquals: { "aws:PrincipalArn": [`arn:aws:iam::${account}:role/app/uploader`] },
      Bool: { "aws:SecureTransport": ["true"] },
    },
  }),
});

const put = ({ name }: GivenSource): ShownStatement => ({
  place: `role xput-${name}, inline put: AllowPut`,
  json: json({
    Sid: "AllowPut",
    Effect: "Allow",
    Action: ["s3:PutObject"],
    Resource: [`${bucketArn}/${name}/*`],
  }),
});

const sentenceOf = ({ name, account, putMark }: GivenSource): string =>
  `role/app/uploader of ${account} may put ${name}/* after assuming xput-${name}${putMark === "widened" ? "" : ", only over TLS"}`;

/** The picture of some sources that put into one bucket, each by a role of its own. */
export function givenPicture(given: readonly GivenSource[]): Picture {
  const nodes: PictureNode[] = [
    { id: bucketId, kind: "bucket", label: "acme-drop", account: owner, mark: "same" },
    { id: keyArn, kind: "key", label: "alias/acme-drop", account: owner, mark: "same" },
    { id: trailId, kind: "trail", label: "acme-drop-audit", account: owner, mark: "same" },
  ];
  const edges: PictureEdge[] = [
    edge(keyArn, bucketId, "encrypts", "encrypts", "same"),
    edge(trailId, bucketId, "records", "records", "same"),
  ];
  for (const source of given) {
    const { name, account, mark = "same", putMark = mark, accessPoint } = source;
    const uploader = `arn:aws:iam::${account}:role/app/uploader`;
    const role = `arn:aws:iam::${owner}:role/xput-${name}`;
    const prefix = `${bucketId} ${name}/*`;
    const sentences = [sentenceOf(source)];
    nodes.push(
      { id: uploader, kind: "uploader", label: "role/app/uploader", account, mark },
      { id: role, kind: "role", label: `xput-${name}`, account: owner, mark },
      { id: prefix, kind: "prefix", label: `${name}/*`, account: owner, within: bucketId, mark },
    );
    edges.push({
      ...edge(uploader, role, "assumes", "assumes", mark),
      sentences,
      statements: [trust(source)],
    });
    if (accessPoint === undefined) {
      edges.push({ ...edge(role, prefix, "may", "put", putMark), sentences, statements: [put(source)] });
    } else {
      const point = `arn:aws:s3:eu-west-1:${owner}:accesspoint/${accessPoint}`;
      nodes.push({ id: point, kind: "accessPoint", label: accessPoint, account: owner, mark });
      edges.push({ ...edge(role, point, "uses", "uses", mark), sentences, statements: [put(source)] });
      edges.push({ ...edge(point, prefix, "may", "put", putMark), sentences, statements: [put(source)] });
    }
  }
  const accounts = [owner, ...new Set(given.map(({ account }) => account))].sort();
  return {
    accounts: accounts.map((account) => ({ account, owns: account === owner })),
    nodes,
    edges,
  };
}

/** A report of what some sources may do. */
export function givenReport(given: readonly GivenSource[]): AccessReport {
  return {
    title: "stack prod",
    tense: "asIs",
    ways: given.map(way),
    meant: given.slice(0, 3).map(({ name }) => ({
      intent: name,
      status: "proven",
      sentence: "works as meant, and nothing more is possible",
      statements: [],
      witness: [],
      about: [],
    })),
    unreached: [],
    notKnown: [],
    picture: givenPicture(given),
  };
}

/** A change that adds, removes, widens and narrows, beside sources that stay as they are. */
export function givenChange(unchanged: readonly GivenSource[]): AccessChange {
  const added: GivenSource = { name: "billing", account: "555555555555", mark: "added" };
  const removed: GivenSource = { name: "backup", account: "666666666666", mark: "removed" };
  const widened: GivenSource = { name: "events", account: "777777777777", putMark: "widened" };
  const narrowed: GivenSource = { name: "reports", account: "888888888888", putMark: "narrowed" };
  return {
    title: "stack prod",
    access: [
      {
        id: "0a0a0a01",
        kind: "added",
        sentence: sentenceOf(added),
        details: [],
        before: [],
        after: [way(added)],
      },
      {
        id: "0a0a0a02",
        kind: "removed",
        sentence: sentenceOf(removed),
        details: [],
        before: [way(removed)],
        after: [],
      },
      {
        id: "0a0a0a03",
        kind: "widened",
        sentence: sentenceOf(widened),
        details: ["no longer: only over TLS"],
        before: [way(widened)],
        after: [way(widened)],
        more: {
          sentence: "role/app/uploader of 777777777777 may s3:PutObject on arn:aws:s3:::acme-drop/events/a",
          context: ["with aws:SecureTransport = false"],
        },
      },
      {
        id: "0a0a0a04",
        kind: "narrowed",
        sentence: sentenceOf(narrowed),
        details: ["now: only from 192.0.2.0/24"],
        before: [way(narrowed)],
        after: [way(narrowed)],
        acknowledged: "agreed with the reports team",
      },
    ],
    protections: [
      { id: "0b0b0b01", kind: "lost", topic: "audit", sentence: "acme-drop: puts are no longer recorded" },
    ],
    resources: [
      {
        operation: "create",
        type: "aws:iam/role:Role",
        name: "xput-billing",
        sentence: "create role xput-billing",
      },
      {
        operation: "delete",
        type: "aws:iam/role:Role",
        name: "xput-backup",
        sentence: "delete role xput-backup",
      },
    ],
    findings: [
      {
        rule: "bucket-denies-plain-http",
        level: "mandatory",
        resource: "acme-drop",
        message: "acme-drop: must deny plain HTTP.",
      },
    ],
    notKnown: [],
    unusedAcknowledgements: [],
    picture: givenPicture([...unchanged, added, removed, widened, narrowed]),
  };
}

function edge(from: string, to: string, kind: PictureEdge["kind"], label: string, mark: Mark): PictureEdge {
  return { id: `${kind} ${from} ${to}`, from, to, kind, label, mark, sentences: [], statements: [] };
}

function way(source: GivenSource): Way {
  const { name, account } = source;
  return {
    id: "0c0c0c01",
    sentence: sentenceOf(source),
    entry: {
      target: { kind: "bucket", name: "acme-drop" },
      who: { kind: "identity", arn: `arn:aws:iam::${account}:role/app/uploader` },
      actions: { negated: false, patterns: ["s3:PutObject"] },
      objects: [`${name}/*`],
      hops: [`arn:aws:iam::${owner}:role/xput-${name}`],
      conditions: [],
      exceptions: [],
      statements: [],
      assumptions: [],
    },
    statements: [trust(source), put(source)],
    reads: false,
    public: false,
  };
}
