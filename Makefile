# Căn Cứ: two commands for newcomers (`make run`, `make test`), four for those who work on it.
PYTHON := $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := -m pip install --quiet --disable-pip-version-check
LOCKED := $(PIP) --no-deps --require-hashes -r
LOCK := .venv/release/bin/uv pip compile --quiet --generate-hashes --no-annotate --python-version 3.11 --custom-compile-command "make lock"

.PHONY: run test check fix eval bench models corpus system lock sbom

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

# What any other sentence-transformers model needs, and training.
models: .venv/.dev

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

# Every package by version and content; what is ours is built with the pinned setuptools.
.venv/.run: .venv/bin/python pyproject.toml locks/run.txt
	$(BIN)/python $(LOCKED) locks/run.txt
	$(BIN)/python $(PIP) --no-deps --no-build-isolation -e .
	@touch $@

# torch stands alone: its content differs between builds for CPU and GPU. Unpinned it brings gigabytes of GPU libraries.
.venv/.dev: .venv/bin/python pyproject.toml locks/dev.txt locks/torch.txt
	$(BIN)/python $(LOCKED) locks/dev.txt
	$(BIN)/python $(PIP) -r locks/torch.txt
	$(BIN)/python $(PIP) --no-deps --no-build-isolation -e .
	@touch $@ .venv/.run

# Tools that only a release needs, in an environment of their own.
.venv/.release: .venv/bin/python locks/release.txt
	"$(PYTHON)" -m venv .venv/release
	.venv/release/bin/python $(LOCKED) locks/release.txt
	@touch $@

# Pins anew what pyproject.toml asks for, keeping the versions that are pinned; UPGRADE=--upgrade takes the newest.
lock: .venv/.release
	$(LOCK) $(UPGRADE) pyproject.toml locks/build.in --all-extras --override locks/without-torch.in locks/torch.in -o locks/dev.txt
	$(LOCK) pyproject.toml locks/build.in -c locks/dev.txt -o locks/run.txt
	$(LOCK) $(UPGRADE) locks/release.in -o locks/release.txt

# The bill of materials (CycloneDX, checked against its schema) of what is installed, with licences; some packages tell theirs in words only.
sbom: .venv/.run .venv/.release
	.venv/release/bin/cyclonedx-py environment --pyproject pyproject.toml --gather-license-texts --output-reproducible -o sbom.cdx.json .venv
