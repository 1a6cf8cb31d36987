import { forgetPrincipals, readableText, savePrincipals } from "../../principals/savedPrincipals";
import type { Amendment, Passing, StoreHead } from "../../service";

/** A role's name with the trust policy that an answer tells of it. */
const toldTrust =
  /<RoleName>([^<]*)<\/RoleName>(?:(?!<RoleName>)[^])*?<AssumeRolePolicyDocument>([^<]*)<\/AssumeRolePolicyDocument>/g;

/** Follows whom trust policies name: when they are written, and when they are told. */
export async function followTrust(
  { call, ownerAccount, store }: Passing,
  head: StoreHead,
): Promise<Amendment | undefined> {
  if (head.httpStatus !== 200) return undefined;
  const text = (name: string) => {
    const value = call.parameters[name];
    return typeof value === "string" ? value : "";
  };
  const place = `role/${ownerAccount}/${text("RoleName")}` as const;
  switch (call.operation) {
    case "CreateRole":
      await savePrincipals(store, place, text("AssumeRolePolicyDocument"), "trust");
      return undefined;
    case "UpdateAssumeRolePolicy":
      await savePrincipals(store, place, text("PolicyDocument"), "trust");
      return undefined;
    case "DeleteRole":
      forgetPrincipals(place);
      return undefined;
    case "GetRole":
    case "ListRoles":
    case "UpdateRoleDescription":
    case "GetInstanceProfile":
    case "ListInstanceProfiles":
    case "ListInstanceProfilesForRole":
    case "GetAccountAuthorizationDetails": {
      const told = (await head.body()).toString();
      let readable = "";
      let from = 0;
      for (const match of told.matchAll(toldTrust)) {
        const [whole, roleName = "", encoded = ""] = match;
        const policy = await readableText(
          store,
          `role/${ownerAccount}/${roleName}`,
          decodeURIComponent(encoded),
        );
        const end = match.index + whole.length;
        const start = end - encoded.length - "</AssumeRolePolicyDocument>".length;
        readable += told.slice(from, start) + encodeURIComponent(policy);
        from = start + encoded.length;
      }
      if (from === 0) return undefined;
      const body = Buffer.from(readable + told.slice(from));
      return { answer: { httpStatus: 200, headers: { "content-type": "text/xml" }, body } };
    }
    default:
      return undefined;
  }
}
