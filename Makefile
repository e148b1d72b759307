# make app             install what is missing, index the factsheets, serve the chat page on 127.0.0.1:7860
# make app FACTSHEETS=DIR   the same over another folder; each folder has its own index
# make test            everything that must pass: lint, types, tests
# make test-llm GGUF=FILE   answers put into words by a real model on llama.cpp, in an environment of its own
# make bench-llm GGUF=FILE NAME="1.5B, 4-bit"   such answers beside the quotes alone (docs/language-model.md)
# make test-faults     the faults that an index must survive, in full (as root: it mounts small disks); minutes
# make fix             format and mend what ruff can mend
# make evaluate        the measures over QUESTIONS (question sets; the bundled one) on FACTSHEETS, and a report
# make baseline        keep the measures of the bundled set as what later changes are held against
# make bench           the speed figures, by size of corpus too, and the plain build beside ours
# make bench-reading   reading beside other libraries, by the evidence of the question sets (docs/benchmarks.md)
# make bench-page      how quick the page feels in Chromium, and 32 sessions asking for ten minutes (docs/benchmarks.md)
# make bench-growth    search over up to a million passages, and up to ten thousand factsheets (hours; 8 GB of disk)
# make bench-peers     this project beside LangChain, LlamaIndex, Haystack and txtai, each in its own environment
# make bench-postgres  an index in PostgreSQL beside one in a folder, and what its graph finds (docs/scaling.md)
# make clean           remove everything that make made
#
# PYTHON=python3.12 picks the interpreter; PIP_ARGS is handed to every `pip install`.

PYTHON ?= python3
PIP_ARGS ?=
FACTSHEETS ?= corpus/factsheets
QUESTIONS ?= qa/questions/bundled.jsonl

VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL = $(BIN)/python -m pip install --disable-pip-version-check $(PIP_ARGS) -c constraints.txt

# The index folder of a folder of factsheets: named after it and a checksum of its full path.
find-index = folder=$$(realpath -m -- "$(FACTSHEETS)"); \
	index=".cache/index/$$(basename -- "$$folder")-$$(printf %s "$$folder" | cksum | cut -d' ' -f1)"
# Exit code 1: some files were refused, the others are indexed. Exit code 3: the index is damaged or of another version;
# it only lies in the cache, so it is made anew.
build-index = $(find-index); code=0; index() { $(BIN)/python -m qa index "$$folder" --index "$$index"; }; \
	echo "==> Indexing $(FACTSHEETS) into $$index (unchanged files are not read again)"; index || code=$$?; \
	[ $$code -ne 3 ] || { echo "==> Making the index anew"; rm -rf "$$index"; code=0; index || code=$$?; }; \
	case $$code in 0) ;; 1) echo "==> Some files were refused, as said above; the others are there.";; *) exit $$code;; esac

.DELETE_ON_ERROR:
.PHONY: app test test-llm bench-llm test-faults browser fix evaluate baseline bench bench-growth bench-reading bench-page bench-peers bench-postgres clean

app: $(VENV)/.installed
	@$(build-index); \
	echo "==> Starting the chat page; it is ready when its address appears (http://127.0.0.1:$${GRADIO_SERVER_PORT:-7860})"; \
	FACTSHEET_QA_INDEX="$$index" exec $(BIN)/python app.py

test: $(VENV)/.installed-dev browser
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	tests/offline $(BIN)/python -m pytest -q --ignore=tests/llm

need-gguf = [ -f "$(GGUF)" ] || { echo "Name a model's file: make $@ GGUF=FILE" >&2; exit 1; }

test-llm: $(VENV)/.installed-dev .cache/llama/.installed
	@$(need-gguf)
	FACTSHEET_QA_GGUF="$(abspath $(GGUF))" FACTSHEET_QA_LLAMA_PYTHON=.cache/llama/bin/python \
		$(BIN)/python -m pytest -q tests/llm

bench-llm: $(VENV)/.installed-dev .cache/llama/.installed
	@$(need-gguf)
	$(BIN)/python -m benchmarks.generated "$(GGUF)" --name "$(or $(NAME),$(notdir $(GGUF)))"
	$(BIN)/python -m benchmarks.tables

.cache/llama/.installed:
	$(PYTHON) -m venv .cache/llama
	.cache/llama/bin/python -m pip install --disable-pip-version-check $(PIP_ARGS) 'xllamacpp==2026.10.11549'
	@touch $@

test-faults: $(VENV)/.installed-dev
	FACTSHEET_QA_FAULTS=200 $(BIN)/python -m pytest -q tests/faults tests/index/storage/test_index_fuzz.py

# The browser tests drive Debian's chromium, the tests of scanned pages its tesseract; nothing else provides them.
browser:
	@if command -v chromium >/dev/null && command -v tesseract >/dev/null; then exit 0; fi; \
	command -v apt-get >/dev/null || { echo "The tests need the programs chromium and tesseract: please install them." >&2; exit 1; }; \
	root=; [ "$$(id -u)" -eq 0 ] || root=sudo; \
	[ -z "$$root" ] || command -v sudo >/dev/null || \
		{ echo "The tests need Debian's packages; as root: apt-get install chromium tesseract-ocr" >&2; exit 1; }; \
	echo "==> Installing Debian's chromium and tesseract for the tests"; \
	$$root apt-get update -qq && \
	DEBIAN_FRONTEND=noninteractive $$root apt-get install -qq -y --no-install-recommends chromium tesseract-ocr >/dev/null

fix: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

evaluate: $(VENV)/.installed
	@$(build-index); $(BIN)/python -m qa evaluate $(QUESTIONS) --index "$$index" --report .cache/evaluation.html && \
	echo "==> The report is .cache/evaluation.html"

baseline: FACTSHEETS = corpus/factsheets
baseline: $(VENV)/.installed
	@$(build-index); \
	$(BIN)/python -m qa evaluate qa/questions/bundled.jsonl --index "$$index" --json tests/qa/evaluate/baseline_bundled.json

bench: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.start_and_ask
	$(BIN)/python -m benchmarks.plain_build
	$(BIN)/python -m benchmarks.by_size
	$(BIN)/python -m benchmarks.tables

bench-growth: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.search_by_size
	$(BIN)/python -m benchmarks.by_size --sizes 100,1000,10000 --passages 12
	$(BIN)/python -m benchmarks.tables

bench-reading: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.reading

bench-page: FACTSHEETS = corpus/factsheets
bench-page: $(VENV)/.installed-dev browser
	@$(build-index); $(BIN)/python -m benchmarks.page_times "$$index"
	$(BIN)/python -m benchmarks.load $(FACTSHEETS)
	$(BIN)/python -m benchmarks.tables

bench-peers: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.compare_peers

bench-postgres: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.postgres

clean:
	rm -rf $(VENV) .cache build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

# A stamp is as new as what was installed; the environment is brought up to date when these files change.
$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "==> Installing into $(VENV) (about 2 GB, a few minutes)"
	$(PIP_INSTALL) -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "==> Installing into $(VENV) with what the tests need (about 2 GB, a few minutes)"
	$(PIP_INSTALL) -e ".[dev]"
	@touch $(VENV)/.installed $@
