import { settingsWith } from "../../../support/settings";
import type { ChangeCase } from "../changeCase";
import { programState } from "../programState";

const marketing = {
  accountId: "222222222222",
  uploaders: ["role/app/uploader", "user/alice"],
  prefixes: ["marketing/"],
  manage: { deployRole: "role/xput-deploy" },
};
const shipper = {
  accountId: "333333333333",
  uploaders: ["role/export"],
  prefixes: ["shipper/in/"],
  externalId: "shipper-7f3a9c",
};
const plain = { audit: { kind: "none" } };
const s3 = { encryption: { kind: "s3" } };

type Sources = Readonly<Record<string, object>>;

async function change(
  name: string,
  before: readonly [sources: Sources, destination?: object, others?: object],
  after: readonly [sources: Sources, destination?: object, others?: object],
): Promise<ChangeCase> {
  const state = async ([sources, destination = s3, others = plain]: typeof before) =>
    programState(settingsWith(sources, destination, others));
  return { name, before: await state(before), after: await state(after) };
}

/** Changes of settings, through the program itself. */
export async function programCases(): Promise<readonly ChangeCase[]> {
  const trail = { audit: { kind: "trail", alarmEmails: ["sec@example.com"] } };
  return [
    await change(
      "program: another prefix",
      [{ marketing }],
      [{ marketing: { ...marketing, prefixes: ["marketing/", "press/"] } }],
    ),
    await change("program: source added", [{ marketing }], [{ marketing, shipper }]),
    await change("program: source renamed", [{ shipper }], [{ carrier: shipper }]),
    await change("program: sources in another order", [{ marketing, shipper }], [{ shipper, marketing }]),
    await change(
      "program: external id dropped",
      [{ shipper }],
      [{ shipper: { ...shipper, externalId: undefined } }],
    ),
    await change(
      "program: organization source added",
      [{ marketing }],
      [
        {
          marketing,
          everyone: {
            organizationId: "o-abc1234567",
            uploaders: ["role/deliver"],
            prefixes: ["accounts/${accountId}/"],
          },
        },
      ],
    ),
    await change(
      "program: role in place of a direct put",
      [{ shipper: { ...shipper, externalId: undefined, accessMode: "bucketPolicy" } }],
      [{ shipper }],
    ),
    await change(
      "program: access point in place of a role",
      [{ shipper }],
      [{ shipper: { ...shipper, externalId: undefined, accessMode: "accessPoint" } }],
    ),
    await change(
      "program: account-regional bucket name",
      [{ marketing }],
      [{ marketing }, { ...s3, bucket: "acme-drop-111111111111-eu-west-1-an" }],
    ),
    await change(
      "program: key of its own in place of S3's",
      [{ marketing }],
      [{ marketing }, { encryption: { kind: "kms" } }],
    ),
    await change(
      "program: S3's key in place of its own",
      [{ marketing }, { encryption: { kind: "kms" } }],
      [{ marketing }],
    ),
    await change(
      "program: reader added",
      [{ marketing }, { encryption: { kind: "kms" } }],
      [{ marketing }, { encryption: { kind: "kms" }, readers: ["role/ingest"] }],
    ),
    await change(
      "program: trail, alarms and lock taken away",
      [{ marketing }, { ...s3, objectLock: { mode: "governance", days: 30 } }, trail],
      [{ marketing }],
    ),
  ];
}
