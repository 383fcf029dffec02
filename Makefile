# Two commands: `make run` plans the sample ministry and serves the app, `make test` checks everything.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SERVE ?= 1
PORT ?= 8501
SCENARIOS := $(wildcard scenarios/*.yaml)

.PHONY: run test test-deep setup setup-test system bench lint lock clean screenshots

run: setup
	@$(BIN)/planner batch $(SCENARIOS) --workers 2 --out runs
ifneq ($(SERVE),0)
	@echo "http://localhost:$(PORT)"
	@$(BIN)/python -m planner.ui.serve --server.port $(PORT)
endif

# The browser has the machine to itself: its tests come after the others, which share the cores.
test: setup-test system
	$(BIN)/python -m ruff check .
	$(BIN)/python -m pytest -q -n auto --maxprocesses 4 --dist loadfile --ignore tests/browser
	$(BIN)/python -m pytest -q tests/browser

# The solver against trying every plan, twenty times as many random cases.
test-deep: setup-test
	DEEP=20 $(BIN)/python -m pytest -q --timeout 7200 tests/optimise/solve/test_against_enumeration.py tests/optimise/solve/test_whole_road.py

setup: $(VENV)/.ready
setup-test: $(VENV)/.ready-test

# uv installs the locked set in seconds; where pip cannot fetch it, pip itself installs the same set. Everything is compiled
# once here: a command then starts in half the time, also where Python may not write beside its sources.
$(VENV)/.ready: requirements.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check uv 2>/dev/null || true
	@if test -x $(BIN)/uv; then $(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.txt; \
	else $(BIN)/python -m pip install -q --require-hashes -r requirements.txt; fi
	@if test -x $(BIN)/uv; then $(BIN)/uv pip install -q --python $(BIN)/python --no-deps -e .; \
	else $(BIN)/python -m pip install -q --no-deps -e .; fi
	@$(BIN)/python -m compileall -q planner
	@touch $@

$(VENV)/.ready-test: $(VENV)/.ready requirements-dev.txt
	@if test -x $(BIN)/uv; then $(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python --require-hashes -r requirements-dev.txt; \
	else $(BIN)/python -m pip install -q --require-hashes -r requirements-dev.txt; fi
	@touch $@

# Chromium and LibreOffice for the tests that need them; where this is not root those tests skip and say so.
system:
	@sh tests/system.sh

# LARGE=1 also gives the solvers that people would pick instead the problem of 100,000 people.
bench: $(VENV)/.ready-bench
	LARGE=$(LARGE) $(BIN)/python -m bench

$(VENV)/.ready-bench: $(VENV)/.ready-test requirements-bench.txt
	@if test -x $(BIN)/uv; then $(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements-bench.txt; \
	else $(BIN)/python -m pip install -q --require-hashes -r requirements-bench.txt; fi
	@touch $@

lint: setup-test
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .

lock: setup
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --group bench -c requirements.txt -c requirements-dev.txt pyproject.toml -o requirements-bench.txt

screenshots: setup-test
	$(BIN)/python docs/make_screenshots.py

clean:
	rm -rf $(VENV) runs
