# The tables of characters in src/base, made anew. They are part of the source: nothing else needs this, nor libunistring
# with its headers (libunistring-dev, libunistring-devel).

UNICODE_CPPFLAGS ?=
UNICODE_LIBS     ?= -lunistring

.PHONY: unicode
unicode: $(OBJ)/unicode-table
	$(Q)$< > $(OBJ)/unicode.inc && $< lower > $(OBJ)/lower.inc && mv -f $(OBJ)/unicode.inc $(OBJ)/lower.inc src/base
$(OBJ)/unicode-table: scripts/unicode-table.c
	@mkdir -p $(@D)
	@printf '#include <unictype.h>\n' | $(BUILD_CC) $(UNICODE_CPPFLAGS) -E - > /dev/null 2>&1 || \
	    { echo 'unicode: the headers of libunistring are missing' >&2; exit 1; }
	$(Q)$(BUILD_CC) -std=c11 $(WARNINGS) $(UNICODE_CPPFLAGS) -o $(NEW) $< $(UNICODE_LIBS) && $(DONE)
