/** Settings that are right in every part, as they stand in YAML. A test breaks them in one place. */
export function goodSettings() {
  return {
    destination: {
      accountId: "111111111111",
      region: "eu-west-1",
      deployRole: "role/xput-deploy",
      bucket: "acme-drop-test",
    } as Record<string, unknown>,
    sources: {
      marketing: {
        accountId: "222222222222",
        uploaders: ["role/app/uploader", "user/alice"],
        prefixes: ["marketing/"],
        organizationId: "o-abc1234567",
        manage: { deployRole: "role/xput-deploy" },
      } as Record<string, unknown>,
      shipper: {
        accountId: "333333333333",
        uploaders: ["role/export"],
        prefixes: ["shipper/in/"],
        externalId: "shipper-7f3a9c",
      } as Record<string, unknown>,
    },
  };
}
