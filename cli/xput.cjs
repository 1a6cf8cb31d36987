#!/usr/bin/env node
"use strict";
// Types are checked by `npm run check`; the command only strips them.
require("ts-node").register({
  transpileOnly: true,
  project: require("node:path").join(__dirname, "../tsconfig.json"),
});
require("./main").main(process.argv);
