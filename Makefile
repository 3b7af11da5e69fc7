# make map · make test · make lint · make bench · make clean: the contract; .ci/run calls 'make test'.
# Everything lives in .venv; nothing else of the machine is changed, but for a Chromium that
# 'make test' installs where there is none.

# The reader's numbers: round, illustrative, and nowhere else in the project.
RANGES = --range interceptor=1000km --range kurecik=1500km --range iran=2000km

PY = .venv/bin/python
PIP = $(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt
WEB = cd layers/web && ../../.venv/bin/node
WEB_SOURCES := $(shell find layers/web -name node_modules -prune -o -name tests -prune -o -type f -print)
SET_UP = pyproject.toml constraints.txt build_web.py

.PHONY: map test lint bench clean

map: .venv/installed
	@.venv/bin/shieldmap map epaa $(RANGES) -o map.html --open

test: .venv/tests-installed lint
	@$(PY) tests/chromium.py --install
	@echo "Tests of the page's code"
	@$(WEB) --test --test-concurrency=2 --test-reporter=dot "tests/*.test.ts"
	@echo "Tests in Python, with a browser"
	@OPENBLAS_NUM_THREADS=1 $(PY) -m pytest  # which has a process for every core already

lint: .venv/tests-installed
	@echo "Lint and types: ruff, mypy, import-linter, tsc"
	@$(PY) -m ruff check --quiet
	@$(PY) -m ruff format --check --quiet
	@$(PY) -m mypy --no-error-summary
	@found=$$(.venv/bin/lint-imports 2>&1) || { echo "$$found"; exit 1; }
	@$(WEB) node_modules/typescript/bin/tsc

bench: .venv/tests-installed
	@if [ -f tests/benchmarks/run.py ]; then $(PY) tests/benchmarks/run.py; \
	else echo "make bench: there is no tests/benchmarks/run.py yet."; fi

clean:
	rm -rf .venv layers/web/node_modules layers/static geo/data/countries.json map.html

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
