# Two commands for a fresh machine: `make run` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000

# A model or embeddings are configured: `make run` installs what they need, too.
WANTS_MODEL := $(if $(CHAT_MODEL)$(EMBEDDING_MODEL)$(EMBEDDING_MODEL_DIR)$(shell grep -sE '^(CHAT_MODEL|EMBEDDING_MODEL|EMBEDDING_MODEL_DIR)=.' .env),setup-model,)

.PHONY: setup setup-dev setup-model run test lint eval bench clean

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

setup: $(VENV)/.ready

setup-dev: $(VENV)/.ready-dev

setup-model: $(VENV)/.ready-model

run: setup $(WANTS_MODEL)
	$(BIN)/python -m assistant serve --host $(HOST) --port $(PORT)

test: setup-dev
	$(BIN)/python -m pytest -n auto --dist loadfile

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m assistant kb check

eval: setup-dev
	$(BIN)/python -m evals.run
	$(BIN)/python -m evals.subsidies
	$(BIN)/python -m evals.vacancy_queries --set dev
	$(BIN)/python -m evals.vacancy_queries --set dev2
	$(BIN)/python -m evals.vacancy_queries --set dev3
	$(BIN)/python -m evals.vacancy_queries --set test
	$(BIN)/python -m evals.advert_checks
	$(BIN)/python -m evals.advert_checks --set test
	$(BIN)/python -m evals.occupations
	$(BIN)/python -m evals.grounding
	$(BIN)/python -m evals.handover --half dev
	$(BIN)/python -m evals.model_modes
	$(BIN)/python -m evals.attacks

bench: setup-dev
	$(BIN)/python -m evals.bench
	$(BIN)/python -m evals.bench_model
	$(BIN)/python -m evals.bench_live
	$(BIN)/python -m evals.bench_console
	$(BIN)/python -m evals.bench_courses
	$(BIN)/python -m evals.bench_enrolments

clean:
	rm -rf data $(VENV)
