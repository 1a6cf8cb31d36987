import type { CredentialRegistry } from "../authenticate/credentials";
import type { Service } from "../service";
import type { TrailRecorder } from "../trail/trailRecorder";
import { cloudTrailService } from "./cloudtrail";
import { iamService } from "./iam";
import { service as kms } from "./kms";
import { service as logs } from "./logs";
import { service as organizations } from "./organizations";
import { service as s3 } from "./s3";
import { service as s3Control } from "./s3-control";
import { service as sns } from "./sns";
import { stsService } from "./sts";

/** Every service that needs nothing but the store: one line for each. */
const services: readonly Service[] = [s3, s3Control, kms, logs, sns, organizations];

/** Every service that is modelled, those that give out credentials and the one that records among them. */
export function listServices(credentials: CredentialRegistry, trail: TrailRecorder): readonly Service[] {
  return [...services, iamService(credentials), stsService(credentials), cloudTrailService(trail)];
}
