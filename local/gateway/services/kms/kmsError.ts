import type { AwsError } from "../../model";
import { callerArn } from "../../decide/identity";
import type { Caller } from "../../model";
import type { KeyReference } from "./keys";

/** An error of KMS: all of them answer 400. */
export function kmsError(code: string, message: string): AwsError {
  return { httpStatus: 400, code, message };
}

/** There is no such key or alias. */
export function notFound({ account, region, idOrAlias }: KeyReference): AwsError {
  if (idOrAlias.startsWith("alias/")) {
    return kmsError("NotFoundException", `Alias arn:aws:kms:${region}:${account}:${idOrAlias} is not found.`);
  }
  const isId = /^(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(idOrAlias);
  return kmsError(
    "NotFoundException",
    isId
      ? `Key 'arn:aws:kms:${region}:${account}:key/${idOrAlias}' does not exist`
      : `Invalid keyId '${idOrAlias}'`,
  );
}

/** What KMS tells those of another account, so that they do not learn which keys are there. */
export function hiddenKey(caller: Caller, action: string): AwsError {
  return kmsError(
    "AccessDeniedException",
    `User: ${callerArn(caller)} is not authorized to perform: ${action} on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
  );
}
