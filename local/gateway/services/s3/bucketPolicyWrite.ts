import type { PolicyDocument, Statement } from "../../../../access/model";
import { actionData, serviceData } from "../../../../access/data/services";
import { isPublicBucketPolicy } from "../../../../access/evaluate/publicPolicy";
import { readPolicy } from "../../../../access/read/readPolicy";
import type { AwsError } from "../../model";
import type { StoreReader } from "../../store";
import { isKnownPrincipal } from "./principals";
import { s3Error } from "./s3Error";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/add-bucket-policy.html */
const mostBytes = 20 * 1024;

/** What a resource policy of S3 is put on. */
export interface PolicyOwner {
  /** The account: 12 digits. */
  readonly account: string;
  /** ARN of the bucket or the access point. */
  readonly arn: string;
  /** What comes between the ARN and a key: `/`, or `/object/`. */
  readonly beforeKey: string;
  readonly blocksPublicPolicies: boolean;
}

/**
 * Why AWS refuses to store a resource policy of S3; undefined when it takes it.
 *
 * @param text the document as it was put
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
 */
export async function policyFault(
  store: StoreReader,
  text: string,
  owner: PolicyOwner,
): Promise<AwsError | undefined> {
  if (Buffer.byteLength(text) > mostBytes) {
    return s3Error(400, "PolicyTooLarge", "Policy exceeds the maximum allowed document size.");
  }
  if (!text.trimStart().startsWith("{")) {
    return malformedPolicy("Policies must be valid JSON and the first byte must be '{'");
  }
  const read = readPolicy(text, "resource");
  if (!read.ok) return malformedPolicy(wordsOf(read.problems[0]?.path ?? "", read.problems[0]?.check));
  const { document } = read;
  const fault = document.statements.map((statement) => statementFault(statement, owner)).find(Boolean);
  if (fault !== undefined) return malformedPolicy(fault);
  if (!(await knowsPrincipals(store, document))) return malformedPolicy("Invalid principal in policy");
  if (owner.blocksPublicPolicies && isPublicBucketPolicy(document)) {
    const message =
      "public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.";
    return s3Error(403, "AccessDenied", message);
  }
  return undefined;
}

function malformedPolicy(message: string): AwsError {
  return s3Error(400, "MalformedPolicy", message);
}

/** S3's own words for what is wrong at a place of the document. */
function wordsOf(path: string, check: string | undefined): string {
  if (check === "JSON_SYNTAX_ERROR") return "This policy contains invalid Json";
  if (check === "INVALID_VERSION") return "The policy must contain a valid version string";
  if (/\.(?:Not)?Principal\b/.test(path)) return "Invalid principal in policy";
  if (/\.(?:Not)?Action\b/.test(path)) return "Policy has invalid action";
  if (/\.(?:Not)?Resource\b/.test(path)) return "Policy has invalid resource";
  if (/\.Effect\b/.test(path)) return "Invalid effect";
  if (/\.Condition\b/.test(path)) return "Policy has an invalid condition key";
  const missing = ["Principal", "Action", "Resource", "Effect"].find((name) =>
    check?.includes(`MISSING_${name.toUpperCase()}`),
  );
  return missing === undefined ? "Invalid policy syntax." : `Missing required field ${missing}`;
}

function statementFault({ action, resource }: Statement, owner: PolicyOwner): string | undefined {
  const actions = action.patterns;
  if (!actions.every((pattern) => pattern === "*" || /^s3:/i.test(pattern)))
    return "Policy has invalid action";
  const named = actions.filter((pattern) => !/[*?]/.test(pattern));
  if (named.some((name) => actionData(name) === undefined)) return "Policy has invalid action";
  const resources = resource?.patterns ?? [];
  const places = resources.map((pattern) => placeOf(pattern, owner));
  if (places.includes("elsewhere")) return "Policy has invalid resource";
  if (action.negated || resource?.negated === true) return undefined;
  const fits = named.every((name) =>
    typesOf(name).some((type) => places.includes(type) || places.includes("both")),
  );
  return fits ? undefined : "Action does not apply to any resource(s) in statement";
}

type Place = "owner" | "object" | "both" | "elsewhere";

/** What of the owner a resource pattern takes in. */
function placeOf(pattern: string, { arn, beforeKey }: PolicyOwner): Place {
  if (pattern === "*") return "both";
  if (pattern === arn) return "owner";
  if (pattern.startsWith(`${arn}${beforeKey}`)) return "object";
  // `bucket*` takes in the bucket and its objects; AWS takes it although it takes in other buckets too.
  return pattern.startsWith(arn) && /^[*?]/.test(pattern.slice(arn.length)) ? "both" : "elsewhere";
}

function typesOf(action: string): readonly Place[] {
  const types = actionData(action)?.resourceTypes ?? [];
  const known = Object.keys(serviceData("s3")?.resourceTypes ?? {});
  return types
    .filter((type) => known.includes(type))
    .map((type) => (type === "object" || type === "accesspointobject" ? "object" : "owner"));
}

async function knowsPrincipals(store: StoreReader, { statements }: PolicyDocument): Promise<boolean> {
  const arns = new Set(statements.flatMap(({ principal }) => principal?.aws ?? []));
  const known = await Promise.all([...arns].map((arn) => isKnownPrincipal(store, arn)));
  return known.every(Boolean);
}
