import type { Aftermath } from "../aftermath";
import type { CredentialRegistry } from "../authenticate/credentials";
import type { Service } from "../service";
import type { TrailRecorder } from "../trail/trailRecorder";
import { cloudTrailService } from "./cloudtrail";
import { service as events } from "./events";
import { guardDutyService } from "./guardduty";
import { iamService } from "./iam";
import { service as kms } from "./kms";
import { logsService } from "./logs";
import { monitoringService } from "./monitoring";
import { service as organizations } from "./organizations";
import { service as s3 } from "./s3";
import { service as s3Control } from "./s3-control";
import { snsService } from "./sns";
import { stsService } from "./sts";

/** Every service that needs nothing but the store: one line for each. */
const services: readonly Service[] = [s3, s3Control, kms, events, guardDutyService, organizations];

/** Every service that is modelled, those that give out credentials, record, or act by themselves among them. */
export function listServices(
  credentials: CredentialRegistry,
  trail: TrailRecorder,
  aftermath: Aftermath,
): readonly Service[] {
  return [
    ...services,
    iamService(credentials),
    stsService(credentials),
    cloudTrailService(trail),
    logsService(aftermath),
    monitoringService(aftermath),
    snsService(aftermath.messages),
  ];
}
