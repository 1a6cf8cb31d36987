import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "./rules";
import { rulesPage } from "./rulesPage";

writeFileSync(join(__dirname, "../../docs/rules.md"), rulesPage(rules));
