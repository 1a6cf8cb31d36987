import * as pulumi from "@pulumi/pulumi";

/** A resource as the program registered it. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The inputs, and what AWS answers. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Logical name of the provider, which says in which account the resource is made; "" for the default one. */
  readonly provider: string;
}

/**
 * Runs a program against a recording engine and returns the resources and providers that it registered, by name.
 *
 * Look-ups are refused: policies are written without any.
 *
 * @param answered what AWS gives to a resource beside its inputs, `id` among it. @default a key's id and ARN only
 */
export async function register(
  program: () => void,
  answered: (
    type: string,
    name: string,
    inputs: Readonly<Record<string, unknown>>,
  ) => Readonly<Record<string, unknown>> = keyAnswered,
): Promise<readonly Registered[]> {
  const registered: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, provider = "", custom }) => {
        const given = inputs as Readonly<Record<string, unknown>>;
        const answer = { id: `${name}-id`, ...answered(type, name, given) };
        const { id, ...state } = { ...given, ...answer };
        if (custom === true) {
          const outputs = { ...state, id };
          registered.push({ type, name, inputs: given, outputs, provider: provider.split("::")[3] ?? "" });
        }
        return { id, state };
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

function keyAnswered(type: string, name: string): Readonly<Record<string, unknown>> {
  return type === "aws:kms/key:Key"
    ? { keyId: name, arn: `arn:aws:kms:eu-west-1:111111111111:key/${name}` }
    : {};
}
