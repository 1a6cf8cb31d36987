import assert from "node:assert/strict";
import { foldPicture } from "../../../../access/render/html/fold";
import type { ShownPicture, View } from "../../../../access/render/html/fold";
import { numbered } from "../../../../access/render/html/numbered";
import { pageData } from "../../../../access/render/html/pageData";
import { pathsOf } from "../../../../access/render/html/paths";
import { firstView, foldedView, openView, search, withAccount } from "../../../../access/render/html/views";
import { boxText, edgeText, nodeText } from "../../../../access/render/html/words";
import { fewSources, givenChange, givenPicture, sources } from "./given";

/** What of a picture is shown; where it is put on a page is shown in tests/browser. */
describe("a picture that is folded", () => {
  const few = pageData(givenPicture(fewSources), numbered());
  const many = pageData(givenPicture(sources(200)), numbered());
  const change = pageData(givenChange(sources(200)).picture, numbered());

  it("shows everything where all accounts are open", () => {
    const shown = foldPicture(few, openView(few));
    assert.deepEqual(
      shown.nodes.map(({ id }) => id),
      few.nodes.map(({ id }) => id),
    );
    assert.equal(shown.edges.filter(({ kind }) => kind !== "within").length, few.edges.length);
    assert.equal(shown.edges.filter(({ kind }) => kind === "within").length, 3);
    assert.equal(shown.boxes.length, few.accounts.length);
  });

  it("has one node for each kind and mark, and one box for all accounts that own nothing", () => {
    const shown = foldPicture(many, foldedView);
    assert.deepEqual(texts(shown), [
      "200 accounts: 200 uploaders",
      "account 111111111111: 200 prefixes, 200 roles, acme-drop, acme-drop-audit, alias/acme-drop",
    ]);
    assert.deepEqual(shown.edges.map(edgeText).sort(), [
      "assumes ×200",
      "encrypts",
      "put ×200",
      "records",
      "within",
    ]);
  });

  it("loses no node and no edge, whatever is open", () => {
    const views: readonly View[] = [
      openView(change),
      foldedView,
      firstView(change, pathsOf(change)),
      withAccount(foldedView, change, "200000000007", true),
    ];
    for (const view of views) {
      const { nodes, edges } = foldPicture(change, view);
      assert.equal(nodes.flatMap(({ members }) => members).length, change.nodes.length);
      assert.equal(edges.flatMap(({ members }) => members).length, change.edges.length);
    }
  });

  it("opens one account beside the others, and folds it again with what was kept in it", () => {
    const one = "200000000007";
    const open = withAccount(foldedView, many, one, true);
    assert.deepEqual(texts(foldPicture(many, open)).slice(0, 2), [
      "199 accounts: 199 uploaders",
      "account 111111111111: 200 prefixes, 200 roles, acme-drop, acme-drop-audit, alias/acme-drop",
    ]);
    const kept = { ...foldedView, kept: new Set([`arn:aws:iam::${one}:role/app/uploader`]) };
    assert.equal(foldPicture(many, kept).boxes.length, 3);
    assert.deepEqual(withAccount(kept, many, one, false), foldedView);
  });

  it("calls the only account that is folded by its number", () => {
    const view = withAccount(openView(few), few, "222222222222", false);
    assert.ok(texts(foldPicture(few, view)).includes("account 222222222222: role/app/uploader"));
  });
});

describe("how a page opens", () => {
  const change = (count: number) => pageData(givenChange(sources(count)).picture, numbered());

  it("is open where the picture is small", () => {
    const picture = change(5);
    assert.deepEqual(firstView(picture, pathsOf(picture)), openView(picture));
  });

  it("keeps what a change touches, with the paths on which it is, where the picture is large", () => {
    const picture = change(200);
    const { nodes } = foldPicture(picture, firstView(picture, pathsOf(picture)));
    const alone = nodes.filter(({ members }) => members.length === 1).map(nodeText);
    for (const name of ["xput-billing", "backup/*", "xput-events", "events/*", "xput-reports"]) {
      assert.ok(alone.includes(name), name);
    }
    assert.equal(alone.filter((name) => name === "role/app/uploader").length, 4);
    assert.equal(nodes.filter(({ members }) => members.length === 200).length, 3);
  });

  it("is folded where a change touches more than can be drawn", () => {
    const given = sources(200).map((source) => ({ ...source, putMark: "widened" as const }));
    const picture = pageData(givenPicture(given), numbered());
    assert.deepEqual(firstView(picture, pathsOf(picture)), foldedView);
    const { edges } = foldPicture(picture, foldedView);
    assert.ok(edges.some(({ mark, members }) => mark === "widened" && members.length === 200));
  });
});

describe("a search in a picture", () => {
  const picture = pageData(givenPicture(sources(200)), numbered());
  const find = (query: string) => search(picture, pathsOf(picture), query);

  it("finds by name, by ARN and by account, without regard to case, by all words", () => {
    assert.deepEqual(find("XPUT-SOURCE-42").matches, ["arn:aws:iam::111111111111:role/xput-source-42"]);
    assert.deepEqual(find("200000000042").matches, ["arn:aws:iam::200000000042:role/app/uploader"]);
    assert.deepEqual(find("source-42 acme-drop").matches, ["bucket acme-drop source-42/*"]);
    assert.deepEqual(find("source-42 shipper").matches, []);
  });

  it("draws the whole path of a match", () => {
    const { nodes } = foldPicture(picture, find("xput-source-42").view);
    assert.deepEqual(nodes.map(nodeText).sort(), [
      "acme-drop",
      "role/app/uploader",
      "source-42/*",
      "xput-source-42",
    ]);
  });

  it("draws no more than can be read, and tells how many it draws", () => {
    const { matches, drawn, view } = find("source");
    assert.equal(matches.length, 400);
    assert.ok(drawn.length > 0 && drawn.length < matches.length);
    assert.ok(foldPicture(picture, view).nodes.length <= 60);
  });
});

/** Each box with its nodes, sorted. */
const texts = ({ boxes, nodes }: ShownPicture): readonly string[] =>
  boxes
    .map((box) => {
      const inside = nodes.filter((node) => node.box === box.id).map(nodeText);
      return `${boxText(box)}: ${inside.sort().join(", ")}`;
    })
    .sort();
