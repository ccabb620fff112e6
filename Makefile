# Python 3.11 and make are all that is needed. `make run` starts the example town, `make test` runs the tests.
PYTHON ?= $(shell command -v python3.11 || echo python3)
VENV := .venv
BIN := $(VENV)/bin
KILLS ?= 10

.PHONY: run test setup soak check lock texts clean bench

run: $(VENV)/.run
	$(BIN)/python -m bot demo

setup: $(VENV)/.run

test: $(VENV)/.test
	KILLS=$(KILLS) $(BIN)/python -m pytest

soak: $(VENV)/.test
	KILLS=200 $(BIN)/python -m pytest tests/crash -s -o faulthandler_timeout=0

check: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.test
	$(BIN)/python -m benchmarks.relay
	$(BIN)/python -m benchmarks.start
	$(BIN)/python -m benchmarks.guard
	$(BIN)/python -m benchmarks.districts
	$(BIN)/python -m benchmarks.telegram
	$(BIN)/python -m benchmarks.sms
	$(BIN)/python -m benchmarks.announce
	$(BIN)/python -m benchmarks.timers

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make run PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.test: requirements-dev.lock $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# After a change of dependencies in pyproject.toml.
lock:
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header -o requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml

# After a change of sentences in the code: new ones appear in the catalogs, empty, and a test asks for them.
texts:
	$(BIN)/pybabel -q extract -k t -k tn:1,2 -k pt:1c,2 --no-location --omit-header -o $(VENV)/messages.pot handlers bot
	for language in pl uk; do $(BIN)/pybabel -q update -N --ignore-obsolete -w 150 -l $$language -i $(VENV)/messages.pot -o handlers/texts/$$language.po; done

clean:
	rm -rf $(VENV) var
