# Every target makes its own environment first. `make help` lists them.

PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help regenerate test lint docs bench corpus update-cases browser clean
.DEFAULT_GOAL := help

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 16

regenerate: $(READY) ## write the generated client from specs/
	$(BIN)/specweld regenerate

test: $(READY) browser ## run all tests but those over the large corpora
	$(BIN)/python -m pytest -n auto -q --ignore tests/corpus

lint: $(READY) ## check style and types of everything that is committed
	$(BIN)/ruff check .
	$(BIN)/black --check --quiet .
	$(BIN)/mypy generator generated
	$(BIN)/pyright

docs: $(READY) ## build the handbook into build/site
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

bench: $(READY) ## measure against peers and the budgets
	$(BIN)/python benchmarks/run.py

corpus: $(READY) ## run the tests over the large corpora only, and over DOCUMENTS=FOLDER
	DOCUMENTS="$(DOCUMENTS)" $(BIN)/python -m pytest -n auto --dist loadgroup -q tests/corpus

update-cases: $(READY) ## write the expected output of tests/cases, the README and the handbook anew
	$(BIN)/python -m pytest -q tests/test_cases.py tests/test_readme.py tests/test_handbook.py --update-cases

browser:
	@for each in chromium chromium-browser google-chrome chrome; do \
		command -v "$$each" > /dev/null && exit 0; \
	done; \
	if ! command -v apt-get > /dev/null; then \
		echo "the tests of the HTML report need Chromium on the PATH" >&2; exit 2; \
	fi; \
	echo "installing Chromium, for the tests of the HTML report"; \
	[ "$$(id -u)" = 0 ] && sudo= || sudo=sudo; \
	$$sudo apt-get -qq update && \
	$$sudo apt-get -qq install --no-install-recommends chromium > /dev/null

clean: ## remove the environment and all caches
	rm -rf $(VENV) .specweld-cache .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist

$(READY): pyproject.toml
	@python="$(PYTHON)"; \
	for each in python3.13 python3.12 python3.11 python3 python; do \
		[ -n "$$python" ] && break; \
		"$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && python="$$each"; \
	done; \
	if [ -z "$$python" ]; then \
		echo "specweld needs Python 3.11 or later, and none is on the PATH;" >&2; \
		echo "install one, or name it: make PYTHON=/path/to/python3.11 ..." >&2; \
		exit 2; \
	fi; \
	[ -x $(BIN)/python ] || "$$python" -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	@touch $@
