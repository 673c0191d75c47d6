# `make run` and `make test` need Python 3.11+, make and a C library; the rest installs itself.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: audit-verify browser help run test check bench lock clean setup format

# The first Python that is new enough; PYTHON=… chooses another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BOOTSTRAP = @test -n "$(PYTHON)" || { echo "simiti: Python 3.11 or newer is needed" >&2; exit 1; }; \
	PYTHONPATH=deploy $(PYTHON) -m local.bootstrap
VENV = .venv/bin
PYTEST = $(VENV)/python -m pytest -n 2 --dist loadfile
unexport PYTHONDONTWRITEBYTECODE PYTHONPATH PYTHONHOME

help: ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' $(MAKEFILE_LIST)

browser: # a Chromium for the end-to-end tests, where the machine has none, and an example's packages
	$(BOOTSTRAP) browser example

setup: ## install everything into this checkout (the others do it by themselves)
	$(BOOTSTRAP) web

run: ## start Simiti on http://127.0.0.1:8000 (SIMITI_PORT, SIMITI_HOME); Ctrl-C stops it
	$(BOOTSTRAP) web
	@exec $(VENV)/python -m local.run --with-parent

test: ## every test; TESTS="-k import tests/core" for some
	$(BOOTSTRAP) web browser example
	@$(PYTEST) $(TESTS)

check: ## format, lint, types, import contracts, web checks (not the tests)
	@.ci/run check

format: ## put every file into its form
	$(BOOTSTRAP)
	@$(VENV)/ruff check --fix-only --quiet . ; $(VENV)/ruff format .

bench: ## measure pace; prints figures, asserts none
	$(BOOTSTRAP) web
	@for file in tests/bench/*.py; do \
		echo "== $$file"; $(VENV)/python "$$file" || exit 1; done

audit-verify: ## prove that the audit log is whole (a running `make run`, or SIMITI_WORKER_DATABASE_URL)
	$(BOOTSTRAP)
	@$(VENV)/simiti audit verify $(if $(ANCHORS),--anchors $(ANCHORS))

lock: ## resolve the Python packages anew into the lock files; KEEP=1 only adds what is new
	$(BOOTSTRAP)
	@$(VENV)/python -m local.lock $(if $(KEEP),--keep)

clean: ## remove what was installed and built (not .simiti: it holds data)
	rm -rf .boot .venv .cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis \
		services/web/node_modules services/web/dist
	find packages services deploy tests -name __pycache__ -type d -prune -exec rm -rf {} +
