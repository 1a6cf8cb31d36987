import { z } from "zod";
import { stackSettings } from "./settings";

/**
 * A JSON Schema of `Pulumi.<stack>.yaml`, with which editors complete and check the settings as they are typed.
 *
 * It knows each setting by itself. What lies between two settings only `parseSettings` tells.
 */
export function editorSchema(): object {
  const { properties, required } = z.toJSONSchema(stackSettings, { io: "input" });
  const withNamespace = (key: string) => `xput:${key}`;
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Settings of an xput stack",
    type: "object",
    properties: {
      config: {
        type: "object",
        properties: Object.fromEntries(
          Object.entries(properties ?? {}).map(([key, schema]) => [withNamespace(key), schema]),
        ),
        required: (required ?? []).map(withNamespace),
        // Other namespaces are Pulumi's and other programs'; ours has no other keys.
        patternProperties: { "^(?!xput:)": {} },
        additionalProperties: false,
      },
    },
    required: ["config"],
  };
}
