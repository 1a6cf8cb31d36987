/**
 * What must hold of everything that is shown: nothing secret, no more characters than a comment takes, a picture that
 * stays small, and what is not known said so.
 */
import assert from "node:assert/strict";
import { accessChangeHtml } from "../../../access/render/html/accessChangeHtml";
import { acknowledged } from "../../../access/render/acknowledge";
import type { AccessChange } from "../../../access/render/accessChange";
import { buildChange } from "../../../access/render/buildChange";
import { buildReport } from "../../../access/render/buildReport";
import { changePage } from "../../../access/render/changeMarkdown";
import { changeText } from "../../../access/render/changeText";
import { pageText } from "../../../access/render/markdownPage";
import { mermaid } from "../../../access/render/mermaid";
import { reportText } from "../../../access/render/reportText";
import { readExport, readPreview } from "../../../access/stack/readState";
import { replacedUrns } from "../../../access/stack/resourceChanges";
import type { StackResource } from "../../../access/stack/stackResource";
import { allow, bucketArn, policy, resource, withInputs } from "../stack/given";
import { sample } from "../stack/samples";
import { changed } from "./changeCase";
import { guard, denyPlainHttp, small, trusting, writer } from "./smallStack";
import { told } from "./told";

const change = (before: readonly StackResource[], after: readonly StackResource[]): AccessChange =>
  buildChange({ title: "stack test", before, after });
const everyFormat = (one: AccessChange): string =>
  [
    changeText(one),
    pageText(changePage(one), Number.POSITIVE_INFINITY, ""),
    mermaid(one.picture),
    JSON.stringify(one),
    accessChangeHtml(one),
  ].join("\n");

/** A state's JSON with one role of which the trust is this value. */
const exportWith = (assumeRolePolicy: unknown, outputs: object = {}): unknown => ({
  version: 3,
  deployment: {
    resources: [
      {
        urn: "urn:pulumi:t::p::aws:s3/bucket:Bucket::drop",
        type: "aws:s3/bucket:Bucket",
        id: "drop",
        inputs: { bucket: "drop" },
      },
      {
        urn: "urn:pulumi:t::p::aws:iam/role:Role::writer",
        type: "aws:iam/role:Role",
        id: "writer",
        inputs: { name: "writer", assumeRolePolicy },
        outputs: { arn: "arn:aws:iam::111111111111:role/writer", ...outputs },
      },
    ],
  },
});
const secret = (plaintext: string) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext,
});
const read = (json: unknown): readonly StackResource[] => {
  const result = readExport(json);
  assert.ok(result.ok);
  return result.resources;
};

describe("everything that is shown of a change", () => {
  it("has no secret in it, be it in an input, an output or a document, encrypted or shown", () => {
    const trust = policy(trusting({ AWS: "arn:aws:iam::222222222222:root" }));
    const before = read(exportWith(trust));
    const after = read(
      exportWith(
        secret(
          JSON.stringify(policy(trusting({ AWS: "*" }, { StringEquals: { "sts:ExternalId": "hunter2" } }))),
        ),
        { password: secret('"hunter2"') },
      ),
    );
    const one = change(before, after);
    assert.ok(!everyFormat(one).includes("hunter2"));
    assert.match(changeText(one), /\? undecided \w{8} writer, assumeRolePolicy: the document is not known/);
  });

  it("has no external id in it, but whether it is another", () => {
    const asking = (id: string) =>
      changed(small, "writer", () =>
        writer(
          trusting(
            { AWS: "arn:aws:iam::222222222222:role/uploader" },
            { StringEquals: { "sts:ExternalId": id } },
          ),
        ),
      );
    const text = everyFormat(change(asking("known-to-two"), asking("new-to-both")));
    assert.ok(!/known-to-two|new-to-both/.test(text));
    assert.match(text, /only with external id #\w{6}/);
  });

  it("says what is not known on a first preview, and counts it as widening", () => {
    const standIn = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const steps = [
      {
        op: "create",
        urn: "urn:pulumi:t::p::aws:s3/bucket:Bucket::drop",
        newState: {
          urn: "urn:pulumi:t::p::aws:s3/bucket:Bucket::drop",
          type: "aws:s3/bucket:Bucket",
          inputs: { bucket: "drop" },
        },
      },
      {
        op: "create",
        urn: "urn:pulumi:t::p::aws:s3/bucketPolicy:BucketPolicy::guard",
        newState: {
          urn: "urn:pulumi:t::p::aws:s3/bucketPolicy:BucketPolicy::guard",
          type: "aws:s3/bucketPolicy:BucketPolicy",
          inputs: { bucket: "drop", policy: standIn },
        },
      },
    ];
    const result = readPreview({ steps });
    assert.ok(result.ok);
    const lines = told(change([], result.resources)).filter((line) => line.startsWith("undecided"));
    assert.ok(
      lines.some((line) =>
        line.includes("guard, policy: the document is not known: what it allows is left out"),
      ),
      lines.join("\n"),
    );
  });

  it("says which resources a preview makes anew", () => {
    const before = sample("localExport.json");
    const urn = "urn:pulumi:local::xput::xput:index:WriterRole$aws:iam/role:Role::shipper";
    const found = read(before).find(({ name, type }) => name === "shipper" && type.endsWith(":Role"));
    assert.ok(found !== undefined);
    const newState = {
      urn: found.urn,
      type: found.type,
      inputs: {
        name: "xput-shipper",
        assumeRolePolicy: policy(trusting({ AWS: "arn:aws:iam::333333333333:role/export" })),
        description: "another",
      },
      provider: "",
    };
    const preview = {
      steps: [
        { op: "create-replacement", urn: found.urn, newState },
        { op: "delete-replaced", urn: found.urn },
      ],
    };
    assert.ok(replacedUrns(preview).has(found.urn), urn);
    const result = readPreview(preview, before);
    assert.ok(result.ok);
    const one = buildChange({
      title: "t",
      before: read(before),
      after: result.resources.map((each) =>
        each.urn === found.urn ? { ...each, provider: found.provider } : each,
      ),
      replaced: replacedUrns(preview),
    });
    assert.ok(one.resources.some(({ operation, name }) => operation === "replace" && name === "shipper"));
  });

  it("fits in a comment whatever the stack's size, with the summary whole", () => {
    const many = Array.from({ length: 600 }, (_, index) => [
      resource("aws:iam/role:Role", `r${index}`, {
        name: `r${index}`,
        assumeRolePolicy: policy(trusting({ AWS: `arn:aws:iam::${200_000_000_000 + index}:role/u` })),
      }),
      resource("aws:iam/rolePolicy:RolePolicy", `p${index}`, {
        role: `r${index}`,
        name: "put",
        policy: policy(allow("s3:PutObject", `${bucketArn}/s${index}/*`)),
      }),
    ]).flat();
    const one = change(small, [...small, ...many]);
    const full = pageText(changePage(one), Number.POSITIVE_INFINITY, "");
    const cut = pageText(changePage(one), 64_000, "all of it is in full.md");
    assert.ok(full.length > 64_000 && cut.length <= 64_000, `${full.length} and ${cut.length}`);
    assert.deepEqual(cut.split("\n").slice(0, 2), full.split("\n").slice(0, 2));
    assert.match(cut, /600 ways in added/);
    assert.match(cut, /\d+ more left out here: all of it is in full\.md/);
    const tiny = pageText(changePage(one), 2_000, "elsewhere");
    assert.ok(tiny.length <= 2_000, String(tiny.length));
    // The picture stays one that can be read.
    const lines = mermaid(one.picture).split("\n");
    assert.ok(lines.filter((line) => /^ {2,4}n\d+[[({]/.test(line)).length <= 60);
  });

  it("says of names that look like syntax what they are", () => {
    const odd = 'x"]-->|`<img src=x>`#';
    const one = change(small, [
      ...small,
      resource("aws:iam/user:User", "odd", { name: odd }),
      resource("aws:iam/userPolicy:UserPolicy", "odd-put", {
        user: odd,
        policy: policy(allow("s3:PutObject", `${bucketArn}/${odd}/*`)),
      }),
    ]);
    assert.ok(told(one).some((line) => line.includes(odd)));
    const page = pageText(changePage(one), Number.POSITIVE_INFINITY, "");
    assert.ok(!page.includes("<img") && !mermaid(one.picture).includes('x"]'));
    const labels = [...mermaid(one.picture).matchAll(/"([^"\n]*)"/g)].map(([, label]) => label ?? "");
    assert.ok(labels.length > 0 && labels.every((label) => !/["`<>{}|]/.test(label)));
  });

  it("is acknowledged by id or sentence, and told of acknowledgements that nothing needs", () => {
    const one = change(
      small,
      changed(small, "guard", () => undefined),
    );
    const [item] = one.access;
    const [lost] = one.protections;
    assert.ok(item !== undefined && lost !== undefined);
    const done = acknowledged(one, [
      { accept: item.id, reason: "tried out" },
      { accept: lost.sentence, reason: "for a day" },
      { accept: "00000000", reason: "gone" },
    ]);
    assert.deepEqual(
      [done.access[0]?.acknowledged, done.protections[0]?.acknowledged],
      ["tried out", "for a day"],
    );
    assert.deepEqual(done.unusedAcknowledgements, ["00000000 (gone)"]);
    // An id is that of exactly this change: a wider one is not acknowledged by it.
    const wider = change(
      small,
      changed(
        changed(small, "guard", () => undefined),
        "writer-put",
        (put) => withInputs(put, { policy: policy(allow("s3:PutObject", `${bucketArn}/*`)) }),
      ),
    );
    assert.equal(
      acknowledged(wider, [{ accept: item.id, reason: "tried out" }]).access[0]?.acknowledged,
      undefined,
    );
  });
});

describe("a report of access", () => {
  it("says who may what, what is public, where reading is possible and what is not reachable", () => {
    const open = {
      Sid: "Open",
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: `${bucketArn}/public/*`,
    };
    const dead = allow("s3:PutObject", "arn:aws:s3:::elsewhere/*");
    const resources = [
      ...changed(
        changed(small, "guard", () => guard(denyPlainHttp, open)),
        "block",
        () => undefined,
      ),
      resource("aws:iam/rolePolicy:RolePolicy", "dead", {
        role: "writer",
        name: "dead",
        policy: policy(dead),
      }),
    ];
    const text = reportText(buildReport({ title: "stack test", tense: "asIs", resources }));
    assert.match(
      text,
      /^stack test, as it is: 2 ways in, 1 public, 1 to read, 1 declared and not reachable$/m,
    );
    assert.match(text, /Public:\n {2}everyone may get public\/\*, only over TLS/);
    assert.match(text, /Declared and not reachable:\n.*dead: statement 1/);
  });
});
