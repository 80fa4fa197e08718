# One Makefile: each target is the only command that its job needs.
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
INSTALL := $(UV) pip install --quiet --require-hashes --python $(BIN)/python
EDITABLE := $(UV) pip install --quiet --no-deps --python $(BIN)/python --editable .
COMPILE := $(UV) pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --group lock

.PHONY: help setup demo up test test-fast lint catalogues migration lock
help: ## says what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 18

setup: .venv/.runtime ## leaves .venv/bin/vidcommerce ready

demo: setup ## makes the sample clip into a shoppable video page, in demo/
	@$(BIN)/vidcommerce make assets/sample/orchard.mp4 --product assets/sample/product.toml \
	  --script assets/sample/lines.txt --language en --out demo

up: setup ## runs the whole service on this machine; Ctrl-C ends it
	@$(BIN)/vidcommerce up

test: .venv/.dev ## every check and test; installs what only tests need, when it may
	@tests/system-packages
	$(MAKE) --no-print-directory lint
	$(BIN)/pytest -n 2 --dist worksteal

test-fast: .venv/.dev ## lint, and the tests that encode nothing, in under a minute
	$(MAKE) --no-print-directory lint
	$(BIN)/pytest -n 2 -m "not slow and not browser"

lint: .venv/.dev ## ruff with everything selected, mypy strict
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

catalogues: .venv/.dev ## brings the translation catalogues up to date with the marked sentences
	$(BIN)/pybabel -q extract --no-default-keywords -k N_ --no-location --omit-header --sort-output --no-wrap \
	  -o .venv/messages.pot vidcommerce api workers
	$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --no-wrap --omit-header -l zh \
	  -i .venv/messages.pot -o vidcommerce/locale/zh.po

migration: .venv/.dev ## writes the step from the last one to what the models say: make migration m="words"
	$(BIN)/python -m vidcommerce.migrations.write "$(m)"
	$(BIN)/ruff format -q vidcommerce/migrations
	$(BIN)/ruff check -q --fix vidcommerce/migrations

lock: .venv/bin/uv ## resolves the dependencies again; locks name versions and hashes, never a host
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

.venv/bin/uv:
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "vidcommerce needs Python 3.11 or later with venv; on Debian and Ubuntu: sudo apt install python3-venv" >&2; exit 1; }
	@echo "Setting up (once, some minutes on a slow line) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check $$(sed -n 's/^\(uv==[0-9.]*\).*/\1/p' requirements.lock)

.venv/.runtime: .venv/bin/uv requirements.lock pyproject.toml
	@$(INSTALL) -r requirements.lock
	@$(EDITABLE)
	@touch $@

.venv/.dev: .venv/bin/uv requirements-dev.lock pyproject.toml
	@$(INSTALL) -r requirements-dev.lock
	@$(EDITABLE)
	@touch .venv/.runtime $@
