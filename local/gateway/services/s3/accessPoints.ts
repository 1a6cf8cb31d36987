import { moduleMap } from "../../state/keptMap";
import type { StoreReader } from "../../store";
import type { AccessPointName } from "./address";
import { childOf, readXml, textOf } from "../../xml";
import type { XmlElement } from "../../xml";

/** An access point as the store has it. */
export interface AccessPoint {
  readonly name: string;
  /** The account that made it: 12 digits. */
  readonly account: string;
  readonly region: string;
  readonly bucket: string;
  readonly alias: string;
  readonly networkOrigin: "Internet" | "VPC";
  /** Whether a public policy may not be put on it. */
  readonly blocksPublicPolicies: boolean;
  /** The only VPC that it takes requests from. */
  readonly vpcId?: string;
}

/** Aliases do not say whose they are: those that passed the gateway are remembered. */
const byAlias = moduleMap<AccessPointName & { readonly region: string }>("accessPointAlias");

/** Remembers whose an alias is; called with every answer that names one. */
export function rememberAlias(alias: string, account: string, region: string, name: string): void {
  if (!byAlias.has(alias)) byAlias.set(alias, { account, region, name });
}

/** The access point of a name; undefined when there is none. */
export async function findAccessPoint(
  store: StoreReader,
  account: string,
  region: string,
  name: string,
): Promise<AccessPoint | undefined> {
  return store.cached(
    [`${account}/s3-control`],
    `s3-control/accesspoint/${account}/${region}/${name}`,
    async () => {
      const answer = await askControl(store, account, region, `/v20180820/accesspoint/${name}`);
      const found = answer === undefined ? undefined : readAccessPoint(answer, account, region);
      if (found !== undefined) rememberAlias(found.alias, account, region, found.name);
      return found;
    },
  );
}

/**
 * The access point that has this alias; undefined when there is none.
 *
 * @param nearAccount where an alias is looked for that was made before this process began
 * @param nearRegion likewise
 */
export async function findByAlias(
  store: StoreReader,
  alias: string,
  nearAccount: string | undefined,
  nearRegion: string,
): Promise<AccessPoint | undefined> {
  const known = byAlias.get(alias);
  if (known !== undefined) {
    const found = await findAccessPoint(store, known.account, known.region, known.name);
    return found?.alias === alias ? found : undefined;
  }
  if (nearAccount === undefined) return undefined;
  const list = await askControl(store, nearAccount, nearRegion, "/v20180820/accesspoint");
  const listed = childOf(list, "AccessPointList")?.children ?? [];
  const name = textOf(
    listed.find((element) => textOf(element, "Alias") === alias),
    "Name",
  );
  return name === undefined ? undefined : findAccessPoint(store, nearAccount, nearRegion, name);
}

async function askControl(
  store: StoreReader,
  account: string,
  region: string,
  path: string,
): Promise<XmlElement | undefined> {
  const answer = await store.ask({
    account,
    signingName: "s3",
    region,
    path,
    headers: { "x-amz-account-id": account },
  });
  return answer.httpStatus === 200 ? readXml(answer.body.toString()) : undefined;
}

function readAccessPoint(element: XmlElement, account: string, region: string): AccessPoint | undefined {
  const name = textOf(element, "Name");
  const bucket = textOf(element, "Bucket");
  const alias = textOf(element, "Alias");
  if (name === undefined || bucket === undefined || alias === undefined) return undefined;
  const vpcId = textOf(childOf(element, "VpcConfiguration"), "VpcId");
  const networkOrigin = textOf(element, "NetworkOrigin") === "VPC" ? "VPC" : "Internet";
  return {
    name,
    account,
    region,
    bucket,
    alias,
    networkOrigin,
    blocksPublicPolicies:
      textOf(childOf(element, "PublicAccessBlockConfiguration"), "BlockPublicPolicy") !== "false",
    ...(vpcId === undefined ? {} : { vpcId }),
  };
}
