# Every target sets itself up: Python 3.11+, git and make are enough.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.PHONY: help demo test lint bench languages screenshots mutants faults fuzz browser repair-check clean

help:
	@echo "make demo    two simulated orgs, one verdict, one report (parity-out/report.html)"
	@echo "make test    the whole test suite"
	@echo "make lint    ruff, mypy --strict, the order of the rooms, and bandit"
	@echo "make bench   the benchmarks, as ratios"
	@echo "make languages  collects the texts of the code into the catalogues of every language, and compiles them"
	@echo "make screenshots  pictures of the report, four verdicts, into build/screens"
	@echo "make mutants would the tests notice? small changes to the code that decides (docs/mutants.md; takes a while)"
	@echo "make faults  every bad answer at every request of a check; writes docs/faults.md (takes a while)"
	@echo "make repair-check  Salesforce's own library takes every file of a repair (fetches Node 22 by npm)"
	@echo "make fuzz    random bytes into everything that reads bytes, SECONDS=60 for each"

# LOCKED=1 (as .ci/run sets it) installs exactly what requirements.lock has, each file by its hash.
$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
ifdef LOCKED
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
else
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
endif
	@touch $@

languages: $(STAMP)
	@$(BIN)/python docs/catalogues.py

demo: $(STAMP)
	@$(BIN)/parity simulate --demo --out parity-out

test: $(STAMP) browser
	@$(BIN)/python -m pytest

# The report is tested in a real browser: one that is there, else Debian's, else Playwright's own.
browser: $(STAMP)
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq >/dev/null \
	     && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null 2>&1; } \
	|| $(BIN)/playwright install chromium \
	|| echo "no browser could be installed: the tests of the report are skipped" >&2

lint: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/bandit -q -c pyproject.toml -r parity

bench: $(STAMP) browser
	@$(BIN)/python -m benchmarks.compare
	@$(BIN)/python -m benchmarks.causes
	@$(BIN)/python -m benchmarks.report
	@$(BIN)/python -m benchmarks.report_filter

screenshots: $(STAMP) browser
	@$(BIN)/python -m tests.screens build/screens

mutants: $(STAMP)
	@$(BIN)/python -m benchmarks.mutants

faults: $(STAMP)
	@$(BIN)/python -m tests.faults

# Node comes first and by itself, for under an older one npm picks releases that do not run. Without npm the tests skip.
repair-check: $(STAMP)
	@npm install --silent --no-audit --no-fund --prefix .node node@22
	@PATH="$(CURDIR)/.node/node_modules/node/bin:$$PATH" npm install --silent --no-audit --no-fund --prefix .node \
	    @salesforce/source-deploy-retrieve@13
	@PARITY_NODE=.node $(BIN)/python -m pytest -n0 -rs tests/repair/test_source_deploy_retrieve.py

fuzz: $(STAMP)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[fuzz]'
	@$(BIN)/python -m tests.fuzz $(or $(SECONDS),60)

clean:
	rm -rf $(VENV) mutants parity-out build dist *.egg-info
