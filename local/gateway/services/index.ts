import type { ServiceName } from "../model";
import type { Service } from "../service";

/** Every service that is modelled: one line for each. */
export const services: readonly Service[] = [];

/** The service of a name; undefined where it is not modelled. */
export function serviceOf(name: ServiceName): Service | undefined {
  return services.find((service) => service.name === name);
}
