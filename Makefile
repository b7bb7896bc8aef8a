# Первичка: every command a person needs. Each does the set-up that it lacks, and says what it does.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# The first that runs and is new enough: a name on the PATH may be a shim of a version manager that has no such Python.
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell $(name) -c 'import sys; print("$(name)" if sys.version_info >= (3, 11) else "")' 2>/dev/null)) python3)
VENV := .venv
PY := $(VENV)/bin/python
UI := placement/ui
CLIENTS := tests/sandbox/clients/node
UI_SOURCES := $(wildcard $(UI)/*.html $(UI)/*.json $(UI)/vite.config.ts) $(shell find $(UI)/src -type f 2>/dev/null)

export UV_PYTHON_DOWNLOADS := never
export NPM_CONFIG_UPDATE_NOTIFIER := false
export UV_PROJECT_ENVIRONMENT := $(CURDIR)/$(VENV)
export VIRTUAL_ENV :=

help: ## этот список
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(VENV)/.locked $(UI)/dist/.built ## поставить всё, что нужно для работы
	@:

$(VENV)/bin/python:
	@echo "▸ Создаю окружение Python в $(VENV)"
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Нужен Python 3.11 или новее")'
	if ! $(PYTHON) -m venv $(VENV) 2>/dev/null; then
		rm -rf $(VENV)
		if [ "$$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
			echo "  в Debian модуль venv отдельно: ставлю python3-venv"
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
			$(PYTHON) -m venv $(VENV)
		else
			echo "  нет модуля venv: поставьте пакет python3-venv и повторите" >&2
			exit 1
		fi
	fi

$(VENV)/bin/uv: | $(VENV)/bin/python
	@echo "▸ Ставлю uv: он ставит зависимости по uv.lock"
	$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip --upgrade >/dev/null
	$(PY) -m pip install --quiet --disable-pip-version-check 'uv>=0.7,<1'

$(VENV)/.locked: pyproject.toml uv.lock | $(VENV)/bin/uv
	@echo "▸ Ставлю зависимости Python по uv.lock"
	$(VENV)/bin/uv sync --frozen --inexact --quiet
	touch $@

$(UI)/node_modules/.installed: $(UI)/package.json $(UI)/package-lock.json | $(VENV)/.locked
	@node="$$(.ci/node)"
	echo "▸ Ставлю зависимости страниц: npm ci"
	cd $(UI)
	PATH="$$node:$$PATH" npm ci --no-audit --no-fund --loglevel=error
	touch node_modules/.installed

$(UI)/dist/.built: $(UI_SOURCES) $(UI)/node_modules/.installed
	@node="$$(.ci/node)"
	echo "▸ Собираю страницы: npm run build"
	cd $(UI)
	PATH="$$node:$$PATH" npm run --silent build -- --logLevel warn
	touch dist/.built

$(CLIENTS)/node_modules/.installed: $(CLIENTS)/package.json $(CLIENTS)/package-lock.json | $(VENV)/.locked
	@node="$$(.ci/node)"
	echo "▸ Ставлю чужих клиентов, которыми проверяется песочница: npm ci"
	cd $(CLIENTS)
	PATH="$$node:$$PATH" npm ci --no-audit --no-fund --loglevel=error
	touch node_modules/.installed

demo: setup ## показать всю историю актов на песочнице (ONCE=1, KEEP=1, SEED=файл)
	@exec $(PY) -m demo $(if $(ONCE),--once) $(if $(KEEP),--keep) $(if $(SEED),--seed "$(SEED)")

serve: setup ## запустить приложение (настройки: переменные окружения, docs/deployment.md)
	@exec $(PY) -m app serve

tools:
	@.ci/tools

lint: $(VENV)/.locked ## ruff, mypy --strict, слои импорта
	@echo "▸ ruff"
	$(PY) -m ruff check .
	echo "▸ mypy --strict"
	$(PY) -m mypy
	echo "▸ import-linter"
	$(VENV)/bin/lint-imports

test: setup tools lint $(CLIENTS)/node_modules/.installed ## все проверки: линтеры, тесты, страницы, браузер
	@echo "▸ Страницы: типы и тесты"
	(cd $(UI) && PATH="$$(cd ../.. && .ci/node):$$PATH" npm run --silent check)
	echo "▸ pytest"
	$(PY) -m pytest -q

screenshots: setup tools ## снять картинки для README тем же прогоном, что и тест в браузере
	@SCREENSHOTS=docs/screenshots $(PY) -m pytest -q tests/e2e

bench: setup tools ## измерить приём событий
	@$(PY) -m bench ingest

clean: ## убрать всё, что можно поставить и собрать заново
	rm -rf $(VENV) run var $(UI)/node_modules $(UI)/dist $(CLIENTS)/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help setup demo serve tools lint test screenshots bench clean
