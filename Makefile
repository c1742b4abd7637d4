# Every target is a script of bin/, which works without make as well.
# Arguments for pytest: make test ARGS="tests/ml -k schema"

.PHONY: help run serve test test-postgres test-operations bench screenshots check format coverage lock
.DEFAULT_GOAL := help

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1: /p' Makefile

run: ## Serve the demo on HOST and PORT
	@exec bin/run

serve: ## Serve a production on HOST and PORT
	@exec bin/serve

test: ## Run all tests on SQLite, or on DATABASE_URL
	@exec bin/test $(ARGS)

test-postgres: ## Run all tests on PostgreSQL
	@exec bin/test-postgres $(ARGS)

test-operations: ## Walk docs/operations.md
	@exec bin/test-operations $(ARGS)

bench: ## Measure ours beside its peers (ARGS=--quick)
	@exec bin/bench $(ARGS)

screenshots: ## Make the pictures of the README
	@exec bin/screenshots

check: ## Lint, format, types, imports, migrations, promises
	@exec bin/check

format: ## Format the code and mend what can be mended
	@exec bin/format

coverage: ## Run all tests and report what they do not reach
	@exec bin/coverage $(ARGS)

lock: ## Compile requirements/ from pyproject.toml (ARGS=--upgrade)
	@exec bin/lock $(ARGS)
