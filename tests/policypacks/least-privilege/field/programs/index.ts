import { centralLogs } from "./centralLogs";
import { dataLake } from "./dataLake";
import { githubDeploy } from "./githubDeploy";
import { replicatedBackups } from "./replicatedBackups";
import { siteBehindCdn } from "./siteBehindCdn";
import { stateBackend } from "./stateBackend";
import { staticSite } from "./staticSite";
import { thumbnails } from "./thumbnails";
import { worker } from "./worker";

/** Programs that were not written for the pack, by name. */
export const programs: Readonly<Record<string, () => void>> = {
  staticSite,
  siteBehindCdn,
  thumbnails,
  githubDeploy,
  centralLogs,
  dataLake,
  stateBackend,
  worker,
  replicatedBackups,
};
