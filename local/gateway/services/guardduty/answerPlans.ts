import { randomBytes } from "node:crypto";
import { serviceSession, sessionMay } from "../../actors/serviceRole";
import type { AwsError, Call } from "../../model";
import {
  findPlan,
  forgetPlan,
  keepPlan,
  planOfBucket,
  plansOf,
  type MalwarePlan,
} from "../../objects/malwarePlans";
import { malwareService } from "../../objects/scanForMalware";
import type { Forwarding, Passing } from "../../service";
import type { StoreReader } from "../../store";
import { isMembers, membersOf, textMember, textsMember } from "../askJson";
import { jsonAnswer, jsonError } from "../jsonAnswer";
import { s3Needs } from "../s3/s3Need";
import { planArn } from "./planArn";

type Members = Readonly<Record<string, unknown>>;

const mostPrefixes = 5;

/** There is no such plan in this account and region. */
export const unknownPlan: AwsError = {
  httpStatus: 404,
  code: "ResourceNotFoundException",
  message: "The request was rejected because the input malwareProtectionPlanId or resource is not found.",
};

/**
 * Answers what is asked of Malware Protection plans.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreateMalwareProtectionPlan.html
 */
export async function answerPlans(passing: Passing): Promise<Forwarding> {
  const { call, ownerAccount: account, store } = passing;
  const { operation, parameters, region, requestId } = call;
  const answer = (members: Members): Forwarding => ({
    kind: "answer",
    answer: jsonAnswer(members, requestId),
    response: members,
  });
  if (operation === "CreateMalwareProtectionPlan") {
    const made = await makePlan(store, call, account);
    if ("httpStatus" in made) return { kind: "refused", error: made };
    keepPlan(made);
    return answer({ malwareProtectionPlanId: made.id });
  }
  if (operation === "ListMalwareProtectionPlans") {
    const ids = plansOf(account, region).map(({ id }) => ({ malwareProtectionPlanId: id }));
    return answer({ malwareProtectionPlans: ids });
  }
  const named = textMember(parameters, "id") ?? textMember(parameters, "arn")?.split("/").at(-1) ?? "";
  const plan = findPlan(account, region, named);
  if (plan === undefined) return { kind: "refused", error: unknownPlan };
  switch (operation) {
    case "GetMalwareProtectionPlan":
      return answer(await planMembers(store, plan));
    case "UpdateMalwareProtectionPlan": {
      const changed = await changePlan(store, call, plan);
      if ("httpStatus" in changed) return { kind: "refused", error: changed };
      keepPlan(changed);
      return answer({});
    }
    case "DeleteMalwareProtectionPlan":
      forgetPlan(plan.id);
      return answer({});
    case "ListTagsForResource":
      return answer({ tags: plan.tags });
    case "TagResource":
      keepPlan({ ...plan, tags: { ...plan.tags, ...tagsIn(bodyOf(call)) } });
      return answer({});
    default: {
      const removed = new Set(call.url.searchParams.getAll("tagKeys"));
      const left = Object.entries(plan.tags).filter(([name]) => !removed.has(name));
      keepPlan({ ...plan, tags: Object.fromEntries(left) });
      return answer({});
    }
  }
}

async function makePlan(store: StoreReader, call: Call, account: string): Promise<MalwarePlan | AwsError> {
  const { region } = call;
  const body = bodyOf(call);
  const role = textMember(body, "role");
  const named = bucketIn(body);
  const bucket = textMember(named, "bucketName");
  if (role === undefined || bucket === undefined) {
    return jsonError(
      "BadRequestException",
      "The request was rejected because a required parameter is missing.",
    );
  }
  const found = await store.bucket(bucket);
  if (found?.account !== account || found.region !== region) {
    const message = `The request was rejected because the S3 bucket ${bucket} is not found in this account and Region.`;
    return jsonError("BadRequestException", message);
  }
  if (planOfBucket(bucket) !== undefined) {
    const message =
      "The request was rejected because a Malware Protection plan for this resource already exists.";
    return { httpStatus: 409, code: "ConflictException", message };
  }
  const id = randomBytes(10).toString("hex");
  const plan: MalwarePlan = {
    id,
    arn: planArn(account, region, id),
    account,
    region,
    role,
    bucket,
    objectPrefixes: textsMember(named, "objectPrefixes"),
    tagging: taggingIn(body) ?? "DISABLED",
    createdAt: call.receivedAt,
    tags: tagsIn(body),
  };
  return (await planFault(store, plan)) ?? plan;
}

async function changePlan(
  store: StoreReader,
  call: Call,
  plan: MalwarePlan,
): Promise<MalwarePlan | AwsError> {
  const body = bodyOf(call);
  const named = bucketIn(body);
  const changed: MalwarePlan = {
    ...plan,
    role: textMember(body, "role") ?? plan.role,
    objectPrefixes: "objectPrefixes" in named ? textsMember(named, "objectPrefixes") : plan.objectPrefixes,
    tagging: taggingIn(body) ?? plan.tagging,
  };
  return (await planFault(store, changed)) ?? changed;
}

/** GuardDuty makes no plan whose role it cannot assume. */
async function planFault(
  store: StoreReader,
  { role, arn, objectPrefixes }: MalwarePlan,
): Promise<AwsError | undefined> {
  if (objectPrefixes.length > mostPrefixes) {
    return jsonError("BadRequestException", `A plan has at most ${mostPrefixes} object prefixes.`);
  }
  if ((await serviceSession(store, role, malwareService, arn)) !== undefined) return undefined;
  return jsonError(
    "BadRequestException",
    `The request was rejected because GuardDuty cannot assume the role ${role}.`,
  );
}

async function planMembers(store: StoreReader, plan: MalwarePlan): Promise<Members> {
  const reasons = await statusReasons(store, plan);
  return {
    arn: plan.arn,
    role: plan.role,
    protectedResource: {
      s3Bucket: { bucketName: plan.bucket, objectPrefixes: plan.objectPrefixes },
    },
    actions: { tagging: { status: plan.tagging } },
    createdAt: plan.createdAt.getTime() / 1_000,
    status: reasons.length === 0 ? "ACTIVE" : "ERROR",
    statusReasons: reasons,
    tags: plan.tags,
  };
}

interface StatusReason {
  readonly code: string;
  readonly message: string;
}

/** GuardDuty proves its role by putting an object of this name. */
const testObject = "malware-protection-resource-validation-object";

/** @see https://docs.aws.amazon.com/guardduty/latest/ug/troubleshoot-s3-malware-protection-status-errors.html */
async function statusReasons(store: StoreReader, plan: MalwarePlan): Promise<readonly StatusReason[]> {
  const bucket = await store.bucket(plan.bucket);
  if (bucket === undefined) {
    return [{ code: "PROTECTED_RESOURCE_DELETED", message: `Bucket ${plan.bucket} no longer exists` }];
  }
  const session = await serviceSession(store, plan.role, malwareService, plan.arn);
  const needs = s3Needs("s3:PutObject", { bucket, key: testObject }, {});
  const puts = session !== undefined && (await sessionMay(store, session, plan.region, needs));
  return puts
    ? []
    : [{ code: "INSUFFICIENT_TEST_OBJECT_PERMISSIONS", message: `${plan.role} cannot put the test object` }];
}

function bodyOf({ body }: Call): Members {
  return membersOf(body ?? Buffer.alloc(0));
}

function bucketIn(body: Members): Members {
  const resource = body["protectedResource"];
  const bucket = isMembers(resource) ? resource["s3Bucket"] : undefined;
  return isMembers(bucket) ? bucket : {};
}

function taggingIn({ actions }: Members): MalwarePlan["tagging"] | undefined {
  const tagging = isMembers(actions) ? actions["tagging"] : undefined;
  const status = isMembers(tagging) ? tagging["status"] : undefined;
  return status === "ENABLED" || status === "DISABLED" ? status : undefined;
}

function tagsIn({ tags }: Members): Readonly<Record<string, string>> {
  if (!isMembers(tags)) return {};
  return Object.fromEntries(
    Object.entries(tags).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
  );
}
