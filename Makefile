DATA   ?= ./data
LISTEN ?= 127.0.0.1:8080
KILLS  ?= 20
SEED   ?=
FUZZ_API ?= 10m
ONLY   ?=
CACHE  := $(or $(RUNLEDGER_CACHE),$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/runledger)

export CGO_ENABLED = 0

.DEFAULT_GOAL := help
.PHONY: help run build test test-web test-browser bench-web demo engine kafka buf fetch vet generate lint bench chaos test-containers fuzz fuzz-api clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## fetch, build and serve on LISTEN (127.0.0.1:8080) with all data below DATA (./data)
	@$(MAKE) -s -j2 engine build
	bin/runledger serve --data $(DATA) --listen $(LISTEN)

build: web/dist/index.html ## the page, the program and the embedded engine's process, into bin/
	@go build -buildvcs=auto -ldflags="-s -w" -o bin/ ./cmd/...

WEB := $(shell find web/src web/public web/scripts -type f 2>/dev/null) $(wildcard web/*.json web/*.ts web/*.js web/index.html)

web/dist/index.html: web/node_modules/.package-lock.json $(WEB)
	@cd web && npm run --silent build -- --logLevel warn

web/node_modules/.package-lock.json: web/package-lock.json
	@cd web && npm ci --no-audit --no-fund --loglevel error >/dev/null && touch node_modules/.package-lock.json

test: ## everything but the browser: unit, scenarios, real Kafka, real wandb, a short chaos run, the page's lint and units (skips say what to install)
	@deploy/test.sh

test-web: web/node_modules/.package-lock.json ## the page: format, lint, types, unit tests
	@cd web && npm run --silent lint && npm run --silent unit

test-browser: build engine ## the page in Chromium on a real server: one test a requirement (skips without Chromium): ONLY=browser/shell.test.ts
	@deploy/browser.sh $(ONLY)

demo: ## fill admin/demo with real trainings, in a minute; serves on LISTEN unless a server answers there (deploy/demo.sh --help)
	@$(MAKE) -s -j2 engine build
	@DATA="$(DATA)" LISTEN="$(LISTEN)" deploy/demo.sh

engine: ## fetch the embedded engine's library and verify it
	@deploy/engine/fetch.sh >/dev/null

kafka: ## fetch Apache Kafka for the tests (needs Maven)
	@deploy/kafka/kafka.sh install $(CACHE)/kafka

generate: ## generate the protobuf code anew (needs npm for buf)
	@deploy/buf/buf.sh generate

lint: ## go vet, gofmt, protobuf lint and breaking changes, shell scripts
	@deploy/lint.sh

bench: engine build ## the table of measures, closing with one JSON line; ONLY=chart measures a part
	go run ./bench -only "$(ONLY)"

bench-web: build engine ## how the page feels in Chromium: ten thousand runs, a thousand panels, a hundred thousand rows
	@cd web && npm run --silent bench

chaos: engine build ## kill -9 at random under load and count what is left: KILLS=20 SEED=...
	go test ./internal/chaos -count=1 -timeout 0 -v -run TestChaos -kills $(KILLS) $(if $(SEED),-seed $(SEED))

test-containers: ## Kafka and the server in containers (skips without a container engine)
	@cd deploy/containers && go test -count=1 -v ./...

fuzz-api: engine build ## a fuzzer against the HTTP API for FUZZ_API (10m): SEED=... repeats one
	go test ./internal/routes -count=1 -timeout 0 -v -run TestFuzzAPI -fuzz-api $(FUZZ_API) $(if $(SEED),-fuzz-seed $(SEED))

fuzz: ## fuzz every decoder and parser for 20 s each
	@deploy/fuzz.sh

clean: ## remove what was built (not data, not the cache)
	rm -rf bin
