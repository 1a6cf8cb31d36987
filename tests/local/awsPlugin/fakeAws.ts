import type { Aws } from "../../../local/awsPlugin/session";

const absent = () => Promise.reject(new Error("not in this test"));

/** A session in eu-west-1 that has only the given clients; every other one is an error. */
export function fakeAws(clients: Partial<Aws> = {}): Aws {
  return {
    region: "eu-west-1",
    partition: "aws",
    accountId: () => Promise.resolve("111122223333"),
    s3: absent,
    s3Control: absent,
    iam: absent,
    kms: absent,
    cloudTrail: absent,
    cloudWatch: absent,
    logs: absent,
    sns: absent,
    guardDuty: absent,
    ...clients,
  };
}
