# Two commands: `make run` plans the sample ministry and serves the app, `make test` checks everything.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv pip install -q --python $(BIN)/python
INSTALL := $(UV) --require-hashes
LOCK := $(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --no-annotate
SERVE ?= 1
PORT ?= 8501
SCENARIOS := $(wildcard scenarios/*.yaml)

.PHONY: run test test-deep setup setup-test system bench lint lock clean screenshots

run: setup
	@$(BIN)/planner batch $(SCENARIOS) --workers 2 --workbooks --out runs
ifneq ($(SERVE),0)
	@echo "http://localhost:$(PORT)"
	@$(BIN)/python -m planner.ui.serve --server.port $(PORT)
endif

# One more than there are cores, for a third of the time tests wait for a process that they started; four at most.
TESTERS := $(shell n=$$(nproc 2>/dev/null || echo 2); if [ $$n -lt 4 ]; then echo $$((n + 1)); else echo 4; fi)

# The browser has the machine to itself: its tests come after the others, which share the cores.
test: setup-test system
	$(BIN)/python -m ruff check .
	$(BIN)/python -m pytest -q -n $(TESTERS) --dist loadfile --ignore tests/browser
	$(BIN)/python -m pytest -q tests/browser

# The solver against trying every plan, twenty times as many random cases; then hundreds of kills of all writers of plans, and 200
# of the workspace's on each database, every value of a plan forged, 500 changed bytes in each kind of file, and 100 exchanges of two.
test-deep: setup-test
	DEEP=20 $(BIN)/python -m pytest -q --timeout 7200 tests/optimise/solve/test_against_enumeration.py tests/optimise/solve/test_whole_road.py
	DEEP=10 $(BIN)/python -m pytest -q -n auto --maxprocesses 4 --timeout 7200 tests/service/test_whole_folders.py tests/service/sweeps/test_kills.py tests/service/jobs/test_app_kills.py tests/service/test_verification.py tests/service/test_hostile_folders.py tests/roster/corrections/test_ledger_chain.py tests/report/exchange tests/service/workspace/test_kills.py

setup: $(VENV)/.ready
setup-test: $(VENV)/.ready-test

# What installs is itself installed by hash: uv, which then takes the locked sets in seconds, and setuptools, which builds this
# package. Everything is compiled once here: a command then starts in half the time, also where Python may not write beside its sources.
$(VENV)/.ready: requirements-setup.txt requirements.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-setup.txt
	@$(INSTALL) --compile-bytecode -r requirements.txt
	@$(UV) --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q planner
	@touch $@

$(VENV)/.ready-test: $(VENV)/.ready requirements-dev.txt
	@$(INSTALL) --compile-bytecode -r requirements-dev.txt
	@touch $@

# Chromium, LibreOffice, poppler and PostgreSQL for the tests that need them; where this is not root those tests skip and say so.
system:
	@sh tests/system.sh

# LARGE=1 also gives the solvers that people would pick instead the problem of 100,000 people.
bench: $(VENV)/.ready-bench
	LARGE=$(LARGE) $(BIN)/python -m bench

$(VENV)/.ready-bench: $(VENV)/.ready-test requirements-bench.txt
	@$(INSTALL) -r requirements-bench.txt
	@touch $@

lint: setup-test
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .

lock: setup
	printf 'setuptools\nuv\n' | $(LOCK) - -o requirements-setup.txt
	$(LOCK) --extra cluster pyproject.toml -o requirements.txt
	$(LOCK) --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	$(LOCK) --group bench -c requirements.txt -c requirements-dev.txt pyproject.toml -o requirements-bench.txt

screenshots: setup-test
	$(BIN)/python docs/make_screenshots.py

clean:
	rm -rf $(VENV) runs
