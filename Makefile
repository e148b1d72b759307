# `make help` lists the targets; benchmarks have their own: `make -C benchmarks help`.
#
# PYTHON=python3.12 picks the interpreter; PIP_ARGS is passed to every `pip install`.

PYTHON ?= python3
PIP_ARGS ?=
BUNDLED := corpus/factsheets
FACTSHEETS ?= $(BUNDLED)
QUESTIONS ?= qa/questions/bundled.jsonl
GGUF ?=
PAIRS ?=

VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL = $(BIN)/python -m pip install --disable-pip-version-check $(PIP_ARGS) -c constraints.txt
LLAMA := .cache/llama
empty :=
space := $(empty) $(empty)
# Each folder of factsheets has an index of its own, named after the folder.
INDEX = .cache/index/$(subst $(space),_,$(subst /,-,$(FACTSHEETS)))
# The bundled factsheets are served from the default index, so that every other command finds them.
APP_INDEX = $(if $(filter-out $(BUNDLED),$(FACTSHEETS)),--index "$(INDEX)")
# Exit code 1 says that some files were refused; the others are indexed.
index = $(BIN)/factsheet-qa index "$(FACTSHEETS)" --index "$(INDEX)" || [ $$? -eq 1 ]

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help app test lint test-attack test-llm train train-quick test-faults browser fix evaluate baseline clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r target text; do \
		printf '  make %-12s %s\n' "$$target" "$$text"; done

app: $(VENV)/.installed ## install what is missing, index FACTSHEETS (a folder), serve the chat page
	@exec $(BIN)/factsheet-qa serve "$(FACTSHEETS)" $(APP_INDEX)

test: lint browser ## run everything that must pass: lint, types, tests
	tests/offline $(BIN)/python -m pytest -q --ignore=tests/llm -m 'not long'

lint: $(VENV)/.installed-dev ## check style, spelling and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	git ls-files -z | xargs -0 $(BIN)/codespell
	$(BIN)/mypy

test-attack: $(VENV)/.installed-dev browser ## test attacks on a running server, the long ones too (minutes)
	tests/offline $(BIN)/python -m pytest -q tests/attack

test-llm: $(VENV)/.installed-dev $(LLAMA)/.installed ## test with a real language model on llama.cpp: GGUF=FILE
	@[ -f "$(GGUF)" ] || { echo "Name a model's file: make $@ GGUF=FILE" >&2; exit 1; }
	FACTSHEET_QA_GGUF="$(abspath $(GGUF))" FACTSHEET_QA_LLAMA_PYTHON=$(LLAMA)/bin/python \
		$(BIN)/python -m pytest -q tests/llm

train: $(VENV)/.installed-dev ## train the reader on made pairs and PAIRS (files of pairs); half an hour, resumable
	@mkdir -p .cache/reader
	$(BIN)/python -m training.reader.make_pairs .cache/reader/pairs.jsonl.gz
	$(BIN)/python -m training.reader.train .cache/reader/reader.onnx \
		--pairs .cache/reader/pairs.jsonl.gz=11000 $(foreach pairs,$(PAIRS),--pairs $(pairs)=4000)

train-quick: $(VENV)/.installed-dev ## prove the path of training within a minute
	$(BIN)/python -m pytest -q tests/training

test-faults: $(VENV)/.installed-dev ## test the faults that an index must survive, in full (as root; minutes)
	FACTSHEET_QA_FAULTS=200 $(BIN)/python -m pytest -q tests/faults tests/index/storage/test_index_fuzz.py

fix: $(VENV)/.installed-dev ## format, and correct what ruff can correct
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

evaluate: $(VENV)/.installed ## measure QUESTIONS (question sets) on FACTSHEETS and write a report
	@$(index)
	@$(BIN)/factsheet-qa evaluate $(QUESTIONS) --index "$(INDEX)" --report .cache/evaluation.html
	@echo "==> The report is .cache/evaluation.html"

baseline: FACTSHEETS = $(BUNDLED)
baseline: $(VENV)/.installed ## save the figures of the bundled set, which later changes are compared with
	@$(index)
	@$(BIN)/factsheet-qa evaluate qa/questions/bundled.jsonl --index "$(INDEX)" \
		--json tests/qa/evaluate/baseline_bundled.json

clean: ## remove everything that make created here
	rm -rf $(VENV) .cache build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The browser tests drive Debian's chromium, the tests of scanned pages its tesseract; nothing else provides them.
browser:
	@if command -v chromium >/dev/null && command -v tesseract >/dev/null && command -v strace >/dev/null; then exit 0; fi; \
	command -v apt-get >/dev/null || { echo "The tests need the programs chromium, tesseract and strace: please install them." >&2; exit 1; }; \
	root=; [ "$$(id -u)" -eq 0 ] || root=sudo; \
	[ -z "$$root" ] || command -v sudo >/dev/null || \
		{ echo "The tests need Debian's packages; as root: apt-get install chromium tesseract-ocr strace" >&2; exit 1; }; \
	echo "==> Installing Debian's chromium, tesseract and strace for the tests"; \
	$$root apt-get update -qq && \
	DEBIAN_FRONTEND=noninteractive $$root apt-get install -qq -y --no-install-recommends chromium tesseract-ocr strace >/dev/null

$(LLAMA)/.installed:
	$(PYTHON) -m venv $(LLAMA)
	$(LLAMA)/bin/python -m pip install --disable-pip-version-check $(PIP_ARGS) 'xllamacpp==2026.10.11549'
	@touch $@

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

# A stamp is as new as what was installed; the environment is updated when these files change.
$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "==> Installing into $(VENV) (about 2 GB, a few minutes)"
	$(PIP_INSTALL) -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "==> Installing into $(VENV) with what the tests need (about 2 GB, a few minutes)"
	$(PIP_INSTALL) -e ".[dev]"
	@touch $(VENV)/.installed $@
