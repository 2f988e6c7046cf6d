# Everything is set up from nothing in .venv; only Python 3.11 or later, make and the package registry are needed.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

# Where the language catalogs stand, and how the texts of a module are marked (cchc_tui/texts/language.py).
LOCALE := cchc_tui/locale
MARKS := --no-default-keywords -k N_ -k tr -k NN_:1,1

# Programs that tests and the bench start find their modules compiled, as installed ones do.
unexport PYTHONDONTWRITEBYTECODE

# The archive that a server without internet installs from (docs/office.md): for which Pythons, and which machine.
BUNDLE_PYTHONS ?= 3.11 3.13
BUNDLE_MACHINE ?= x86_64

.PHONY: demo test test-ssh test-postgres test-web check bench pictures catalogs keys holidays bundle try-install clean

demo: $(VENV)/app.ready
	@$(BIN)/cchc-tui demo

# More processes than two cores have: half of a test's time is spent waiting for another process, a thread or a timer.
test: $(VENV)/dev.ready
	$(BIN)/python -m pytest -q -n 5 --dist worksteal -m "not sshd and not root and not postgres and not chromium"

test-ssh: $(VENV)/dev.ready
	$(BIN)/python -m pytest -q -m "sshd or root"

test-postgres: $(VENV)/dev.ready
	$(BIN)/python -m pytest -q -m postgres

test-web: $(VENV)/dev.ready
	$(BIN)/python -m pytest -q -m chromium

check: $(VENV)/dev.ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/bench.ready
	$(BIN)/python bench/run.py

pictures: $(VENV)/app.ready
	$(BIN)/python -m tools.pictures docs

# New and changed texts come into the catalogs, with nothing said yet where they are new (a test says which); what is no
# longer in use goes. Then the catalogs are compiled.
catalogs: $(VENV)/app.ready
	$(BIN)/pybabel --quiet extract --mapping babel.cfg $(MARKS) --no-location --no-wrap --output-file $(VENV)/cchc.pot .
	$(BIN)/pybabel --quiet update --domain cchc --input-file $(VENV)/cchc.pot --output-dir $(LOCALE) \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap
	$(BIN)/pybabel compile --domain "cchc click" --directory $(LOCALE) --statistics

# docs/keys.md, from the registry of actions.
keys: $(VENV)/app.ready
	$(BIN)/python -m tools.keys_page docs/keys.md

# cchc_tui/domain/public_holidays.py, from the library of holidays.
holidays: $(VENV)/dev.ready
	$(BIN)/python -m tools.public_holidays cchc_tui/domain/public_holidays.py

bundle: $(VENV)/dev.ready
	$(BIN)/python -m tools.bundle --python $(BUNDLE_PYTHONS) --machine $(BUNDLE_MACHINE) --wheels $(VENV)/wheels

# The install page of docs/office.md, followed word for word on clean Debian systems without network. Takes minutes and root.
try-install: $(VENV)/dev.ready
	$(BIN)/python -m tools.try_install bookworm trixie

clean:
	rm -rf $(VENV)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed; %s is %s" % (sys.executable, sys.version.split()[0]) if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/app.ready: $(BIN)/python pyproject.toml constraints.txt
	@echo "Setting up $(VENV) (once, about a minute) ..."
	$(PIP) --editable .
	@touch $@

$(VENV)/dev.ready: $(VENV)/app.ready
	$(PIP) --editable ".[dev]"
	@touch $@

$(VENV)/bench.ready: $(VENV)/dev.ready
	$(PIP) --editable ".[bench]"
	@touch $@
