# One Makefile: each target is the only command that its job needs.
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
INSTALL := $(UV) pip install --quiet --require-hashes --python $(BIN)/python
EDITABLE := $(UV) pip install --quiet --no-deps --python $(BIN)/python --editable .
RESOLVE := $(UV) pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11
COMPILE := $(RESOLVE) --group lock
STUDIO := $(shell find api/web \( -name node_modules -o -path api/web/tests \) -prune -o -type f -print)
MAKE_STUDIO := $(MAKE) --no-print-directory --silent .venv/.web
# Tests start hundreds of processes, and each would compile all of our sources again.
unexport PYTHONDONTWRITEBYTECODE
# What is of npm must not keep those from the rest who can't reach it; what lands must have it.
TRY_STUDIO := $(MAKE_STUDIO) || { [ "$$CI" != true ] && echo "The studio can't be built here now; its tests are skipped." >&2; }

.PHONY: help setup demo up test test-fast lint catalogues migration lock
help: ## says what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 18

setup: .venv/.runtime ## leaves .venv/bin/vidcommerce ready

demo: setup ## makes the sample clip into a shoppable video page, in demo/
	@$(BIN)/vidcommerce make assets/sample/orchard.mp4 --product assets/sample/product.toml \
	  --script assets/sample/lines.txt --language en --out demo

up: setup ## runs the whole service on this machine; Ctrl-C ends it
	@$(MAKE_STUDIO) || echo "The studio can't be built now (above is why); helpers get the plain review page." >&2
	@$(BIN)/vidcommerce up

test: .venv/.dev ## every check and test; installs what only tests need, when it may
	@tests/system-packages
	$(MAKE) --no-print-directory lint
	$(BIN)/pytest -n 2 --dist worksteal

test-fast: .venv/.dev ## lint, and the tests that encode nothing, in under a minute
	$(MAKE) --no-print-directory lint
	$(BIN)/pytest -n 2 --hypothesis-profile quick -m "not slow and not browser"

lint: .venv/.dev ## ruff with everything selected, mypy strict; biome and tsc where there is npm
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	@$(TRY_STUDIO)
	[ ! -e .venv/.npm ] || { api/web/npm run --silent lint && api/web/npm run --silent types; }

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
	$(RESOLVE) --group web -o requirements-web.lock

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
	@$(INSTALL) --compile-bytecode -r requirements-dev.lock
	@$(EDITABLE)
	@touch .venv/.runtime $@

.venv/.node: .venv/bin/uv requirements-web.lock
	@api/web/node --version >/dev/null 2>&1 || $(INSTALL) -r requirements-web.lock
	@touch $@

.venv/.npm: .venv/.node api/web/package-lock.json api/web/.npmrc
	@rm -f $@
	@api/web/npm ci --ignore-scripts --fetch-retries=1 --loglevel=error >/dev/null
	@touch $@

.venv/.web: .venv/.npm $(STUDIO)
	@api/web/npm run --silent build
	@touch $@
