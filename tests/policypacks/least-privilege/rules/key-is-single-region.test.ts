/** Proves: which keys stand in several Regions. Not that a copy of the objects can do without. */
import { rule } from "../../../../policypacks/least-privilege/rules/key-is-single-region";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const key = (props: Readonly<Record<string, unknown>>, type = "key:Key") => ({
  type: `aws:kms/${type}`,
  props: { description: "objects", ...props },
});
const primaryKeyArn = "arn:aws:kms:eu-west-1:111111111111:key/mrk-0a1b2c3d";

ruleTests(rule, {
  message: /must not be true|must not be the replica|must be known/,
  passes: [
    ["not said", key({})],
    ["said to be false", key({ multiRegion: false })],
    ["imported material", key({ multiRegion: false }, "externalKey:ExternalKey")],
  ],
  fails: [
    ["several Regions", key({ multiRegion: true })],
    ["imported material in several Regions", key({ multiRegion: true }, "externalKey:ExternalKey")],
    ["a replica", key({ primaryKeyArn }, "replicaKey:ReplicaKey")],
    ["a replica of imported material", key({ primaryKeyArn }, "replicaExternalKey:ReplicaExternalKey")],
    ["not known", key({ multiRegion: unknownText })],
  ],
  leavesAlone: [["an alias", key({ targetKeyId: "mrk-0a1b2c3d" }, "alias:Alias")]],
});
