import type { ServiceName } from "../model";
import type { Service } from "../service";
import { service as s3 } from "./s3";
import { service as s3Control } from "./s3-control";

/** Every service that is modelled: one line for each. */
export const services: readonly Service[] = [s3, s3Control];

/** The service of a name; undefined where it is not modelled. */
export function serviceOf(name: ServiceName): Service | undefined {
  return services.find((service) => service.name === name);
}
