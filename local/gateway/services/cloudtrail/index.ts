import type { Call } from "../../model";
import type { Amendment, Forwarding, Passing, Service, StoreHead } from "../../service";
import type { TrailRecorder } from "../../trail/trailRecorder";
import { askJson, isMembers, membersOf, textMember } from "../askJson";
import { jsonAnswer, jsonError, storeRefusal } from "../jsonAnswer";
import { lookupEvents, statusMembers } from "./answers";
import { readCloudTrail, trailArn } from "./read";
import { selectorFault } from "./selectorFault";
import { tooManyTrails, trailFault } from "./trailFault";
import { viewOfTrails } from "./trailView";

/**
 * AWS CloudTrail. The store keeps trails, selectors and tags; what is recorded and delivered is the gateway's.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/Welcome.html
 */
export function cloudTrailService(trail: TrailRecorder): Service {
  return {
    name: "cloudtrail",
    protocol: "json",
    read: (call, caller) => Promise.resolve(readCloudTrail(call, caller)),
    beforeForward: (passing) => beforeForward(passing, trail),
    afterResponse: (passing, head) => afterResponse(passing, head, trail),
  };
}

/** What ends or changes how events are delivered: those of before are delivered as it was. */
const changingDelivery: ReadonlySet<string> = new Set([
  "DeleteTrail",
  "PutEventSelectors",
  "StopLogging",
  "UpdateTrail",
]);

async function beforeForward(passing: Passing, trail: TrailRecorder): Promise<Forwarding> {
  const { call, ownerAccount, store } = passing;
  const { operation, parameters, region, requestId } = call;
  if (changingDelivery.has(operation)) await trail.flush();
  switch (operation) {
    case "LookupEvents": {
      await trail.flush();
      const found = lookupEvents(call, ownerAccount, trail);
      if (!found.ok) return { kind: "refused", error: found.error };
      return { kind: "answer", answer: jsonAnswer(found.members, requestId) };
    }
    case "ListPublicKeys": {
      const PublicKeyList = [await trail.signer.publicKey()];
      return { kind: "answer", answer: jsonAnswer({ PublicKeyList }, requestId) };
    }
    case "GetInsightSelectors": {
      const name = textMember(parameters, "TrailName") ?? "";
      const message = `Trail ${trailArn(name, ownerAccount, region)} does not have Insights enabled. Edit the trail settings to enable Insights, and then try the operation again.`;
      return { kind: "refused", error: jsonError("InsightNotEnabledException", message) };
    }
    case "PutEventSelectors": {
      const error = selectorFault(parameters);
      return error === undefined ? { kind: "forward" } : { kind: "refused", error };
    }
    case "CreateTrail":
    case "UpdateTrail": {
      const bucket = textMember(parameters, "S3BucketName");
      if (operation === "CreateTrail") {
        if (bucket === undefined) {
          const error = jsonError("InvalidS3BucketNameException", "Bucket name cannot be blank!");
          return { kind: "refused", error };
        }
        const tooMany = await tooManyTrails(store, ownerAccount, region);
        if (tooMany !== undefined) return { kind: "refused", error: tooMany };
      }
      const error = await trailFault(store, await wantedTrail(passing));
      return error === undefined ? { kind: "forward" } : { kind: "refused", error };
    }
    default:
      return { kind: "forward" };
  }
}

/** In an update, a prefix or key that is not named stays as it is. */
async function wantedTrail({
  call,
  ownerAccount,
  store,
}: Passing): Promise<Parameters<typeof trailFault>[1]> {
  const { operation, parameters, region } = call;
  const arn = trailArn(textMember(parameters, "Name") ?? "", ownerAccount, region);
  const stored =
    operation === "UpdateTrail"
      ? await askJson(store, {
          service: "cloudtrail",
          account: ownerAccount,
          region,
          operation: "GetTrail",
          parameters: { Name: arn },
        })
      : undefined;
  const present = stored?.members["Trail"];
  const text = (name: string) =>
    name in parameters
      ? textMember(parameters, name)
      : isMembers(present)
        ? textMember(present, name)
        : undefined;
  return {
    name: arn.slice(arn.indexOf("/") + 1),
    arn,
    account: ownerAccount,
    bucket: text("S3BucketName"),
    prefix: text("S3KeyPrefix"),
    kmsKeyId: text("KmsKeyId"),
    logGroupArn: text("CloudWatchLogsLogGroupArn"),
    logsRoleArn: text("CloudWatchLogsRoleArn"),
    topic: text("SnsTopicName"),
  };
}

async function afterResponse(
  { call, ownerAccount, store }: Passing,
  head: StoreHead,
  trail: TrailRecorder,
): Promise<Amendment | undefined> {
  if (head.httpStatus !== 200) return storeRefusal(head);
  const { operation, parameters, region, requestId } = call;
  const viewed = (members: Readonly<Record<string, unknown>>) => {
    const view = viewOfTrails(members, ownerAccount, region);
    return { answer: jsonAnswer(view, requestId), response: view };
  };
  switch (operation) {
    case "GetTrailStatus": {
      const members = membersOf(await head.body());
      const arn = await arnOf(call, ownerAccount, store);
      return { answer: jsonAnswer({ ...members, ...statusMembers(trail, arn) }, requestId) };
    }
    case "CreateTrail": {
      const lost = await storeWhatWasLost(call, ownerAccount, store);
      return viewed({ ...membersOf(await head.body()), ...lost });
    }
    case "UpdateTrail":
      return viewed(membersOf(await head.body()));
    case "GetTrail":
    case "DescribeTrails": {
      const { answer } = viewed(membersOf(await head.body()));
      return { answer };
    }
    case "PutEventSelectors":
      return { response: membersOf(await head.body()) };
    case "DeleteTrail":
      trail.delivery.forget(trailArn(textMember(parameters, "Name") ?? "", ownerAccount, region));
      return undefined;
    default:
      return undefined;
  }
}

/** The store's CreateTrail passes over the log group and the tags and does not tell the topic; other operations do. */
async function storeWhatWasLost(
  { parameters, region }: Call,
  account: string,
  store: Passing["store"],
): Promise<Readonly<Record<string, unknown>>> {
  const ask = (operation: string, members: Readonly<Record<string, unknown>>) =>
    askJson(store, { service: "cloudtrail", account, region, operation, parameters: members });
  const name = textMember(parameters, "Name") ?? "";
  const lost = Object.fromEntries(
    ["CloudWatchLogsLogGroupArn", "CloudWatchLogsRoleArn", "SnsTopicName"].flatMap((member) => {
      const value = textMember(parameters, member);
      return value === undefined ? [] : [[member, value]];
    }),
  );
  if (Object.keys(lost).length > 0) await ask("UpdateTrail", { Name: name, ...lost });
  const tags = parameters["TagsList"];
  if (Array.isArray(tags) && tags.length > 0) {
    await ask("AddTags", { ResourceId: trailArn(name, account, region), TagsList: tags });
  }
  return lost;
}

/** A multi-region trail can be asked for by its name from every region. */
async function arnOf(
  { parameters, region }: Call,
  account: string,
  store: Passing["store"],
): Promise<string> {
  const name = textMember(parameters, "Name") ?? "";
  const { members } = await askJson(store, {
    service: "cloudtrail",
    account,
    region,
    operation: "GetTrail",
    parameters: { Name: name },
  });
  const found = members["Trail"];
  return (isMembers(found) ? textMember(found, "TrailARN") : undefined) ?? trailArn(name, account, region);
}
