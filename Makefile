# What a person does with this repository. `make` lists it.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:
.NOTPARALLEL:

PYTHON ?=
# `make run PORT=8123`; without it 8000, or the next free port.
PORT ?=
# More arguments for the tool behind a target: `make test ARGS="tests/api -k etag"`.
ARGS ?=
# `make bench BASE=main`: compare with another revision.
BASE ?=
SURE ?=

export PYTHON
BIN := .venv/bin
ENVIRONMENT = python="$$(tools/find-python)" && "$$python" -m tools.environment
FRONT_END_TOOLS = PATH="$$($(BIN)/python -m tools.node):$$PATH"
BESIDE_SERVERS = $(BIN)/python -m freehold.embedded.testing --

.PHONY: help
help: ## this list
	@echo 'make run [PORT=8123]   install, build, start everything, print the addresses'
	@echo 'make test              every test, those in a browser too'
	@echo
	@sed -n 's/^\([a-z-]*\):.*## /\1 /p' Makefile | sort | while read -r target text; do printf '  %-18s %s\n' "$$target" "$$text"; done

.PHONY: run
run: environment build-frontend ## start the product here: database, broker, web, worker, beat
	@exec $(BIN)/python -m freehold.embedded $(if $(PORT),--port $(PORT)) $(ARGS)

.PHONY: setup
setup: environment-dev build-frontend ## everything for working on the product: packages, web app, commit hooks
	@if [ -d .git ]; then $(BIN)/pre-commit install --install-hooks >/dev/null 2>&1 || echo 'The commit hooks could not be installed; everything else works.'; fi

.PHONY: environment environment-dev
environment:
	@$(ENVIRONMENT) local
environment-dev:
	@$(ENVIRONMENT) dev

.PHONY: build-frontend
build-frontend: environment ## build the web app, if its sources changed
	@$(BIN)/python -m tools.front_end

.PHONY: test
test: environment-dev build-frontend ## every test; ARGS="…" are pytest's
	@$(FRONT_END_TOOLS) npm --prefix frontend run test
	@$(BIN)/python -m tools.browser
	@$(FRONT_END_TOOLS) $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

.PHONY: coverage
coverage: environment-dev build-frontend ## every Python test, with the lines that none of them runs
	@$(BIN)/python -m tools.browser
	@$(FRONT_END_TOOLS) $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --cov --cov-report=term $(ARGS)

.PHONY: bench
bench: environment-dev ## measure what the product promises about speed
	@$(BIN)/python -m tests.load $(if $(BASE),--base $(BASE)) $(ARGS)

.PHONY: bench-tenants
bench-tenants: environment-dev ## what many tenants cost: made, migrated, listed, exported, restored, erased; TENANTS=1000
	@$(BIN)/python -m tests.load --tenants $(or $(TENANTS),1000) --only tenant,tenants,migrate,among,life $(ARGS)

.PHONY: load
load: environment-dev ## many people at work at once; ARGS="--users 50 --tenants 5 --minutes 1"
	@$(BIN)/python -m tests.load.users $(ARGS)

.PHONY: bench-web
bench-web: environment-dev build-frontend ## measure the web app in a browser against its budgets
	@$(BIN)/python -m tools.browser
	@$(BESIDE_SERVERS) $(BIN)/python -m tests.load.web $(ARGS)

.PHONY: lint
lint: environment-dev ## style, imports between layers, the web app's style
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/python -m tools.front_end install
	@$(FRONT_END_TOOLS) npm --prefix frontend run lint

.PHONY: types
types: environment-dev ## types of Python and TypeScript
	@$(BIN)/mypy
	@$(BIN)/python -m tools.front_end install
	@$(FRONT_END_TOOLS) npm --prefix frontend run types

.PHONY: check
check: lint types generated ## all that needs no test: lint, types, migrations, generated files

.PHONY: generated
generated: environment-dev ## whether migrations, OpenAPI file, typed client and locks fit their sources
	@$(FRONT_END_TOOLS) $(BESIDE_SERVERS) $(BIN)/python -m tools.generated check

.PHONY: generate
generate: environment-dev ## write the OpenAPI file and the web app's typed client anew
	@$(FRONT_END_TOOLS) $(BESIDE_SERVERS) $(BIN)/python -m tools.generated write

.PHONY: fmt
fmt: environment-dev ## bring everything into the house's style
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .
	@$(BIN)/python -m tools.front_end install
	@$(FRONT_END_TOOLS) npm --prefix frontend run format

.PHONY: lock
lock: environment-dev ## write the locks from pyproject.toml; ARGS=--upgrade takes newer versions
	@$(BIN)/python -m tools.lock $(ARGS)

.PHONY: clean
clean: ## remove what can be made again; the installation's data in var/ stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache htmlcov \
	    .coverage .coverage.* frontend/node_modules frontend/dist frontend/tools/openapi/node_modules \
	    var/static var/test
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo 'Removed. The data in var/ is still there: `make reset SURE=yes` deletes it.'

.PHONY: reset
reset: environment ## delete this installation's data, to begin anew: make reset SURE=yes
	@if [ "$(SURE)" != yes ]; then echo 'This deletes every tenant of this folder. If you are sure: make reset SURE=yes' >&2; exit 1; fi
	@$(BIN)/python -m freehold.embedded.reset
