import { dropPoint } from "../../../components/dropPoint";
import type { StackResource } from "../../../access/stack/stackResource";
import { readProperties } from "../../../access/stack/value";
import type { Settings } from "../../../settings/settings";
import { register } from "../../support/register";

/** The resources that the program makes of these settings, as a first preview knows them. */
export async function programState(settings: Settings): Promise<readonly StackResource[]> {
  const registered = await register(() => dropPoint(settings));
  const providers = new Map(
    registered
      .filter(({ type }) => type.startsWith("pulumi:providers:"))
      .map(({ name, inputs }) => [name, readProperties(inputs)]),
  );
  return registered.map(({ type, name, inputs, provider }): StackResource => {
    const own = providers.get(provider);
    return {
      type,
      name,
      urn: `urn:pulumi:test::xput::${type}::${name}`,
      inputs: readProperties(inputs),
      ...(own === undefined ? {} : { provider: own }),
      ...(type === "aws:kms/key:Key"
        ? { outputs: { arn: `arn:aws:kms:eu-west-1:111111111111:key/${name}`, keyId: name } }
        : {}),
    };
  });
}
