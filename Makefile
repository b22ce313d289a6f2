# Shortcuts; everything works without make.
.PHONY: build test audit
LOGS ?= .

build: ; @scripts/civic --version
test: ; @scripts/test
audit: ; @scripts/civic audit $(LOGS)
