import type { Value } from "./values";

/**
 * What a property may hold. Plain data: no functions, so that a schema can be compared, printed or generated.
 *
 * `policyDocument` is the JSON text of a policy: two texts that AWS reads alike are the same value.
 * `nameOrArn` is a string that names something by its name, its id or its ARN: the ARN's last part is the same value.
 * `stringSet` is a list whose order means nothing, and so is a list that is `unordered`. `pattern` is a regular
 * expression for the whole string. Of the members in `exclusive`, an object has one at most.
 */
export type Schema =
  | { readonly type: "string"; readonly values?: readonly string[]; readonly pattern?: string }
  | { readonly type: "nameOrArn" }
  | { readonly type: "policyDocument" }
  | { readonly type: "boolean" }
  | {
      readonly type: "integer";
      readonly least?: number;
      readonly most?: number;
      readonly values?: readonly number[];
    }
  | { readonly type: "number" }
  | { readonly type: "stringSet"; readonly values?: readonly string[] }
  | { readonly type: "stringMap" }
  | {
      readonly type: "list";
      readonly of: Schema;
      readonly least?: number;
      readonly most?: number;
      readonly unordered?: true;
    }
  | { readonly type: "object"; readonly properties: Properties; readonly exclusive?: readonly string[] };

/**
 * One input of a resource type or one member of an object.
 *
 * `createOnly`: AWS cannot change it, so a new value means a new resource.
 * `computed`: AWS chooses a value where the program gives none; that value is no drift.
 */
export type Property = Schema & {
  readonly required?: true;
  readonly default?: Value;
  readonly createOnly?: true;
  readonly computed?: true;
};

/** Properties by name. */
export interface Properties {
  readonly [name: string]: Property;
}

/** The TypeScript type of a value that a schema admits. */
export type ValueOf<S> = S extends { readonly type: "string" }
  ? string
  : S extends { readonly type: "policyDocument" | "nameOrArn" }
    ? string
    : S extends { readonly type: "boolean" }
      ? boolean
      : S extends { readonly type: "integer" | "number" }
        ? number
        : S extends { readonly type: "stringSet" }
          ? readonly string[]
          : S extends { readonly type: "stringMap" }
            ? Readonly<Record<string, string>>
            : S extends { readonly type: "list"; readonly of: infer Item }
              ? readonly ValueOf<Item>[]
              : S extends { readonly type: "object"; readonly properties: infer Members }
                ? Checked<Members>
                : never;

type Certain<P> = {
  [Name in keyof P]: P[Name] extends { readonly required: true } | { readonly default: unknown }
    ? Name
    : never;
}[keyof P];

/** Properties after the check: required ones and those with a default are there. */
export type Checked<P> = { readonly [Name in Certain<P>]: ValueOf<P[Name]> } & {
  readonly [Name in Exclude<keyof P, Certain<P>>]?: ValueOf<P[Name]>;
};

/**
 * Properties as AWS tells them. Absent: AWS did not say, so what was known stays. Null: AWS says there is none.
 */
export type Told<P> = { readonly [Name in keyof P]?: ToldValue<P[Name]> | null | undefined };

type ToldValue<S> = S extends { readonly type: "object"; readonly properties: infer Members }
  ? Told<Members>
  : S extends { readonly type: "list"; readonly of: infer Item }
    ? readonly ToldValue<Item>[]
    : ValueOf<S>;
