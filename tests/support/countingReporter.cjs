"use strict";
const { writeFileSync } = require("node:fs");
const { reporters, Runner } = require("mocha");

/** Mocha's usual output, and the counts as JSON in the file that the option `file` names. */
module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = runner.stats;
      writeFileSync(options.reporterOptions.file, JSON.stringify({ passes, failures, pending }));
    });
  }
};
