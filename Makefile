# Everything runs in .venv, with the versions and hashes of requirements.lock.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin
FORM := tests/data/corpus/workbooks/002-06.xlsx
JOBS ?= 2

.PHONY: demo test quick check lint types bench docs lock clean office bundle pictures regions

$(VENV)/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

## demo: a real published form, what is wrong with it, a recomputed copy, a template, and pictures of what a person sees
demo: $(VENV)/ready office
	@mkdir -p build/demo
	@cp $(FORM) build/demo/form.xlsx
	@echo '$$ jx check build/demo/form.xlsx'
	@$(RUN)/jx check build/demo/form.xlsx --lang zh || test $$? -eq 1
	@echo '$$ jx recompute build/demo/form.xlsx -o build/demo/form-recomputed.xlsx'
	@$(RUN)/jx recompute build/demo/form.xlsx -o build/demo/form-recomputed.xlsx --lang zh
	@echo '$$ jx check build/demo/form-recomputed.xlsx'
	@$(RUN)/jx check build/demo/form-recomputed.xlsx --lang zh || test $$? -eq 1
	@echo '$$ jx template hubei-2024 -o build/demo/template.xlsx'
	@$(RUN)/jx template hubei-2024 -o build/demo/template.xlsx --lang zh
	@echo 'A template filled with a real form, a form after the check, its results, as pictures:'
	@PYTHONPATH=.:tests $(RUN)/python -m pictures build/demo

# A real LibreOffice, installed where it is missing (Debian)
office:
	sh install/libreoffice-debian.sh

## test: every test
test: $(VENV)/ready office
	$(RUN)/python -m pytest -n $(JOBS) --dist worksteal

## quick: lint, types and every test that needs no LibreOffice and is not slow, in about a minute
quick: lint types
	$(RUN)/python -m pytest -n $(JOBS) --dist worksteal -m "not office and not slow"

## check: lint, types, which way imports point, and every test
check: lint types test

lint: $(VENV)/ready
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/lint-imports --no-logo

types: $(VENV)/ready
	$(RUN)/mypy

## bench: ratios against what a user would use instead
bench: $(VENV)/ready office
	PYTHONPATH=.:tests $(RUN)/python -m bench

## pictures: what a person sees, for the README
pictures: $(VENV)/ready office
	PYTHONPATH=.:tests $(RUN)/python -m pictures docs/images

## docs: write the generated pages anew
docs: $(VENV)/ready
	$(RUN)/python -m addin.pages
	$(RUN)/python -m addin.excel.sources

## regions: what is read of every region's form, as a page
regions: $(VENV)/ready
	PYTHONPATH=.:tests $(RUN)/python tests/regions.py docs/regions.md

## bundle: the .zip for Windows: the package, what it needs, the add-in and the scripts
bundle: $(VENV)/ready
	$(RUN)/python install/bundle.py windows -o dist

## lock: resolve the dependencies anew (needs uv)
lock:
	uv pip compile pyproject.toml --group dev --generate-hashes --universal --python-version 3.11 -q -o requirements.lock

clean:
	rm -rf $(VENV) build dist *.egg-info
