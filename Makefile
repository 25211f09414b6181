# The short names for everything done often. `make help` lists them.

SWIFT ?= swift
RELEASE = $(SWIFT) build -c release --static-swift-stdlib --product vmm -Xswiftc -warnings-as-errors \
	$$(Scripts/toolchain.sh static)
VMM = .build/release/vmm
FORMATTED = Package.swift Sources Tests Examples Benchmarks

.DEFAULT_GOAL := help
.PHONY: help run test test-arm64-host test-swift-6.0 bench bench-arm64-host firmware lint format \
	build clean toolchain

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z0-9.-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## Build, then run the hyp stub and the KVM-like init images and judge them
	$(VMM) run Firmware/arm64/hyp-stub.bin
	$(VMM) run --cpus 2 Firmware/arm64/hyp-init.bin
	$(VMM) run --cpus 2 Firmware/arm/init-numbered.bin

test: toolchain ## Everything that must hold: lint, build, tests, examples, arm64 host
	@Scripts/test.sh

test-arm64-host: build ## Command and tests in an emulated arm64 Linux with KVM, made first
	@Scripts/arm64-host/test.sh $(VMM)

test-swift-6.0: toolchain ## The tests with Swift 6.0, the oldest that is supported
	@Scripts/arm64-host/native.sh

bench: build ## Start-up, a kernel's boot and each kind of work, beside QEMU
	@Scripts/bench.sh $(VMM)
	@Scripts/bench-kinds.sh $(VMM)
	@Scripts/bench-explore.sh $(VMM)
	@Scripts/bench-hazards.sh $(VMM)

bench-arm64-host: toolchain ## Start-up and exits with KVM, in the emulated arm64 Linux
	@Scripts/arm64-host/bench.sh

firmware: ## Assemble Firmware/ again with the toolchain's own clang and lld
	Firmware/build.sh
	Firmware/embed.sh > Sources/SwiftVMM/Lab/LabImages+Bytes.swift

lint: toolchain ## Check the formatting
	$(SWIFT) format lint --strict --recursive $(FORMATTED)

format: toolchain ## Put the formatting right
	$(SWIFT) format format --in-place --recursive $(FORMATTED)

build: toolchain ## Build the command, optimised and self-contained
	@$(RELEASE) || { Scripts/toolchain.sh explain; exit 1; }

clean: ## Remove what was built
	rm -rf .build Examples/.build Benchmarks/.build

toolchain:
	@Scripts/toolchain.sh check
