//go:build tools

// Package actionlint pins the checker of workflow files that the tests build.
package actionlint

import _ "github.com/rhysd/actionlint/cmd/actionlint"
