# Everything here needs only python3 with pip, and make. The environment is made on first use.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Two workers fill two cores; more would only fight for them.
WORKERS ?= 2
# One by one, in their order: the long ones come first, and no worker is left alone with some.
PARALLEL := -n $(WORKERS) --dist load --maxschedchunk 1

.DEFAULT_GOAL := help

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-12s %s\n", $$1, $$2}'

$(READY): pyproject.toml src/fastscaffold/__init__.py
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable . --group dev --group generated
	$(BIN)/python -m compileall -q src
	touch $(READY)

.PHONY: install
install: $(READY) ## Make the environment that all other targets use

.PHONY: demo
demo: $(READY) ## Create a project, add the features of examples/shop.yaml, migrate, test
	$(BIN)/python scripts/demo.py

.PHONY: test
test: $(READY) ## Run all tests; a shorter round on other Pythons that are installed
	$(BIN)/python -m pytest -m "not wide" $(PARALLEL)
	$(BIN)/python scripts/other_pythons.py $(PARALLEL)

.PHONY: test-fast
test-fast: $(READY) ## Only the tests that generate no whole project
	$(BIN)/python -m pytest -m "not slow and not wide" $(PARALLEL)

.PHONY: test-all
test-all: $(READY) ## Run everything, the widest matrices included
	$(BIN)/python -m pytest $(PARALLEL)
	$(BIN)/python scripts/other_pythons.py $(PARALLEL)

.PHONY: attack
attack: $(READY) ## Attack a running project from outside, and write docs/attacks-live.md
	PYTHONPATH=tests $(BIN)/python -m attacks --write

.PHONY: degraded
degraded: $(READY) ## Attack projects made worse on purpose, audit them too, and write docs/degraded.md
	PYTHONPATH=tests $(BIN)/python -m attacks.degraded --write

.PHONY: lint
lint: $(READY) ## Check the style of our own source
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

.PHONY: types
types: $(READY) ## Check the types of our own source, strictly, twice
	$(BIN)/mypy
	$(BIN)/pyright

.PHONY: golden
golden: $(READY) ## Rewrite the golden trees; read the diff
	$(BIN)/python -m pytest tests/golden --rewrite-golden -q

.PHONY: bench
bench: $(READY) .cache/rivals/.ready ## Measure whole commands as ratios to `python -c pass`
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.audit

.PHONY: bench-requests
bench-requests: $(READY) ## Measure requests beside what one writes by hand; needs wrk
	$(BIN)/python -m benchmarks.requests
	$(BIN)/python -m benchmarks.requests --layers

.cache/rivals/.ready: pyproject.toml
	$(PYTHON) -m venv .cache/rivals
	.cache/rivals/bin/python -m pip install --quiet --upgrade pip
	.cache/rivals/bin/python -m pip install --quiet --group rivals
	touch $@
