import { CreateOpenIDConnectProviderCommand } from "@aws-sdk/client-iam";
import { partitionOf } from "../../iam/arn";
import { uploaderPolicy } from "../../iam/source";
import type { Settings } from "../../settings/settings";
import type { Source } from "../../settings/source";
import type { LocalAws } from "../admin";
import { outsideAccount, uploadersInAccount, uploadersOf, type Uploader } from "../uploaders";
import { declareWebIdentity } from "../webIdentity";
import { attachPolicy, ensureGroup, ensurePrincipal, inAccount, unlessExists } from "./principals";

/**
 * Makes the uploaders of one source, with the policy that their accounts' owners would attach where this program does
 * not. An organization's uploaders are in an account outside it, too: that one must be refused.
 */
export async function seedUploaders(
  aws: LocalAws,
  settings: Settings,
  sourceName: string,
  source: Source,
): Promise<void> {
  if (source.kind === "webIdentity") {
    await seedProvider(aws, settings, source);
    return;
  }
  const policy = uploaderPolicy(settings, sourceName, source);
  const outsiders = source.kind === "organization" ? uploadersInAccount(source, outsideAccount) : [];
  for (const uploader of [...uploadersOf(source), ...outsiders]) {
    if (uploader.kind === "webIdentity") continue;
    const { accountId, name } = uploader;
    await inAccount(aws, accountId, async (iam) => {
      await ensurePrincipal(iam, partitionOf(aws.region), name, accountId);
      if (!isAttachedByProgram(source, uploader)) {
        await attachPolicy(iam, name, `put-to-xput-${sourceName}`, policy);
      }
    });
  }
  if (source.kind === "organization") return;
  await inAccount(aws, source.accountId, async (iam) => {
    for (const { group, members } of source.groups) await ensureGroup(iam, group, members);
  });
}

/** Roles of IAM Identity Center and principals that no setting names get their policies elsewhere. */
function isAttachedByProgram(source: Source, { label }: Uploader): boolean {
  return (
    source.kind === "account" &&
    source.manage !== undefined &&
    !source.everyPrincipal &&
    !label.startsWith("permission-set/")
  );
}

async function seedProvider(
  aws: LocalAws,
  { destination }: Settings,
  { webIdentity }: Extract<Source, { readonly kind: "webIdentity" }>,
): Promise<void> {
  const { provider, audience, existingProvider } = webIdentity;
  await declareWebIdentity(aws, provider);
  if (!existingProvider) return;
  await inAccount(aws, destination.accountId, async (iam) => {
    const made = { Url: `https://${provider}`, ClientIDList: [audience] };
    await unlessExists(iam.send(new CreateOpenIDConnectProviderCommand(made)));
  });
}
