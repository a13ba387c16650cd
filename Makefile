# Everything that a fresh machine with Swift needs: `make train` and `make test` do all their own set-up.
SHELL := /bin/bash
.DEFAULT_GOAL := help
RECIPE ?= recipes/flan-small.json
PREFIX ?= /usr/local
BINARY := .build/release/flan-train
# Where studies that come with the program leave their results, where those in full are kept, and the lines of `make speedrun`.
STUDIES := $(patsubst Recipes/studies/%.json,%,$(wildcard Recipes/studies/*.json))
FINDINGS := Documentation/Findings
BOARD := Documentation/speedruns.jsonl
# What `make install` and `make dist` build; LEVELS=native installs one build, for processors like this one.
LEVELS ?= $(if $(filter-out Linux,$(shell uname -s)),native,$(if $(filter x86_64,$(shell uname -m)),x86-64-v2 x86-64-v3 x86-64-v4,armv8-a))

.PHONY: help setup build train test plugin gpu-compile faults soak bench data grids studies studies-quick findings speedrun format lint docs install dist clean

help: ## What can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

setup: ## Install the system libraries (OpenBLAS, HDF5) where they are missing
	@./Scripts/setup

build: setup ## Build the command for this machine's processor
	swift build -c release --product flan-train

train: build ## Train by RECIPE (default: recipes/flan-small.json)
	$(BINARY) $(RECIPE)

test: setup ## Build everything and run all tests
	swift test

plugin: ## Fetch XLA's plug-in for the processor into .build/plugins, so that what runs on XLA is tested too
	@./Scripts/plugin

gpu-compile: setup ## Compile for an H200 that is not here, with NVIDIA's plug-in (which it fetches: 257 MB)
	@./Scripts/plugin compiler
	swift test --filter PJRTTopologyTests

faults: build ## Kill 200 short runs at random moments, and let every write of a checkpoint fail (minutes)
	swift build -c release --product endure
	.build/release/endure kills --kills 200 --seed 1
	.build/release/endure writes

soak: build ## Train 20,000 steps of a tiny model and watch its memory and open files (minutes)
	swift build -c release --product endure
	.build/release/endure soak --steps 20000

bench: build ## Measure us beside transformers, JAX and others; writes this machine's section of Benchmarks.md (BENCH="--workloads ...")
	@./Benchmarks/setup
	@./Benchmarks/setup .build/benchmark-venv-transformers5 requirements-transformers5.txt .build/benchmark-venv
	swift run -c release benchmark --write Benchmarks.md $(BENCH)

data: setup ## Write Data/ anew from its generator (the same bytes every time)
	swift run -c release generate-data

grids: build ## Write the folders of generated tasks that the studies train on, where they are missing
	test -e grid || $(BINARY) grid grid
	test -e grid-shuffled || $(BINARY) grid grid-shuffled --shuffled
	set -e; for n in 9 89 282; do test -e grid-pool-$$n || $(BINARY) grid grid-pool-$$n --tasks $$n --total 128520; done

studies: grids ## Run every study that comes with the program (hours; goes on where it was stopped)
	set -e; for study in Recipes/studies/*.json; do $(BINARY) study $$study; done

findings: build ## Keep the results of studies that were run in full, and write Documentation/Findings.md of all kept ones and the board
	set -e; for study in $(STUDIES); do results=runs/$$study/study.json; \
	  if test -e $$results && ! grep -q '"outcome" : "incomplete"' $$results; then \
	  install -D -m 644 $$results $(FINDINGS)/$$study/study.json; fi; done
	$(BINARY) study --page $(FINDINGS).md $$(dirname $(FINDINGS)/*/study.json) $(if $(wildcard $(BOARD)),--board $(BOARD))

speedrun: build ## Train the quick start against the clock and add a line to the board (minutes)
	./Scripts/speedrun $(BINARY) $(BOARD)

studies-quick: grids ## The same with fewer seeds and steps, to see that all works (minutes)
	set -e; for study in Recipes/studies/*.json; do $(BINARY) study $$study --quick; done

format: ## Format all Swift sources in place
	swift format -i -r --parallel Sources Tests Package.swift

lint: ## Check the format, the rooms and the shapes in comments, and scripts and the Dockerfile where their linters are there
	swift format lint -r --strict --parallel Sources Tests Package.swift
	@if command -v python3 >/dev/null; then ./Scripts/rooms >/dev/null && ./Scripts/shapes >/dev/null; fi
	@if command -v shellcheck >/dev/null; then shellcheck .ci/run Scripts/{setup,plugin,stage,dist,try-dist}; fi
	@if command -v hadolint >/dev/null; then hadolint Dockerfile; fi

docs: setup ## Build the documentation of every module
	swift package --allow-writing-to-directory .build/docs generate-documentation --output-path .build/docs

install: setup ## Install the command for every LEVEL of processor, recipes, completions below PREFIX (default: /usr/local)
	./Scripts/stage "$(DESTDIR)$(PREFIX)" $(LEVELS)

dist: setup ## Make a tarball of the command for every LEVEL of processor that runs on other machines, and try it
	./Scripts/dist $(LEVELS)

clean: ## Remove what was built
	rm -rf .build .build-dist
