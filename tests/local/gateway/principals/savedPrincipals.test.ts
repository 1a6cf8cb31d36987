/**
 * Whom a stored document names once a user or role was deleted and made anew, or renamed.
 *
 * The reader here is a table; that every kind of document is followed is shown in tests/engine/gateway.
 */
import assert from "node:assert/strict";
import type { Caller, RoleSession } from "../../../../local/gateway/model";
import { rewritePrincipals } from "../../../../local/gateway/principals/rewritePrincipals";
import {
  decidingText,
  forgetPrincipals,
  readableText,
  savePrincipals,
} from "../../../../local/gateway/principals/savedPrincipals";
import type { StoredRole, StoredUser, StoreReader } from "../../../../local/gateway/store";

const account = "111111111111";
const roleArn = `arn:aws:iam::${account}:role/app/writer`;
const userArn = `arn:aws:iam::${account}:user/ann`;
const place = "bucket/named";
const text = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: [roleArn, userArn, account] },
      Action: "s3:PutObject",
      Resource: `arn:aws:s3:::named/${roleArn}`,
    },
  ],
});

/** A reader with the role, and the user, of these ids. */
function reader(roleId: string | undefined, userId: string | undefined): StoreReader {
  const role = roleId === undefined ? undefined : ({ arn: roleArn, id: roleId } as StoredRole);
  const user = userId === undefined ? undefined : ({ arn: userArn, id: userId } as StoredUser);
  return {
    role: (_account: string, name: string) => Promise.resolve(name === "writer" ? role : undefined),
    user: (_account: string, name: string) => Promise.resolve(name === "ann" ? user : undefined),
  } as StoreReader;
}

const session = (roleId: string) => ({ kind: "session", account, roleArn, roleId }) as RoleSession;
const user = (arn: string, userId: string): Caller => ({
  kind: "user",
  account,
  accessKeyId: "AKIAEXAMPLE",
  userName: arn.slice(arn.lastIndexOf("/") + 1),
  arn,
  userId,
});

function principalsIn(document: string): unknown {
  const { Statement } = JSON.parse(document) as {
    readonly Statement: readonly { readonly Principal: unknown }[];
  };
  return Statement[0]?.Principal;
}

describe("Principals that were saved as unique ids", () => {
  beforeEach(async () => {
    await savePrincipals(reader("AROAFIRST", "AIDAFIRST"), place, text);
  });
  afterEach(() => {
    forgetPrincipals(place);
  });

  it("stand by their ARN for whom they were written", async () => {
    assert.equal(decidingText(place, text, session("AROAFIRST")), text);
    assert.equal(decidingText(place, text, user(userArn, "AIDAFIRST")), text);
    assert.equal(await readableText(reader("AROAFIRST", "AIDAFIRST"), place, text), text);
  });

  it("do not name who was made later under the same ARN", async () => {
    assert.deepEqual(principalsIn(decidingText(place, text, session("AROASECOND"))), {
      AWS: ["AROAFIRST", userArn, account],
    });
    assert.deepEqual(principalsIn(decidingText(place, text, user(userArn, "AIDASECOND"))), {
      AWS: [roleArn, "AIDAFIRST", account],
    });
    assert.deepEqual(principalsIn(await readableText(reader("AROASECOND", undefined), place, text)), {
      AWS: ["AROAFIRST", "AIDAFIRST", account],
    });
  });

  it("follow a user who was renamed", () => {
    const renamed = `arn:aws:iam::${account}:user/anna`;
    assert.deepEqual(principalsIn(decidingText(place, text, user(renamed, "AIDAFIRST"))), {
      AWS: [roleArn, renamed, account],
    });
  });

  it("name the new one once the document is written again", async () => {
    await savePrincipals(reader("AROASECOND", "AIDAFIRST"), place, text);
    assert.equal(decidingText(place, text, session("AROASECOND")), text);
    assert.notEqual(decidingText(place, text, session("AROAFIRST")), text);
  });

  it("bear on their own document only, and while it is there", () => {
    assert.equal(decidingText("bucket/other", text, session("AROASECOND")), text);
    forgetPrincipals(place);
    assert.equal(decidingText(place, text, session("AROASECOND")), text);
  });
});

describe("rewritePrincipals", () => {
  const replacements = { a: "b" };
  const rows: readonly (readonly [what: string, statement: unknown, rewritten: unknown])[] = [
    ["one principal", { Principal: { AWS: "a" } }, { Principal: { AWS: "b" } }],
    ["several", { NotPrincipal: { AWS: ["a", "c"] } }, { NotPrincipal: { AWS: ["b", "c"] } }],
    ["no other kind", { Principal: { Service: "a" } }, { Principal: { Service: "a" } }],
    ["nobody's text", { Principal: "*", Resource: "a" }, { Principal: "*", Resource: "a" }],
    ["no object's own names", { Principal: { AWS: "toString" } }, { Principal: { AWS: "toString" } }],
  ];
  for (const [what, statement, rewritten] of rows) {
    it(`takes ${what}`, () => {
      const result = rewritePrincipals(JSON.stringify({ Statement: statement }), replacements);
      assert.deepEqual(JSON.parse(result), { Statement: [rewritten] });
    });
  }

  it("leaves what is no document", () => {
    assert.equal(rewritePrincipals("{", replacements), "{");
    assert.equal(rewritePrincipals("[]", replacements), "[]");
  });
});
