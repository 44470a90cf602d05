# Two commands do all the set-up:  make demo  runs the main job,  make test  runs the tests.
SHELL := /bin/bash
PYTHON ?= python3
# On Linux, an index of CPU builds of torch saves gigabytes of CUDA packages; see README.md.
TORCH_INDEX ?=
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# torch's own requirements on Linux x86-64; a CPU build needs none of them, so the lock leaves them to torch.
CUDA := ^(cuda-|nvidia-|triton)

.PHONY: demo test check lint types imports lock docs golden clean

demo: $(READY)
	@test -e demo/deflect.toml || $(BIN)/deflect init demo --demo --nested
	@$(BIN)/deflect run -w demo \
		--ask "No mail goes out when somebody books an appointment" \
		--ask "Can I rent a bicycle from you for the weekend?"
	@echo && echo "To type deflect yourself, first, once in each terminal: source $(BIN)/activate"

test: $(READY)
	$(BIN)/pytest

check: lint types imports

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

imports: $(READY)
	$(BIN)/lint-imports

docs: $(READY)
	$(BIN)/python -m tests.docs
	$(BIN)/deflect build

lock:
	uv pip compile --universal --python-version 3.11 --group dev --no-header --no-annotate -q \
		pyproject.toml --constraint <(echo torch==2.13.0) | grep -vE '$(CUDA)' > requirements.lock

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "deflect needs Python 3.11 or newer; name one: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(if $(TORCH_INDEX),$(BIN)/pip install --quiet torch==2.13.0 --index-url $(TORCH_INDEX))
	$(BIN)/pip install --quiet -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --editable .
	@touch $(READY)

clean:
	rm -rf $(VENV) demo
