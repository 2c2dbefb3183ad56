# Two commands for a fresh machine: `make run` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000

# A model or embeddings are configured: `make run` installs what they need, too.
WANTS_MODEL := $(if $(CHAT_MODEL)$(EMBEDDING_MODEL)$(EMBEDDING_MODEL_DIR)$(shell grep -sE '^(CHAT_MODEL|EMBEDDING_MODEL|EMBEDDING_MODEL_DIR)=.' .env),setup-model,)

# Likewise where the database is PostgreSQL.
WANTS_POSTGRES := $(if $(findstring postgresql,$(DATABASE_URL))$(shell grep -sE '^DATABASE_URL=.?postgresql' .env),setup-postgres,)

.PHONY: setup setup-dev setup-model setup-postgres setup-evals run test lint eval eval-gate bench fuzz soak image clean

$(VENV)/.ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else 0'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	touch $@

$(VENV)/.ready-model: requirements-model.lock $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-model.lock
	touch $@

$(VENV)/.ready-dev: requirements-dev.lock $(VENV)/.ready-model
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	touch $@

$(VENV)/.ready-postgres: requirements-postgres.lock $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-postgres.lock
	touch $@

$(VENV)/.ready-evals: requirements-evals.lock $(VENV)/.ready-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-evals.lock
	touch $@

setup: $(VENV)/.ready

setup-dev: $(VENV)/.ready-dev

setup-model: $(VENV)/.ready-model

setup-postgres: $(VENV)/.ready-postgres

# ragas, for the measures it has; the other parts of the suite need none of it.
setup-evals: $(VENV)/.ready-evals

run: setup $(WANTS_MODEL) $(WANTS_POSTGRES)
	$(BIN)/python -m assistant serve --host $(HOST) --port $(PORT)

test: setup-dev
	$(BIN)/python -m pytest -n auto --dist loadfile

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m assistant kb check

eval: setup-evals
	$(BIN)/python -m evals $(ARGS)

eval-gate: setup-dev
	$(BIN)/python -m evals.gate

bench: setup-dev
	$(BIN)/python -m evals.bench
	$(BIN)/python -m evals.bench_model
	$(BIN)/python -m evals.bench_live
	$(BIN)/python -m evals.bench_console
	$(BIN)/python -m evals.bench_courses
	$(BIN)/python -m evals.bench_enrolments
	$(BIN)/python -m evals.bench_documents

# The API by schemathesis, then intake of documents, coverage-guided, for a minute. atheris has wheels for some Pythons only, so it is no part of the development setup.
fuzz: setup-dev
	FUZZ_EXAMPLES=100 $(BIN)/python -m pytest -q tests/web/test_fuzz.py
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: atheris==3.0.0
	$(BIN)/python -m evals.fuzz_intake --seconds 60

soak: setup-dev
	$(BIN)/python -m evals.soak --minutes 20

image:
	docker build --tag employment-assistant .

clean:
	rm -rf data $(VENV)
