import type { Aws } from "./session";
import type { Checked, Properties, Told } from "./schema";
import type { ToldValues } from "./reconcile";
import type { Values } from "./values";

/** What AWS has of one resource: its inputs as told, and the outputs that are no inputs. */
export interface Live<T> {
  /** Its id, where what an import is given is not the id itself. */
  readonly id?: string;
  readonly inputs: T;
  readonly outputs: Values;
}

/**
 * How one Pulumi resource type is served with the AWS SDK.
 *
 * Names of inputs and outputs are those of `@pulumi/aws`; ids have the form that the official plugin gives.
 */
export interface Definition<P extends Properties> {
  readonly token: string;
  /** As errors call it: "IAM Role". */
  readonly title: string;
  readonly inputs: P;
  /** Inputs of which a resource has one at most. */
  readonly exclusive?: readonly (keyof P & string)[];
  /**
   * The inputs that name it in AWS: while they stay, a replacement must delete the old one first. None where AWS
   * makes up the name: then a replacement is made first.
   */
  readonly identity: readonly (keyof P & string)[];
  /** The outputs that only AWS knows, unknown at the preview of a create. */
  readonly computed: readonly string[];
  /** Makes it and tells its id, by one call to AWS: an error means that nothing was made. */
  create(aws: Aws, inputs: Checked<P>): Promise<string>;
  /** What else a new one needs. Done by the next update when it fails. */
  settle?(aws: Aws, inputs: Checked<P>, id: string): Promise<void>;
  /**
   * What AWS has under this id, or undefined when it is gone.
   *
   * @param known the inputs as last given; undefined at import, when `id` is what the official plugin imports by
   */
  read(aws: Aws, id: string, known?: Partial<Checked<P>>): Promise<Live<Told<P>> | undefined>;
  /** Makes AWS's side as `inputs`. Absent when every input is create-only. */
  update?(aws: Aws, id: string, inputs: Checked<P>, olds: Partial<Checked<P>>): Promise<void>;
  /** Removes it. An error that says it is gone already is no failure, and need not be caught. */
  delete(aws: Aws, id: string, inputs: Partial<Checked<P>>): Promise<void>;
  /** The error codes by which AWS says that it, or what it belongs to, does not exist. */
  readonly goneCodes: readonly string[];
}

/** A resource type without the static types of its inputs, as the table of all types holds it. */
export interface ResourceType {
  readonly token: string;
  readonly title: string;
  readonly inputs: Properties;
  readonly exclusive?: readonly string[];
  readonly identity: readonly string[];
  readonly computed: readonly string[];
  readonly goneCodes: readonly string[];
  create(aws: Aws, inputs: Values): Promise<string>;
  settle?(aws: Aws, inputs: Values, id: string): Promise<void>;
  read(aws: Aws, id: string, known?: Values): Promise<Live<ToldValues> | undefined>;
  update?(aws: Aws, id: string, inputs: Values, olds: Values): Promise<void>;
  delete(aws: Aws, id: string, inputs: Values): Promise<void>;
}

/** Types the functions of a definition by its input schema; the inputs that they get are checked ones. */
export function defineResource<const P extends Properties>(definition: Definition<P>): ResourceType {
  // P is erased here: the functions are called with inputs that were checked against `inputs` only.
  return definition as unknown as ResourceType;
}
