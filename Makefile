# Everything the project does, one target each; `make help` lists them.
.POSIX:
.PHONY: help setup report test soak lab check bench catalog lock
.DEFAULT_GOAL := help

PYTHON = python3
UV = 0.13.9
BIN = .venv/bin

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' Makefile | sed 's/:.*##/\t/' | expand -t 10

report: .venv/.runtime ## build the sample quarter's reports (reports/2026Q3/index.html)
	@$(BIN)/nok report 2026Q3

test: .venv/.dev ## run every test
	@$(BIN)/python -m pytest -n 2 -m "not soak"

check: .venv/.dev ## style, architecture, types and the quick tests, in under 90 seconds
	@$(BIN)/ruff format --check -q .
	@$(BIN)/ruff check -q .
	@$(BIN)/lint-imports
	@$(BIN)/pyright
	@$(BIN)/python -m pytest -n 2 -m "not slow and not soak and not browser"

soak: .venv/.dev ## the long sweeps
	@$(BIN)/python -m pytest -n 2 -m soak

lab: .venv/.runtime ## open the workbench in JupyterLab
	@$(BIN)/nok lab

bench: .venv/.dev ## what figures, pages, scores and the door cost, as ratios of one run
	@$(BIN)/python -m benchmarks

setup: .venv/.dev ## set up everything, tests included

catalog: .venv/.dev ## compile the catalogs of sentences
	@$(BIN)/pybabel compile -l ru -i nok_analysis/wording/catalogs/ru.po -o nok_analysis/wording/catalogs/ru.mo

lock: ## pin the requirements anew
	@uv pip compile -q pyproject.toml --extra build --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements.lock
	@uv pip compile -q pyproject.toml --extra build --extra dev -c requirements.lock --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements-dev.lock

.venv/.python:
	@echo "setting up .venv (once; about a minute)"
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; name one: make PYTHON=python3.12 ..." if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check "uv==$(UV)" || echo "going on with pip alone"
	@touch $@

.venv/.runtime: .venv/.python requirements.lock pyproject.toml
	@$(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock || $(BIN)/python -m pip install -q --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: .venv/.runtime requirements-dev.lock
	@$(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python --require-hashes -r requirements-dev.lock || $(BIN)/python -m pip install -q --require-hashes -r requirements-dev.lock
	@touch $@
