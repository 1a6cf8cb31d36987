import * as pulumi from "@pulumi/pulumi";

/** A resource as the program registered it. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Logical name of the provider, which says in which account the resource is made; "" for the default one. */
  readonly provider: string;
}

/**
 * Runs a program against a recording engine and returns the resources and providers that it registered, by name.
 *
 * Look-ups are refused: policies are written without any.
 */
export async function register(program: () => void): Promise<readonly Registered[]> {
  const registered: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, provider = "", custom }) => {
        if (custom === true) {
          const record = inputs as Readonly<Record<string, unknown>>;
          registered.push({ type, name, inputs: record, provider: provider.split("::")[3] ?? "" });
        }
        return { id: `${name}-id`, state: { ...made(type, name), ...(inputs as object) } };
      },
      call: ({ token }) => {
        throw new Error(`unexpected call of ${token}: the program makes no look-ups`);
      },
    },
    "xput",
    "test",
  );
  program();
  await pulumi.runtime.disconnect();
  return registered.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What AWS gives to a resource that others name. */
function made(type: string, name: string): object {
  if (type !== "aws:kms/key:Key") return {};
  return { keyId: name, arn: `arn:aws:kms:eu-west-1:111111111111:key/${name}` };
}
