/**
 * From where and at which moment a source's uploaders are played. That the local AWS decides by these headers is shown
 * in tests/local/gateway and tests/engine/gateway.
 */
import assert from "node:assert/strict";
import { placeOutside, placesOf, placeText } from "../../local/place";
import { settingsWith } from "../support/settings";

const source = { accountId: "222222222222", uploaders: ["role/app/uploader"], prefixes: ["marketing/"] };
const window = { activeFrom: "2026-01-01T00:00:00Z", activeUntil: "2027-01-01T00:00:00Z" };

function placed(limits: object, now: string) {
  const settings = settingsWith({ marketing: { ...source, ...limits } });
  const { marketing } = settings.sources;
  assert.ok(marketing !== undefined);
  return {
    inside: placesOf(settings, marketing, new Date(now)),
    outside: placeOutside(settings, marketing, new Date(now)),
  };
}

describe("the places and moments that an uploader is played at", () => {
  const rows: readonly (readonly [now: string, time: string | undefined])[] = [
    ["2025-12-31T23:59:59Z", "2026-01-01T00:00:00.000Z"],
    ["2026-01-01T00:00:00Z", undefined],
    ["2026-12-31T23:59:59Z", undefined],
    ["2027-01-01T00:00:00Z", "2026-12-31T23:59:59.000Z"],
  ];
  for (const [now, time] of rows) {
    it(`plays ${time ?? "no time"} at ${now} for a source that is active in 2026`, () => {
      assert.deepEqual(placed(window, now).inside, [time === undefined ? {} : { "x-xput-time": time }]);
    });
  }

  it("plays the moment in every place, and outside of them, too", () => {
    const { inside, outside } = placed(
      { ...window, sourceIps: ["192.0.2.0/25"], vpcEndpointIds: ["vpce-0a1b2c3d4e5f60718"] },
      "2028-01-01T00:00:00Z",
    );
    const time = { "x-xput-time": "2026-12-31T23:59:59.000Z" };
    assert.deepEqual(inside, [
      { "x-xput-source-ip": "192.0.2.0", ...time },
      { "x-xput-source-vpce": "vpce-0a1b2c3d4e5f60718", ...time },
    ]);
    assert.deepEqual(outside, { "x-xput-source-ip": "198.51.100.77", ...time });
    assert.equal(placeText(inside[0]), " from 192.0.2.0 at 2026-12-31T23:59:59.000Z");
  });

  it("plays nothing for a source without limits", () => {
    const { inside, outside } = placed({}, "2028-01-01T00:00:00Z");
    assert.deepEqual(inside, [{}]);
    assert.equal(outside, undefined);
    assert.equal(placeText({}), "");
  });
});
