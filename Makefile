# make run    builds everything and starts the server on http://localhost:8080
# make test   runs all tests
# make check  formats, lints, types, and every SQL statement against a real Postgres
# make sqlx   writes anew what is known of the SQL statements; needed after changing one
# make bench  measures the running product
# make setup  installs what building and testing need
# make bench-peers  measures the calculation beside other engines; LibreOffice and python3-uno have to be there

SHELL := /bin/bash
.DEFAULT_GOAL := run
.PHONY: run build web test test-rust test-web test-grid test-e2e check check-rust check-web check-sql sqlx setup bench bench-peers

# What is known of the SQL statements stands in .sqlx, so that building needs no database.
export SQLX_OFFLINE := true

TARGET := $(or $(CARGO_TARGET_DIR),$(CURDIR)/target)

run: build
	@exec $(TARGET)/release/daylight serve

build: web
	cargo build --release --package daylight

setup:
	.ci/setup test

web/node_modules/.package-lock.json: web/package-lock.json
	.ci/setup run
	cd web && npm ci --no-audit --no-fund
	@touch $@

tests/e2e/node_modules/.package-lock.json: tests/e2e/package-lock.json
	cd tests/e2e && npm ci --no-audit --no-fund
	@touch $@

web: web/node_modules/.package-lock.json
	.ci/setup run
	cd web && npm run build

test: setup test-web web test-rust test-e2e

test-rust:
	cargo build --package daylight
	cargo test --workspace

test-web: web/node_modules/.package-lock.json
	cd web && npm test

# In a real Chromium: the one of the environment variable CHROMIUM, else /usr/bin/chromium.
test-grid: web/node_modules/.package-lock.json
	cd web && npm run test:grid

test-e2e: tests/e2e/node_modules/.package-lock.json
	DAYLIGHT_BIN=$(TARGET)/debug/daylight npm test --prefix tests/e2e

check: setup check-web check-rust check-sql

check-rust:
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings

check-web: web/node_modules/.package-lock.json
	cd web && npm run lint && npm run typecheck

check-sql:
	.ci/sql check

sqlx:
	.ci/sql write

bench: setup build tests/e2e/node_modules/.package-lock.json
	cargo build --release --package daylight-load --package daylight-custody-bench
	cargo bench --package daylight-excel --bench million
	cargo bench --package daylight-calc --bench engine
	cd tests/bench && npm ci --no-audit --no-fund
	cd tests/bench && export DAYLIGHT_BIN=$(TARGET)/release/daylight && node opening.mjs && node log.mjs && node load.mjs && node values.mjs && node grid.mjs
	cargo run --release --package daylight-custody-bench

bench-peers:
	cargo run --release --manifest-path tests/bench/peers/Cargo.toml --target-dir $(TARGET)/peers
