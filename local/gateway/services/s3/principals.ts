import type { StoreReader } from "../../store";

/**
 * Whether AWS lets a resource policy name this principal: users and roles must exist at that moment; accounts and
 * sessions need not.
 *
 * @param arn as `Principal.AWS` gives it, account ids read into the ARN of their root
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export async function isKnownPrincipal(store: StoreReader, arn: string): Promise<boolean> {
  const [, account, kind, pathAndName] = /^arn:aws:iam::(\d{12}):(role|user)\/(.+)$/s.exec(arn) ?? [];
  // Ids of deleted principals (`AROA…`) are what AWS itself made of an ARN; as new they name nobody.
  if (/^A[A-Z0-9]{15,}$/.test(arn)) return false;
  if (account === undefined || pathAndName === undefined) return true;
  const name = pathAndName.slice(pathAndName.lastIndexOf("/") + 1);
  const found = kind === "role" ? await store.role(account, name) : await store.user(account, name);
  return found?.arn === arn;
}
