# Every target sets itself up: Python 3.11+, git and make are enough.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.PHONY: help demo test lint bench clean

help:
	@echo "make demo    two simulated orgs, one verdict, one report (parity-out/report.html)"
	@echo "make test    the whole test suite"
	@echo "make lint    ruff and mypy --strict"
	@echo "make bench   the benchmarks, as ratios"

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(STAMP)
	@$(BIN)/parity simulate --demo --out parity-out

test: $(STAMP)
	@$(BIN)/python -m pytest

lint: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: $(STAMP)
	@$(BIN)/python -m benchmarks.compare

clean:
	rm -rf $(VENV) parity-out build dist *.egg-info
