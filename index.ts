import { dropPoint } from "./components/dropPoint";
import { stackSettings } from "./settings/stackSettings";

export const { bucketArn, writerRoleArns } = dropPoint(stackSettings());
