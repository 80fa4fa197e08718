# One Makefile: each target is the only command that its job needs.
PYTHON ?= python3
BIN := .venv/bin
LOCKED := UV_PROJECT_ENVIRONMENT=.venv $(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python

.PHONY: setup lock
setup: .venv/.runtime ## leaves .venv/bin/vidcommerce ready

.venv/bin/uv:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9

.venv/.runtime: .venv/bin/uv requirements.lock pyproject.toml
	$(LOCKED) requirements.lock
	$(BIN)/uv pip install --quiet --no-deps --python $(BIN)/python --editable .
	touch $@

lock: .venv/bin/uv ## resolves again; the lock names versions and hashes, never a host
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --group lock pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --group lock --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
