import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { editorSchema } from "./editorSchema";

writeFileSync(join(__dirname, "stack.schema.json"), `${JSON.stringify(editorSchema(), undefined, 2)}\n`);
