# make map · make test · make lint · make bench · make clean: the contract; .ci/run calls 'make test'.
# Everything lives in .venv; nothing else of the machine is changed, but for a Chromium that
# 'make test' installs where there is none.

# The reader's numbers: round, illustrative, and nowhere else in the project.
RANGES = --range interceptor=1000km --range kurecik=1500km --range iran=2000km

PY = .venv/bin/python
# --no-compile: Python compiles what it imports when it does, a fraction of what is installed.
PIP = $(PY) -m pip install --quiet --disable-pip-version-check --no-compile -c constraints.txt
WEB = cd layers/web && ../../.venv/bin/node
WEB_SOURCES := $(shell find layers/web -name node_modules -prune -o -name tests -prune -o -type f -print)
SET_UP = pyproject.toml constraints.txt build_web.py

.PHONY: map test test-web lint bench clean
.PHONY: test-oldest test-newest test-install audit fuzz stress

map: .venv/installed
	@.venv/bin/shieldmap map epaa $(RANGES) -o map.html --open

# Two cores are kept busy: apt-get brings a browser beside pip, then lint runs beside the page's tests.
test: .venv/created
	@$(PY) tests/chromium.py --install > .venv/chromium.log 2>&1 & \
	  $(MAKE) --no-print-directory .venv/tests-installed && wait
	@$(PY) tests/chromium.py --install
	@$(MAKE) --no-print-directory -j2 lint test-web
	@echo "Tests in Python, with a browser"
	@OPENBLAS_NUM_THREADS=1 $(PY) -m pytest  # which has a process for every core already

test-web: .venv/tests-installed
	@echo "Tests of the page's code"
	@$(WEB) --test --test-concurrency=2 --test-reporter=dot "tests/*.test.ts"

lint: .venv/tests-installed
	@echo "Lint and types: ruff, mypy, import-linter, tsc"
	@$(PY) -m ruff check --quiet
	@$(PY) -m ruff format --check --quiet
	@$(PY) -m mypy --no-error-summary
	@found=$$(.venv/bin/lint-imports 2>&1) || { echo "$$found"; exit 1; }
	@$(WEB) node_modules/typescript/bin/tsc

# Every reader of outside input, from one seed: FUZZ_RUNS inputs of each kind.
FUZZ_RUNS = 1000
fuzz: .venv/tests-installed
	@[ -f .venv/fuzzer ] || { $(PIP) --only-binary :all: atheris 2> /dev/null || true; touch .venv/fuzzer; }
	@echo "The readers in Python"
	@$(PY) -m tests.fuzz.run -runs=$(FUZZ_RUNS)
	@SHIELDMAP_FUZZ=$$(($(FUZZ_RUNS) / 10)) $(PY) -m pytest tests/fuzz/test_any.py tests/web/test_kml_edits.py
	@echo "The page's readers"
	@cd layers/web && FUZZ_RUNS=$(FUZZ_RUNS) ../../.venv/bin/node --test --test-reporter=dot tests/fuzz.test.ts

# Geometry against the distance oracle, in full: some minutes. 'make test' runs a thousandth of it.
STRESS = 100000
stress: .venv/tests-installed
	@SHIELDMAP_STRESS=$(STRESS) OPENBLAS_NUM_THREADS=1 $(PY) -m pytest tests/stress

# Peers that cannot be installed are skipped by name.
bench: .venv/tests-installed
	@[ .venv/peers -nt pyproject.toml ] || { echo "Installing what ours is compared with"; \
	  $(PIP) -e ".[test,lint,bench]" && touch .venv/peers || true; }
	@$(PY) -c "from tests.benchmarks.node import install; install()"
	@$(PY) tests/benchmarks/run.py $(BENCH)

# All tests in Python with the oldest versions that pyproject.toml allows, and with the newest there are.
NO_PINS = --deselect tests/test_house.py::test_all_that_the_extras_bring_is_pinned_as_it_is_installed
test-oldest test-newest: WHICH = .venv-$(@:test-%=%)
test-oldest test-newest: .venv/tests-installed
	@$(PY) -m venv --clear $(WHICH)
	@if [ $@ = test-oldest ]; then $(PY) tests/oldest.py; fi > $(WHICH)/constraints.txt
	@$(WHICH)/bin/python -m pip install --quiet --disable-pip-version-check \
	  -c $(WHICH)/constraints.txt -e ".[test]"
	@OPENBLAS_NUM_THREADS=1 $(WHICH)/bin/python -m pytest $(NO_PINS)

# The sdist and the wheel, each in an empty venv, with whatever pip finds for them.
test-install: .venv/tests-installed
	@rm -rf .venv-install && mkdir .venv-install
	@$(PY) -m hatchling build -t sdist -t wheel -d .venv-install/dist > .venv-install/log
	@cd .venv-install && for file in dist/*; do \
	  echo "Installing $$file into an empty environment" && ../$(PY) -m venv --clear empty && \
	  empty/bin/python -m pip install --quiet --disable-pip-version-check $$file && \
	  empty/bin/shieldmap map epaa $(RANGES) -o $$(basename $$file).html || exit 1; done

# 'Error 1': a package is known to be vulnerable; 'Error 3': a service could not be asked.
audit: .venv/tests-installed
	@[ -x .venv-audit/bin/pip-audit ] || { $(PY) -m venv --clear .venv-audit && \
	  .venv-audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1; }
	@$(PY) tests/audit.py

clean:
	rm -rf .venv .venv-* layers/web/node_modules tests/benchmarks/node/node_modules layers/static \
	  geo/data/countries.json map.html

# Stamps: a target is done again only when what it is made from has changed.
.venv/created:
	@python=; for name in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python; do \
	  if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	  then python=$$name; break; fi; done; \
	if [ -z "$$python" ]; then \
	  echo "make: Shieldmap needs Python 3.11 or newer; install one, or name it: make PYTHON=/path/to/python3 $(MAKECMDGOALS)" >&2; \
	  exit 1; fi; \
	if ! $$python -c 'import venv, ensurepip' 2>/dev/null; then \
	  echo "make: $$python has no venv with pip; on Debian and Ubuntu: apt-get install python3-venv" >&2; \
	  exit 1; fi; \
	echo "Setting up .venv (once; a minute or two)"; \
	$$python -m venv --clear .venv
	@touch $@

.venv/installed: .venv/created $(SET_UP) $(WEB_SOURCES)
	@$(PIP) -e .
	@touch $@

.venv/tests-installed: .venv/created $(SET_UP) $(WEB_SOURCES)
	@echo "Installing what the tests need"
	@$(PIP) -e ".[test,lint]"
	@touch .venv/installed $@
