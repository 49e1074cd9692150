# Below $(DESTDIR)$(PREFIX): the program, the library with header and pkg-config file, the modules in a folder of
# their own, the man page, the schema of -f json. uninstall removes just these.

PREFIXED    = $(DESTDIR)$(PREFIX)
BIN_DIR     = $(PREFIXED)/bin
LIB_DIR     = $(PREFIXED)/$(LIB)
MODULE_DIR  = $(LIB_DIR)/stagegraph
INCLUDE_DIR = $(PREFIXED)/include
MAN_DIR     = $(PREFIXED)/share/man/man1
DATA_DIR    = $(PREFIXED)/share/stagegraph
INSTALL    ?= install

.PHONY: install uninstall
install: all
	$(INSTALL) -d $(BIN_DIR) $(LIB_DIR)/pkgconfig $(MODULE_DIR) $(INCLUDE_DIR) $(MAN_DIR) $(DATA_DIR)
	$(INSTALL) -m 755 $(PROGRAM) $(BIN_DIR)
	$(INSTALL) -m 644 $(STATIC) $(LIB_DIR)
	$(INSTALL) -m 755 $(SHARED) $(LIB_DIR)
	ln -sf $(notdir $(SHARED)) $(LIB_DIR)/$(call shared_name,$(ABI))
	ln -sf $(call shared_name,$(ABI)) $(LIB_DIR)/$(call shared_name)
	$(if $(strip $(MODULE_FILES)),$(INSTALL) -m 755 $(MODULE_FILES) $(MODULE_DIR))
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIB@|$(LIB)|' -e 's|@VERSION@|$(VERSION)|' \
	    -e 's|@LIBS@|$(strip $(BUILTIN_LIBS) $(LIBS))|' mk/stagegraph.pc.in > $(LIB_DIR)/pkgconfig/stagegraph.pc
	chmod 644 $(LIB_DIR)/pkgconfig/stagegraph.pc
	$(INSTALL) -m 644 include/stagegraph.h $(INCLUDE_DIR)
	$(INSTALL) -m 644 man/stagegraph.1 $(MAN_DIR)
	$(INSTALL) -m 644 share/stagegraph.schema.json $(DATA_DIR)
	$(if $(DESTDIR),,@scripts/tell-loader $(LIB_DIR))

uninstall:
	rm -f $(BIN_DIR)/stagegraph $(LIB_DIR)/$(notdir $(STATIC)) $(LIB_DIR)/$(notdir $(SHARED)) \
	      $(LIB_DIR)/$(call shared_name,$(ABI)) $(LIB_DIR)/$(call shared_name) $(MODULE_DIR)/stagegraph-*.so \
	      $(LIB_DIR)/pkgconfig/stagegraph.pc $(INCLUDE_DIR)/stagegraph.h $(MAN_DIR)/stagegraph.1 \
	      $(DATA_DIR)/stagegraph.schema.json
	rmdir $(MODULE_DIR) $(DATA_DIR) 2>/dev/null || :
