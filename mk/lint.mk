# Style. Formatters differ from version to version: only 14 decides.

CLANG_FORMAT ?= $(shell command -v clang-format-14 || echo clang-format)
FORMATTED     = $(shell find src include tests -name '*.[ch]')

.PHONY: format lint
format:
	@$(CLANG_FORMAT) --version | grep 'version 14[.]' > /dev/null || { echo 'format: clang-format 14 is needed' >&2; exit 1; }
	$(Q)$(CLANG_FORMAT) -i $(FORMATTED)
lint: export CHECK_CFLAGS = -std=c11 -Wall -Wextra -Wpedantic -Werror -D_POSIX_C_SOURCE=200809L -Isrc -Iinclude \
                            $(GRAPHVIZ_CPPFLAGS) $(SIZE_CPPFLAGS) $(YAML_CPPFLAGS)
lint:
	@CC='$(CC)' CLANG_FORMAT='$(CLANG_FORMAT)' scripts/lint
