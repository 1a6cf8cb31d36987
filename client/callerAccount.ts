import { GetCallerIdentityCommand, type STSClient } from "@aws-sdk/client-sts";

/**
 * The account, 12 digits, that credentials are of. Nobody can be refused this.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export async function callerAccount(sts: STSClient): Promise<string> {
  const { Account: account } = await sts.send(new GetCallerIdentityCommand({}));
  if (account === undefined) throw new Error("STS answered GetCallerIdentity without an account");
  return account;
}
