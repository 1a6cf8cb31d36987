#!/usr/bin/env node
"use strict";
// Pulumi's range of Node decides when this project moves on; the SDK's reminder would stand in every output until then.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
process.setSourceMapsEnabled(true);
require("../local/transpiled.cjs");
require("./main").main(process.argv);
