# What differs between systems, and where the modules' libraries are.

SYSTEM := $(shell uname -s)
PKG_CONFIG ?= pkg-config

# $ORIGIN is the folder of the program or library: modules lie beside it in the build folder, and in ../lib/stagegraph
# when installed. (With LIB=lib/x86_64-linux-gnu the library is one folder deeper than the program.)
ifeq ($(SYSTEM),Darwin)
PLATFORM_CPPFLAGS := -D_DARWIN_C_SOURCE
PLATFORM_LDFLAGS  :=
LIBS              := -lm
RUNPATH            = -Wl,-rpath,@loader_path -Wl,-rpath,@loader_path/../$(LIB)/stagegraph
TEST_RUNPATH      := -Wl,-rpath,@loader_path/..
SHARED_LDFLAGS     = -dynamiclib -install_name $(PREFIX)/$(LIB)/$(call shared_name,$(ABI))
MODULE_LDFLAGS    := -bundle
shared_name        = libstagegraph$(if $(1),.$(1)).dylib
LOCALIZED          = $(CORE) $(BUILTIN)
localize           = :
else
PLATFORM_CFLAGS   := -fno-semantic-interposition
PIE               := -pie
PLATFORM_LDFLAGS  := -Wl,--as-needed -Wl,-z,relro -Wl,-z,now -Wl,--enable-new-dtags
LIBS              := -lm $(if $(filter Linux,$(SYSTEM)),-ldl)
RUNPATH            = -Wl,-rpath,'$$ORIGIN:$$ORIGIN/../$(if $(filter %.so.$(VERSION),$@),$(notdir $(LIB)),$(LIB))/stagegraph'
TEST_RUNPATH      := -Wl,-rpath,'$$ORIGIN/..'
SHARED_LDFLAGS     = -shared -Wl,-soname,$(call shared_name,$(ABI)) $(if $(SANITIZE),,-Wl,-z,defs)
MODULE_LDFLAGS     = -shared $(if $(SANITIZE),,-Wl,-z,defs)
shared_name        = libstagegraph.so$(if $(1),.$(1))
LOCALIZED          = $(ONE)/libstagegraph.o
OBJCOPY           ?= objcopy
localize           = $(LD) -r -o $(1) $(2) && $(OBJCOPY) --localize-hidden $(1)
endif

ifneq ($(MODULES),none)

# Graphviz's plug-ins are outside the loader's path; the module opens two of them by name instead of having Graphviz
# look through all (2 ms instead of 20).
ifeq ($(shell $(PKG_CONFIG) --exists libgvc libcgraph 2>/dev/null && echo yes),yes)
GRAPHVIZ_FOUND      := yes
GRAPHVIZ_PLUGIN_DIR ?= $(shell $(PKG_CONFIG) --variable=libdir libgvc)/graphviz
GRAPHVIZ_CPPFLAGS   := $(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags libgvc libcgraph)) \
                       -DGRAPHVIZ_PLUGIN_DIR='"$(GRAPHVIZ_PLUGIN_DIR)"'
GRAPHVIZ_LIBS       := $(shell $(PKG_CONFIG) --libs libgvc libcgraph)
else ifeq ($(MODULES),builtin)
$(error MODULES=builtin needs Graphviz's headers: scripts/install-deps build)
endif

ifeq ($(shell $(PKG_CONFIG) --exists libcurl jansson libarchive 2>/dev/null && echo yes),yes)
SIZE_FOUND    := yes
SIZE_CPPFLAGS := $(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags libcurl jansson libarchive))
SIZE_LIBS     := $(shell $(PKG_CONFIG) --libs libcurl jansson libarchive)
else ifeq ($(MODULES),builtin)
$(error MODULES=builtin needs the headers of libcurl, jansson and libarchive: scripts/install-deps build)
endif

ifeq ($(shell $(PKG_CONFIG) --exists libfyaml 2>/dev/null && echo yes),yes)
YAML_FOUND    := yes
YAML_CPPFLAGS := $(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags libfyaml))
YAML_LIBS     := $(shell $(PKG_CONFIG) --libs libfyaml)
else ifeq ($(MODULES),builtin)
$(error MODULES=builtin needs libfyaml's headers: scripts/install-deps build)
endif

else # nothing is looked for, and nothing loaded
RUNPATH :=
LIBS    := -lm
endif
