# stagegraph. GNU make; everything it writes is below $(BUILD), but for install and docs.
#
#   make                     build/stagegraph, the library and the modules
#   make demo                installs what the build needs, builds, draws a sample
#   make check               installs what the tests need and runs all of them; check-core: a compiler and cmocka suffice
#   make coverage            runs the tests with gcc's counters: lines and branches of each folder
#   make docs                draws the pictures of README and docs; needs Chromium for one of them
#   make unicode             the tables of characters in src/base, made anew; needs libunistring
#   make install             to $(DESTDIR)$(PREFIX)
#
# Variables: CC CFLAGS CPPFLAGS LDFLAGS as usual (CFLAGS takes the place of the hardening too); WERROR=1 turns warnings
# into errors, V=1 shows the commands, SANITIZE=address,undefined adds sanitizers. MODULES=builtin links the modules into
# program and library; MODULES=none builds without them: text formats only, and nothing is loaded.

VERSION := 0.1.0
ABI     := $(shell sed -n 's/^.define SG_ABI_VERSION //p' include/stagegraph.h)

BUILD   ?= build
PREFIX  ?= /usr/local
LIB     ?= lib
MODULES ?= shared
CFLAGS  ?= -O2 -g -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong
OBJ     := $(BUILD)/obj

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
include mk/recipes.mk mk/platform.mk
MAKEFLAGS += --no-builtin-rules

# ---- flags ----

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla \
            -Wwrite-strings $(if $(WERROR),-Werror)
SANITIZERS := $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer)
ALL_CFLAGS = -std=c11 $(WARNINGS) -fPIC -fvisibility=hidden $(PLATFORM_CFLAGS) $(SANITIZERS) $(CFLAGS)
ALL_CPPFLAGS = -DSTAGEGRAPH_VERSION='"$(VERSION)"' $(BUILTIN_CPPFLAGS) -Isrc -Iinclude $(CPPFLAGS)
# The core is C11 and no more. These see the system, too:
SYSTEM_CPPFLAGS := -D_POSIX_C_SOURCE=200809L $(PLATFORM_CPPFLAGS)
$(OBJ)/src/cli/%.o $(OBJ)/src/modules/%.o $(OBJ)/tests/%.o: ALL_CPPFLAGS += $(SYSTEM_CPPFLAGS)
$(OBJ)/src/base/module.o: ALL_CPPFLAGS += $(SYSTEM_CPPFLAGS)
ALL_LDFLAGS = $(PLATFORM_LDFLAGS) $(SANITIZERS) $(LDFLAGS)

# ---- sources: a new file in one of these folders is built without a change here ----

# The folders of the core in their order (scripts/check-layers): all of libstagegraph, nothing of the command line.
CORE_FOLDERS := base options dockerfile graph annotate size scene view render inject
objects = $(patsubst %.c,$(OBJ)/%.o,$(wildcard $(1)))

CORE     := $(call objects,src/*.c $(CORE_FOLDERS:%=src/%/*.c))
CLI      := $(call objects,src/cli/*.c)
GRAPHVIZ := $(call objects,src/modules/graphviz/*.c)
SIZE     := $(call objects,src/modules/size/*.c)
YAML     := $(call objects,src/modules/yaml/*.c)

ifeq ($(MODULES),builtin)
BUILTIN          := $(GRAPHVIZ) $(SIZE) $(YAML)
BUILTIN_CPPFLAGS := -DBUILTIN_MODULES
BUILTIN_LIBS     := $(GRAPHVIZ_LIBS) $(SIZE_LIBS) $(YAML_LIBS)
else ifeq ($(MODULES),none)
BUILTIN_CPPFLAGS := -DNO_MODULES
else
MODULE_FILES := $(if $(GRAPHVIZ_FOUND),$(BUILD)/stagegraph-graphviz.so) $(if $(SIZE_FOUND),$(BUILD)/stagegraph-size.so) \
                $(if $(YAML_FOUND),$(BUILD)/stagegraph-yaml.so)
endif

# ---- what is built ----

PROGRAM := $(BUILD)/stagegraph
STATIC  := $(BUILD)/libstagegraph.a
SHARED  := $(BUILD)/$(call shared_name,$(VERSION))

.PHONY: all program FORCE
all: program $(STATIC) $(SHARED)
program: $(PROGRAM) $(MODULE_FILES)
ifneq ($(MODULES),none)
ifeq ($(GRAPHVIZ_FOUND),)
	$(SAY) 'note: no Graphviz headers (pkg-config libgvc libcgraph): built without svg, html, png and pdf;' \
	      'scripts/install-deps build installs them'
endif
ifeq ($(SIZE_FOUND),)
	$(SAY) 'note: no libcurl, jansson or libarchive headers (pkg-config): built without measured sizes;' \
	      'scripts/install-deps build installs them'
endif
ifeq ($(YAML_FOUND),)
	$(SAY) 'note: no libfyaml headers (pkg-config libfyaml): built without the annotations file;' \
	      'scripts/install-deps build installs them'
endif
endif

$(PROGRAM): $(CORE) $(CLI) $(BUILTIN) $(OBJ)/link-flags
	$(SAY) '  LD    $@'
	$(Q)$(CC) $(PIE) $(ALL_LDFLAGS) $(RUNPATH) -o $(NEW) $(filter %.o,$^) $(BUILTIN_LIBS) $(LIBS) && $(DONE)

# The shared library under its full version, with the links that the loader (.0) and the linker (no number) look for.
$(SHARED): $(CORE) $(BUILTIN) $(OBJ)/link-flags
	$(SAY) '  LD    $@'
	$(Q)$(CC) $(SHARED_LDFLAGS) $(ALL_LDFLAGS) $(RUNPATH) -o $(NEW) $(filter %.o,$^) $(BUILTIN_LIBS) $(LIBS) && $(DONE)
	$(Q)for link in $(call shared_name,$(ABI)) $(call shared_name); do \
	    ln -s $(@F) $(BUILD)/$$link.$$$$ && mv -f $(BUILD)/$$link.$$$$ $(BUILD)/$$link || exit; done

# One object in which everything but sg_* is local, so that a program's own buf_put() does not clash with ours.
$(STATIC): $(CORE) $(BUILTIN)
	$(SAY) '  AR    $@'
	$(Q)mkdir $(ONE) && $(call localize,$(ONE)/libstagegraph.o,$^) && $(AR) rcs $(NEW) $(LOCALIZED) && rm -r $(ONE) && $(DONE)

# What a module uses of the core is linked into it; modules may use base only, and -z defs makes that an error here.
$(BUILD)/stagegraph-graphviz.so: $(GRAPHVIZ)
$(BUILD)/stagegraph-graphviz.so: MODULE_LIBS = $(GRAPHVIZ_LIBS)
$(BUILD)/stagegraph-size.so: $(SIZE)
$(BUILD)/stagegraph-size.so: MODULE_LIBS = $(SIZE_LIBS)
$(BUILD)/stagegraph-yaml.so: $(YAML)
$(BUILD)/stagegraph-yaml.so: MODULE_LIBS = $(YAML_LIBS)
$(BUILD)/stagegraph-%.so: $(OBJ)/base.a $(OBJ)/link-flags
	$(SAY) '  LD    $@'
	$(Q)$(CC) $(MODULE_LDFLAGS) $(ALL_LDFLAGS) -o $(NEW) $(filter %.o,$^) $< $(MODULE_LIBS) $(LIBS) && $(DONE)

$(OBJ)/base.a: $(call objects,src/base/*.c)
	$(Q)$(AR) rcs $(NEW) $^ && $(DONE)

$(OBJ)/%.o: %.c $(OBJ)/flags
	@mkdir -p $(@D)
	$(SAY) '  CC    $<'
	$(Q)$(CC) $(ALL_CPPFLAGS) $(EXTRA_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -MT $@ -MF $(NEW)-d -c -o $(NEW) $< && \
	    mv -f $(NEW)-d $(@:.o=.d) && $(DONE)

$(GRAPHVIZ): EXTRA_CPPFLAGS = $(GRAPHVIZ_CPPFLAGS)
$(SIZE): EXTRA_CPPFLAGS = $(SIZE_CPPFLAGS)
$(YAML): EXTRA_CPPFLAGS = $(YAML_CPPFLAGS)

include mk/generated.mk mk/test.mk mk/lint.mk mk/bench.mk mk/install.mk mk/unicode.mk

.PHONY: clean
clean:
	rm -rf $(BUILD)

-include $(shell find $(OBJ) -name '*.d' 2>/dev/null)
