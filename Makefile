# `make` lists the targets. ARGS goes to the command of demo, test, quick and lock, e.g. make test ARGS="-k consent".
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory

# Python keeps the bytecode of modules, unless this is set: then each process that the tests start, some hundreds of
# them, compiles all modules anew, which takes it one to nine seconds.
unexport PYTHONDONTWRITEBYTECODE

ARGS ?=
PG ?=
# How long the storm and the soak of `make chaos` last, how many people its race has, and what chance draws (empty:
# another each time); how long the soak of `make soak` lasts, and where its curve goes.
SECONDS ?= 600
PEOPLE ?= 10000
SEED ?=
MINUTES ?= 40
LIVES ?= 2000
PICTURE ?= docs/soak.svg
# Set PYTHON to use another interpreter; without it, the first of these that is Python 3.11 or newer.
PYTHON ?=
PYTHONS := $(if $(PYTHON),$(PYTHON),python3 python3.13 python3.12 python3.11)

VENV := .venv
BIN := $(VENV)/bin
# Where the tests of `make quick` are.
QUICK := $(addprefix tests/,bot flows handlers storage templates transcripts/test_transcripts.py)
# Tests that wait for processes and for the PostgreSQL beside them leave a processor to one worker more.
WORKERS := $(shell echo $$(($$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2) + 1)))
# Databases of tests lie in memory where there are 6 GB of it for files: each commit of SQLite's waits for the disk.
IN_MEMORY = $(shell df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 6e6 { print "/dev/shm" }')

# Makes the virtual environment if it is missing, or if the Python it was made from is gone.
define make_venv
$(BIN)/python -c pass 2>/dev/null || { \
  found=; \
  for python in $(PYTHONS); do \
    if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found="$$python"; break; fi; \
  done; \
  if [ -z "$$found" ]; then \
    echo "Parley needs Python 3.11 or newer; none of these is: $(PYTHONS). Install one, or name it: make PYTHON=/path/to/python3" >&2; \
    exit 1; \
  fi; \
  "$$found" -m venv --clear $(VENV) || { \
    echo "$$found cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2; \
    rm -rf $(VENV); \
    exit 1; \
  }; \
}
endef

# Installs exactly the lock file $(1), every archive checked against its hash: with uv in seconds, else with pip in
# about a minute. uv itself comes from the development lock, so that its version and hashes stand in one place.
define install_lock
echo "Installing $(1) into $(VENV) …"; \
{ \
  awk '/^uv==/ { found = 1 } found { print } found && !/\\$$/ { exit }' requirements-dev.lock > $(VENV)/uv.lock \
  && $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $(VENV)/uv.lock \
  && $(BIN)/uv pip sync -q --require-hashes --python $(BIN)/python $(1); \
} || { \
  echo "uv did not manage; using pip, which takes about a minute." >&2; \
  $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $(1); \
}
endef

# Runs the tests $(1) while types are checked, and fails where either does. What the types say comes last.
define beside_types
said=$$(mktemp); trap 'rm -f "$$said"' EXIT; \
$(BIN)/mypy >"$$said" 2>&1 & types=$$!; \
$(1) || failed=$$?; \
wait $$types || failed=$$?; \
cat "$$said"; \
exit $${failed:-0}
endef

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: $(VENV)/$(if $(PG),.ok,.run) ## set up, start Parley with a sample business and open its page; PG=1 runs it on PostgreSQL
	@$(BIN)/python $(if $(PG),-W "ignore:XDG_RUNTIME_DIR is not set" -m tests.demo_on_postgres,-m bot demo) $(ARGS)

.PHONY: setup
setup: $(VENV)/.ok ## make .venv with all that the tests need

.PHONY: test
test: lint ## check style and import directions, then types beside all tests; ARGS="-k word" goes to pytest
	@$(call beside_types,PYTEST_DEBUG_TEMPROOT=$(IN_MEMORY) $(BIN)/python -m pytest -n $(WORKERS) $(ARGS))

.PHONY: quick
quick: lint ## answer soon: style, types of what changed, the fast tests of every room, plays on SQLite
	@$(call beside_types,PYTEST_DEBUG_TEMPROOT=$(IN_MEMORY) $(BIN)/python -m pytest -q -n auto --quick $(QUICK) $(ARGS))

# A word of ARGS of `make try`: a path as it is, else the files of tests and the plays with the word in their paths.
plays = $(patsubst tests/transcripts/plays/%.txt,tests/transcripts/test_transcripts.py::test_transcript[sqlite-%],$(1))
named = $(or $(if $(wildcard $(firstword $(subst ::, ,$(1)))),$(1)),$(strip \
  $(shell find tests -name 'test_*.py' -path '*$(1)*') \
  $(call plays,$(shell find tests/transcripts/plays -name '*.txt' -path '*$(1)*'))),$(error no test and no play is called $(1)))

.PHONY: try
try: $(VENV)/.ok ## check what you changed, your words, and the tests and plays of ARGS on SQLite; ARGS="tests/flows undo"
	@changed=$$(git diff --name-only --diff-filter=d HEAD -- '*.py'; git ls-files -o --exclude-standard -- '*.py'); \
	[ -z "$$changed" ] || { $(BIN)/ruff check $$changed; $(BIN)/ruff format --check $$changed; }
	@PYTEST_DEBUG_TEMPROOT=$(IN_MEMORY) $(BIN)/python -m pytest -q -m "not postgres and not system_postgres" \
	  tests/test_words.py tests/test_english.py $(patsubst %,'%',$(foreach word,$(ARGS),$(call named,$(word))))

.PHONY: long
long: $(VENV)/.ok ## run the tests that take too long for `make test`: all of the browser, every line in every scene
	@PYTEST_DEBUG_TEMPROOT=$(IN_MEMORY) $(BIN)/python -m pytest -n $(WORKERS) --long -m "long and not chaos" $(ARGS)
.PHONY: bench
bench: $(VENV)/.ok ## run benches and renew the table of docs/performance.md; ARGS="'idle' 'inbound --runs 3'"
	@$(BIN)/python -m tests.benches record $(ARGS)

.PHONY: bench-guard
bench-guard: $(VENV)/.ok ## compare short benches with tests/benches/baseline.json; more than 10 % worse fails
	@$(BIN)/python -m tests.benches guard $(ARGS)

.PHONY: gates
gates: $(VENV)/.ok ## print the gates of reading and the sizes of the code
	@$(BIN)/python -m tests.gates $(ARGS)

.PHONY: breaks
breaks: $(VENV)/.ok ## break each rule of tests/breaking once and say which test notices; ARGS="--only STOP --near --tree DIR"
	PYTEST_DEBUG_TEMPROOT=$(IN_MEMORY) $(BIN)/python -m tests.breaking $(ARGS)

.PHONY: chaos
chaos: $(VENV)/.ok ## break everything at random for ten minutes; SECONDS=60 PEOPLE=500 SEED=7 change that
	CHAOS_SECONDS=$(SECONDS) CHAOS_PEOPLE=$(PEOPLE) CHAOS_SEED=$(SEED) $(BIN)/python -m pytest -s -v --timeout 0 --long -m chaos tests/chaos $(ARGS)

.PHONY: erasure
erasure: $(VENV)/.ok ## live, erase and search for two thousand people on both databases; LIVES=200 changes that
	PYTEST_DEBUG_TEMPROOT=$(IN_MEMORY) ERASURE_LIVES=$(LIVES) $(BIN)/python -m pytest -n auto --both tests/lives $(ARGS)

.PHONY: soak
soak: $(VENV)/.ok ## run four processes at half load for 40 minutes, kill each in turn, draw what they used; MINUTES=3 changes that
	CHAOS_SECONDS=$$(($(MINUTES) * 60)) CHAOS_SEED=$(SEED) CHAOS_PICTURE=$(PICTURE) \
	  $(BIN)/python -m pytest -s -v --timeout 0 --long tests/chaos/test_soak.py $(ARGS)

.PHONY: lint
lint: $(VENV)/.ok ## check style, formatting and import directions
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

.PHONY: types
types: $(VENV)/.ok ## check types
	$(BIN)/mypy

.PHONY: format
format: $(VENV)/.ok ## format the code and mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: learn
learn: $(VENV)/.ok ## learn what replies mean from the lines in tests/understanding/lines; ARGS="opt_out" for one reader
	$(BIN)/python -m tests.understanding.learning $(ARGS)

.PHONY: understanding
understanding: $(VENV)/.ok ## print how replies are read, by language
	$(BIN)/python -m tests.understanding

.PHONY: oracle
oracle: $(VENV)/.ok ## ask an oracle, written from the statutes alone, about a million sends and every area code; ARGS="--examples"
	$(BIN)/python -m tests.oracle --cases 1000000 --sweep --jobs 2 $(ARGS)

.PHONY: shots
shots: $(VENV)/.ok ## take the screenshots in docs/ (needs chromium)
	SHOTS=1 $(BIN)/python -m pytest --long -m browser $(ARGS)

.PHONY: lock
lock: $(VENV)/.ok ## renew both lock files; ARGS="--upgrade" takes the newest versions
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header $(ARGS) \
	  -o requirements.lock pyproject.toml
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header $(ARGS) \
	  -c requirements.lock --group dev -o requirements-dev.lock pyproject.toml

.PHONY: dist
dist: $(VENV)/.ok ## build the wheel and the sdist into dist/
	rm -rf dist
	$(BIN)/python -m hatchling build -d dist

.PHONY: clean
clean: ## remove the environment, caches and the demo's database
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .coverage
	rm -f demo.db demo.db-wal demo.db-shm demo-delhi.db demo-delhi.db-wal demo-delhi.db-shm
	find bot handlers flows storage templates tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Everything: the service, the tests' tools, and Parley itself as the `parley` command.
$(VENV)/.ok: requirements-dev.lock pyproject.toml
	@$(make_venv)
	@$(call install_lock,$<)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(VENV)/.run $@

# What the demo needs, run from the folder. An environment that already has the tests' tools keeps them.
$(VENV)/.run: requirements.lock
	@if [ -e $(VENV)/.ok ]; then $(MAKE) -s $(VENV)/.ok; else $(make_venv); $(call install_lock,$<); fi
	@touch $@
