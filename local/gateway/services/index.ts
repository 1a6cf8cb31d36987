import type { CredentialRegistry } from "../authenticate/credentials";
import type { Service } from "../service";
import { iamService } from "./iam";
import { service as s3 } from "./s3";
import { service as s3Control } from "./s3-control";
import { stsService } from "./sts";

/** Every service that needs nothing but the store: one line for each. */
const services: readonly Service[] = [s3, s3Control];

/** Every service that is modelled, those that give out credentials among them. */
export function listServices(credentials: CredentialRegistry): readonly Service[] {
  return [...services, iamService(credentials), stsService(credentials)];
}
