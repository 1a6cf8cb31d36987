/**
 * What an MFA code opens at STS, IAM and S3, and which codes count: each refusal beside its allowed twin.
 *
 * Does not prove devices other than virtual ones, which are not modelled.
 */
import assert from "node:assert/strict";
import {
  CreateVirtualMFADeviceCommand,
  DeactivateMFADeviceCommand,
  DeleteUserCommand,
  DeleteVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  GetUserCommand,
  IAMClient,
  ListMFADevicesCommand,
  ListVirtualMFADevicesCommand,
  CreateUserCommand,
} from "@aws-sdk/client-iam";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { GetSessionTokenCommand } from "@aws-sdk/client-sts";
import { oneTimePassword, timeStep } from "../../../local/gateway/authenticate/oneTimePassword";
import { administrator, iamClientOf, policy, region, s3ClientOf } from "./actors";
import { assume, makeRole, makeUserAt, stsClientOf, trust } from "./identities";
import { refuses } from "./refusals";
import type { Credentials } from "./signing";

const account = "111111111111";
const run = Date.now().toString(36);
const bucket = `mfa-${run}`;
const code = "AccessDenied";
const root = { AWS: `arn:aws:iam::${account}:root` };
const withMfa = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
const roleArn = (name: string) => `arn:aws:iam::${account}:role/${name}-${run}`;

/** A device with the codes that it shows: `0` now, `1` half a minute from now. */
interface Device {
  readonly SerialNumber: string;
  readonly seed: string;
  readonly code: (halfMinutes: number) => string;
}

/** A user with keys and a device that is enabled. */
interface Person {
  readonly name: string;
  readonly keys: Credentials;
  readonly device: Device;
}

describe("MFA at the local AWS", () => {
  let iam: IAMClient;
  let made = 0;

  const makeDevice = async (): Promise<Device> => {
    const { VirtualMFADevice } = await iam.send(
      new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: `device${(made += 1)}-${run}` }),
    );
    const seed = Buffer.from(VirtualMFADevice?.Base32StringSeed ?? []).toString();
    return {
      SerialNumber: VirtualMFADevice?.SerialNumber ?? "",
      seed,
      code: (halfMinutes) => oneTimePassword(seed, timeStep(new Date()) + halfMinutes),
    };
  };
  const enable = (UserName: string, { SerialNumber, code: shown }: Device, first = -2, second = -1) =>
    iam.send(
      new EnableMFADeviceCommand({
        UserName,
        SerialNumber,
        AuthenticationCode1: shown(first),
        AuthenticationCode2: shown(second),
      }),
    );
  const makePerson = async (): Promise<Person> => {
    const name = `person${(made += 1)}-${run}`;
    const put = { Action: "s3:PutObject", Resource: `arn:aws:s3:::${bucket}/*`, Condition: withMfa };
    const young = { ...put, Condition: { NumericLessThan: { "aws:MultiFactorAuthAge": "3600" } } };
    const keys = await makeUserAt(
      account,
      "/",
      name,
      policy(
        { ...put, Resource: `arn:aws:s3:::${bucket}/present/*` },
        { ...young, Resource: `arn:aws:s3:::${bucket}/young/*` },
        { Action: ["sts:AssumeRole", "iam:GetUser"], Resource: "*" },
      ),
    );
    const device = await makeDevice();
    await enable(name, device);
    return { name, keys, device };
  };
  const sessionToken = async ({ keys, device }: Person, TokenCode?: string): Promise<Credentials> => {
    const sts = stsClientOf(keys);
    try {
      const given = TokenCode === undefined ? {} : { SerialNumber: device.SerialNumber, TokenCode };
      const { Credentials: session } = await sts.send(new GetSessionTokenCommand(given));
      return {
        accessKeyId: session?.AccessKeyId ?? "",
        secretAccessKey: session?.SecretAccessKey ?? "",
        sessionToken: session?.SessionToken ?? "",
      };
    } finally {
      sts.destroy();
    }
  };
  const assumes = ({ keys, device }: Person, name: string, TokenCode?: string) =>
    assume(
      keys,
      roleArn(name),
      TokenCode === undefined ? {} : { SerialNumber: device.SerialNumber, TokenCode },
    );
  const put = async (credentials: Credentials, Key: string): Promise<void> => {
    const s3 = s3ClientOf(credentials);
    try {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: "x" }));
    } finally {
      s3.destroy();
    }
  };
  /** Something that a new person does, whose codes nobody has used. */
  const by = (act: (person: Person) => Promise<unknown>) => async () => act(await makePerson());

  before(async () => {
    iam = iamClientOf(account);
    const s3 = s3ClientOf(administrator(account));
    await s3.send(
      new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: region } }),
    );
    s3.destroy();
    const Resource = `arn:aws:s3:::${bucket}/*`;
    await makeRole(account, `guarded-${run}`, {
      trust: trust(root, withMfa),
      policy: policy({ Action: "s3:PutObject", Resource, Condition: withMfa }),
    });
    await makeRole(account, `open-${run}`, {
      trust: trust(root),
      policy: policy({ Action: "s3:PutObject", Resource, Condition: withMfa }),
    });
  });
  after(() => {
    iam.destroy();
  });

  describe("opens what asks for it", () => {
    refuses([
      {
        what: "a role that asks for a code, without one",
        refused: by((person) => assumes(person, "guarded")),
        code,
        twin: by((person) => assumes(person, "guarded", person.device.code(0))),
      },
      {
        what: "a put by a session of a role that was assumed without a code",
        refused: by(async (person) => put(await assumes(person, "open"), "a")),
        code,
        twin: by(async (person) => put(await assumes(person, "open", person.device.code(0)), "a")),
      },
      {
        what: "a put with the user's own keys",
        refused: by((person) => put(person.keys, "present/a")),
        code,
        twin: by(async (person) => put(await sessionToken(person, person.device.code(0)), "present/a")),
      },
      {
        what: "a put with a session token that was got without a code",
        refused: by(async (person) => put(await sessionToken(person), "present/a")),
        code,
        twin: by(async (person) => put(await sessionToken(person, person.device.code(0)), "present/a")),
      },
      {
        what: "a put that asks for a young code, with a session token that was got without one",
        refused: by(async (person) => put(await sessionToken(person), "young/a")),
        code,
        twin: by(async (person) => put(await sessionToken(person, person.device.code(0)), "young/a")),
      },
      {
        what: "a role that asks for a code, for a session token that was got without one",
        refused: by(async (person) => assume(await sessionToken(person), roleArn("guarded"))),
        code,
        twin: by(async (person) =>
          assume(await sessionToken(person, person.device.code(0)), roleArn("guarded")),
        ),
      },
      {
        what: "IAM for a session token that was got without a code",
        refused: by(async (person) => getUser(await sessionToken(person))),
        code: "InvalidClientTokenId",
        twin: by(async (person) => getUser(await sessionToken(person, person.device.code(0)))),
      },
    ]);
  });

  describe("takes the codes of the user's own device, each once", () => {
    const right = by((person) => assumes(person, "guarded", person.device.code(0)));
    const invalid = /MultiFactorAuthentication failed with invalid MFA one time pass code/;
    const unknown = /unable to validate MFA code/;
    refuses([
      {
        what: "a wrong code",
        refused: by((person) => assumes(person, "guarded", person.device.code(50))),
        code,
        says: invalid,
        twin: right,
      },
      {
        what: "a code of two minutes ahead",
        refused: by((person) => assumes(person, "guarded", person.device.code(4))),
        code,
        says: invalid,
        twin: by((person) => assumes(person, "guarded", person.device.code(1))),
      },
      {
        what: "a code for the second time",
        refused: by(async (person) => {
          const shown = person.device.code(0);
          await assumes(person, "guarded", shown);
          return assumes(person, "guarded", shown);
        }),
        code,
        says: invalid,
        twin: by(async (person) => {
          await assumes(person, "guarded", person.device.code(0));
          return assumes(person, "guarded", person.device.code(1));
        }),
      },
      {
        what: "a code with which the device was enabled",
        refused: by((person) => assumes(person, "guarded", person.device.code(-1))),
        code,
        says: invalid,
        twin: right,
      },
      {
        what: "another's device",
        refused: by(async (person) => {
          const { device } = await makePerson();
          return assumes({ ...person, device }, "guarded", device.code(0));
        }),
        code,
        says: unknown,
        twin: right,
      },
      {
        what: "a device that is nobody's any more",
        refused: by(async (person) => {
          const { SerialNumber } = person.device;
          await iam.send(new DeactivateMFADeviceCommand({ UserName: person.name, SerialNumber }));
          return assumes(person, "guarded", person.device.code(0));
        }),
        code,
        says: unknown,
        twin: right,
      },
      {
        what: "a device without code",
        refused: by(({ keys, device: { SerialNumber } }) =>
          assume(keys, roleArn("guarded"), { SerialNumber }),
        ),
        code,
        says: /must provide both/,
        twin: right,
      },
      {
        what: "a wrong code for a session token",
        refused: by((person) => sessionToken(person, person.device.code(50))),
        code,
        says: invalid,
        twin: by((person) => sessionToken(person, person.device.code(0))),
      },
    ]);
  });

  describe("has devices in IAM", () => {
    const makeUser = async (): Promise<string> => {
      const UserName = `plain${(made += 1)}-${run}`;
      await iam.send(new CreateUserCommand({ UserName }));
      return UserName;
    };
    const enabling = (first: number, second: number) => async () =>
      enable(await makeUser(), await makeDevice(), first, second);

    refuses([
      {
        what: "enabling with two codes that do not follow each other",
        refused: enabling(-2, 0),
        code: "InvalidAuthenticationCodeException",
        twin: enabling(-1, 0),
      },
      {
        what: "enabling with the same code twice",
        refused: enabling(0, 0),
        code: "InvalidAuthenticationCodeException",
        twin: enabling(0, 1),
      },
      {
        what: "enabling for a second user",
        refused: by(async ({ device }) => enable(await makeUser(), device, 0, 1)),
        code: "EntityAlreadyExistsException",
        twin: enabling(0, 1),
      },
      {
        what: "deleting a device in use",
        refused: by(({ device }) => deleteDevice(device)),
        code: "DeleteConflictException",
        twin: async () => deleteDevice(await makeDevice()),
      },
      {
        what: "deleting a user with a device",
        refused: by(async ({ name }) => iam.send(new DeleteUserCommand({ UserName: name }))),
        code: "DeleteConflictException",
        twin: async () => iam.send(new DeleteUserCommand({ UserName: await makeUser() })),
      },
    ]);

    it("that are listed by user and by whether they are in use", async () => {
      const { name, device } = await makePerson();
      const unused = await makeDevice();
      const { MFADevices = [] } = await iam.send(new ListMFADevicesCommand({ UserName: name }));
      assert.deepEqual(
        MFADevices.map(({ SerialNumber }) => SerialNumber),
        [device.SerialNumber],
      );
      const list = async (AssignmentStatus: "Assigned" | "Unassigned") => {
        const answer = await iam.send(new ListVirtualMFADevicesCommand({ AssignmentStatus }));
        return answer.VirtualMFADevices?.map(({ SerialNumber }) => SerialNumber) ?? [];
      };
      assert.ok((await list("Assigned")).includes(device.SerialNumber));
      assert.ok(!(await list("Assigned")).includes(unused.SerialNumber));
      assert.ok((await list("Unassigned")).includes(unused.SerialNumber));
    });
  });

  const deleteDevice = ({ SerialNumber }: Device) =>
    iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber }));
});

async function getUser(credentials: Credentials): Promise<void> {
  const endpoint = process.env.AWS_ENDPOINT_URL ?? "";
  const client = new IAMClient({ region, endpoint, maxAttempts: 1, credentials });
  try {
    await client.send(new GetUserCommand({}));
  } finally {
    client.destroy();
  }
}
