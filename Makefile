.DEFAULT_GOAL := help
PYTHON ?= .venv/bin/python

help:  ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

check:  ## Lint, format, types, import contracts
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy
	$(dir $(PYTHON))lint-imports

test:  ## Run the tests
	$(PYTHON) -m pytest -q

forecast-coverage:  ## Count how often forecasts contain the month that follows, beside the method that draws requests one by one
	PYTHONPATH=.:tests $(PYTHON) tests/forecast_coverage.py

truth:  ## Compare counts with recorded bills, and list every miss
	$(PYTHON) tests/truth.py

golden:  ## Write the golden files anew from what is printed now
	$(PYTHON) -m pytest -q --golden

docs:  ## Write the README's examples and tables anew
	$(PYTHON) -m cogapp -r -P -I tests README.md

bench:  ## Print the times of start-up beside the peers that are installed, of a check and of a forecast beside their parts
	$(PYTHON) tests/benchmarks/startup.py
	$(PYTHON) tests/benchmarks/check.py
	$(PYTHON) tests/benchmarks/forecast.py

lower-bounds:  ## Run the tests with the oldest dependencies that pyproject.toml allows
	python3 -m venv .lower-bounds && .lower-bounds/bin/pip install -q $$($(PYTHON) tests/tools/lower_bounds.py) -e .
	.lower-bounds/bin/python -m pytest -q

.PHONY: help check test forecast-coverage truth golden docs bench lower-bounds
