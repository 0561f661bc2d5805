# The verbs of the project. `make help` lists them.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
OUT    ?= out

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint types contract gaps check mutate bench data schema gallery codes quality wheel clean

help:            ## list the verbs
	@grep -hE '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /  make \1\t/' | expand -t 18

setup: $(BIN)/.ready  ## make a virtual environment with everything in it

$(BIN)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@$(BIN)/python -m compileall -q ecoflow
	@touch $@

DEMO   := chishui-1 chishui-2 luan-tianjin-1 xinanjiang-1 xinanjiang-2 xinanjiang-3

demo: setup      ## settle Xin'an, Luan and Chishui on the shipped synthetic data
	@$(BIN)/ecoflow settle $(DEMO) --period 2012..2024 --data data --out $(OUT)/demo --format html,md,json

test: setup      ## run the tests
	$(BIN)/python -m pytest -n 2 --dist worksteal

lint: setup      ## style of the code
	$(BIN)/ruff check .

types: setup     ## types, strictly
	$(BIN)/mypy

contract: setup  ## imports only point down
	$(BIN)/lint-imports

gaps: setup      ## no shipped agreement has a gap that is not known
	@$(BIN)/ecoflow validate agreements --baseline docs/known-gaps.yaml

check: lint types contract gaps test  ## all of the above

mutate: setup    ## every small mistake in every shipped agreement: told at the right place, or none (some minutes)
	$(BIN)/python tests/agreement/mutants_judged.py

bench: setup     ## measure against a peer in the same run; prints ratios
	@$(BIN)/python -m compileall -q ecoflow  # as an installed package is
	@$(BIN)/python benchmarks/cold_start.py
	@$(BIN)/python benchmarks/import_scale.py

data: setup      ## make the synthetic observations again, bit for bit
	$(BIN)/python data/synthesize.py
	$(BIN)/python data/synthesize_library.py

schema: setup    ## write the JSON Schemas that editors and programs read
	$(BIN)/ecoflow schema --out docs/agreement.schema.json
	$(BIN)/ecoflow schema --of findings --out docs/findings.schema.json
	$(BIN)/ecoflow schema --of test --out docs/test.schema.json
	$(BIN)/ecoflow schema --of mapping --out docs/mapping.schema.json
	$(BIN)/ecoflow schema --of check --out docs/check.schema.json

gallery: setup   ## write docs/gallery.md from the agreements
	$(BIN)/ecoflow gallery agreements --out docs/gallery.md

codes: setup     ## write docs/codes.md from the codes and their causes
	$(BIN)/ecoflow code --format md --out docs/codes.md

quality: setup   ## write docs/quality.md from the quality rules
	$(BIN)/ecoflow data rules --format md --out docs/quality.md

wheel: setup     ## build the package
	$(BIN)/python -m pip install --quiet --disable-pip-version-check build
	$(BIN)/python -m build --wheel --outdir dist .

clean:           ## remove what was made
	rm -rf $(VENV) $(OUT) dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
