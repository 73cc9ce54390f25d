# Coding Engine. `make run` and `make test` do all their own set-up.
SHELL := /bin/bash
PYTHON := .venv/bin/python
export PORT ?= 8000

.PHONY: run test test-hostile lint lock migrations bundle bench sandbox up clean

run: .venv/.run
	scripts/run

test: .venv/.dev
	scripts/test

test-hostile: .venv/.dev
	HOSTILE=all $(PYTHON) -m pytest -m hostile

lint: .venv/.dev frontend/node_modules/.installed
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy .
	.venv/bin/lint-imports
	cd frontend && npm run --silent typecheck
	$(PYTHON) manage.py makemigrations --check --dry-run

# `makemigrations sessions` silently means Django's own app: ours has the label test_sessions.
migrations: .venv/.dev
	$(PYTHON) manage.py makemigrations executor questions test_sessions

lock: .venv/.dev
	for name in requirements requirements-dev; do .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-strip-extras \
	  --no-emit-index-url --no-emit-find-links --python-version 3.11 $$name.in --output-file $$name.txt; done

bundle: frontend/node_modules/.installed
	cd frontend && npm run --silent build

bench: .venv/.dev
	scripts/bench $(BENCH)

sandbox:
	scripts/ensure-docker && scripts/build-sandbox-image

up:
	scripts/build-sandbox-image && scripts/build-image
	if docker compose version >/dev/null 2>&1; then docker compose up; else docker-compose up; fi

clean:
	rm -rf .venv frontend/node_modules staticfiles test-artifacts

.venv/.run: requirements.txt
	scripts/setup-python requirements.txt
	touch $@

.venv/.dev: requirements-dev.txt
	scripts/setup-python requirements-dev.txt
	touch $@ .venv/.run

frontend/node_modules/.installed: frontend/package-lock.json
	cd frontend && npm ci --no-audit --no-fund
	touch $@
