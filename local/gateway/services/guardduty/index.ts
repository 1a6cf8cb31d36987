import { denial } from "../../errors/denial";
import type { Call, Caller, Need, Reading } from "../../model";
import { findPlan, type MalwarePlan } from "../../objects/malwarePlans";
import { malwareService } from "../../objects/scanForMalware";
import type { Service } from "../../service";
import { isMembers, membersOf, textMember } from "../askJson";
import { ownNeeds } from "../ownNeeds";
import { passRoleNeeds } from "../passRole";
import { requestTagKeys } from "../tagContext";
import { answerPlans, unknownPlan } from "./answerPlans";
import { guardDutyOperation } from "./operations";
import { planArn } from "./planArn";

/**
 * Amazon GuardDuty: Malware Protection plans for S3, which the gateway itself keeps.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/gdu-malware-protection-s3.html
 */
export const guardDutyService: Service = {
  name: "guardduty",
  protocol: "json",
  operationOf: guardDutyOperation,
  read: (call, caller) => Promise.resolve(readGuardDuty(call, caller)),
  // Its other errors answer 400, this one does not.
  refusal: ({ caller }, need, decision) => ({
    ...denial("json", caller, need, decision),
    httpStatus: 403,
  }),
  beforeForward: answerPlans,
};

/**
 * What a call to GuardDuty needs.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonguardduty.html
 */
export function readGuardDuty(call: Call, caller: Caller): Reading {
  const { operation, parameters, region } = call;
  const id = textMember(parameters, "id");
  const body = membersOf(call.body ?? Buffer.alloc(0));
  const givesRole =
    operation === "CreateMalwareProtectionPlan" || operation === "UpdateMalwareProtectionPlan";
  return ownNeeds("guardduty", call, caller, (account) => ({
    resources: [textMember(parameters, "arn") ?? (id === undefined ? "*" : planArn(account, region, id))],
    context: {
      ...requestTagKeys({ ...body, tagKeys: call.url.searchParams.getAll("tagKeys") }, "tags", "tagKeys"),
      ...resourceTags(id === undefined ? undefined : findPlan(account, region, id)),
    },
    taggedBy:
      operation === "CreateMalwareProtectionPlan" && isMembers(body["tags"]) ? "TagResource" : undefined,
    others: givesRole ? passRoleNeeds(textMember(body, "role"), malwareService) : [],
    unknown: () => unknownPlan,
  }));
}

function resourceTags(plan: MalwarePlan | undefined): Need["context"] {
  const tags = Object.entries(plan?.tags ?? {});
  return Object.fromEntries(tags.map(([name, value]) => [`aws:ResourceTag/${name}`, value]));
}
