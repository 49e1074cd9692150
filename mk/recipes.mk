# How the recipes speak, write their files and know that a flag changed.

Q   := $(if $(V),,@)
SAY := @$(if $(findstring s,$(firstword -$(MAKEFLAGS))),:,echo)

# A file is written under a name of its own and renamed, so that two runs of make at once do not disturb each other.
NEW  = $@.$$$$
DONE = mv -f $(NEW) $@
ONE := $(OBJ)/one.$$$$

# Each changes when one of its flags does, so that `make MODULES=builtin` behind `make` builds anew what it has to.
FLAGS = $(CC) $(ALL_CPPFLAGS) $(SYSTEM_CPPFLAGS) $(GRAPHVIZ_CPPFLAGS) $(SIZE_CPPFLAGS) $(YAML_CPPFLAGS) $(ALL_CFLAGS)
LINK_FLAGS = $(CC) $(ALL_LDFLAGS) $(SHARED_LDFLAGS) $(RUNPATH) $(BUILTIN_LIBS)
$(OBJ)/flags: TEXT = $(FLAGS)
$(OBJ)/link-flags: TEXT = $(LINK_FLAGS)
$(OBJ)/flags $(OBJ)/link-flags: FORCE
	@command -v $(firstword $(CC)) > /dev/null || { echo 'no $(firstword $(CC)) here: scripts/install-deps build test' \
	    'installs compilers and libraries' >&2; exit 1; }
	@mkdir -p $(@D)
	@printf '%s\n' '$(subst ','\'',$(TEXT))' > $(NEW); if cmp -s $(NEW) $@; then rm $(NEW); else $(DONE); fi
