#!/usr/bin/env node
"use strict";
// Pulumi's range of Node decides when this project moves on; the SDK's reminder would stand in every output until then.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
// Types are checked by `npm run check`; the command only strips them.
require("ts-node").register({
  transpileOnly: true,
  project: require("node:path").join(__dirname, "../tsconfig.json"),
});
require("./main").main(process.argv);
