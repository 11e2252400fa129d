# Căn Cứ: two commands for newcomers (`make run`, `make test`), four for those who work on it.
PYTHON := $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: run test check fix eval bench corpus system

run: .venv/.run system
	$(BIN)/cancu ingest corpus/documents
	$(BIN)/cancu serve --open

test: .venv/.dev system
	$(BIN)/python -m pytest

check: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest tests/guard

fix: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

eval: .venv/.dev
	$(BIN)/python -m eval.run

bench: .venv/.dev
	$(BIN)/python -m eval.bench

# Typesets the bundled documents again from corpus/sources (needs a serif font with Vietnamese letters).
corpus: .venv/.dev
	$(BIN)/python -m corpus.typeset

# Programs outside Python: installed when root on Debian, else the exact line is printed and the rest goes on without them.
system:
	@sh .ci/system-packages

.venv/bin/python:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || \
	  { echo "Python 3.11 is needed: install it, or run 'make PYTHON=/path/to/python3.11 ...'." >&2; exit 1; }
	"$(PYTHON)" -m venv .venv

.venv/.run: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) -e .
	@touch $@

# torch first and pinned: unpinned it brings gigabytes of GPU libraries.
.venv/.dev: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) "$$(grep '^torch==' constraints.txt)"
	$(PIP) -e ".[models,postgres,typeset,test,eval]"
	@touch $@ .venv/.run
