# The tests. A suite is a target whose last line is "N passed, N failed"; scripts/run-tests adds them up.

JOBS     ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
SAMPLES  := $(sort $(wildcard samples/*/*Dockerfile* samples/*/Containerfile*))

# ---- unit tests: each tests/unit/test_*.c is a cmocka program, linked with everything but main() ----

# Those of the size module are linked with its objects, and are there if its libraries are.
SIZE_UNIT  := $(BUILD)/tests/test_archive $(BUILD)/tests/test_engine $(BUILD)/tests/test_http $(BUILD)/tests/test_registry
UNIT       := $(filter-out $(if $(SIZE_FOUND),,$(SIZE_UNIT)),\
                $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/test_*.c)))
# Helpers that several of them use: any other file of that folder.
UNIT_HELP  := $(filter-out $(OBJ)/tests/unit/test_%,$(call objects,tests/unit/*.c))
CMOCKA_CPPFLAGS = $(shell $(PKG_CONFIG) --cflags cmocka 2>/dev/null)
CMOCKA_LIBS     = $(shell $(PKG_CONFIG) --libs cmocka 2>/dev/null || echo -lcmocka)
$(OBJ)/tests/unit/%.o: EXTRA_CPPFLAGS = $(CMOCKA_CPPFLAGS) $(SIZE_CPPFLAGS)
$(UNIT:$(BUILD)/tests/%=$(OBJ)/tests/unit/%.o) $(UNIT_HELP): | $(OBJ)/cmocka
$(OBJ)/cmocka: $(OBJ)/flags
	@printf '#include <%s>\n' stdarg.h stddef.h stdint.h setjmp.h cmocka.h | $(CC) $(CMOCKA_CPPFLAGS) -E - > $(NEW) 2> /dev/null || \
	    { rm $(NEW); echo 'cmocka is missing: scripts/install-deps test installs it' >&2; exit 1; }; $(DONE)
$(SIZE_UNIT): $(SIZE)
$(SIZE_UNIT): TEST_LIBS = $(SIZE_LIBS)

.SECONDARY: $(UNIT:$(BUILD)/tests/%=$(OBJ)/tests/unit/%.o)
$(UNIT): $(BUILD)/tests/%: $(OBJ)/tests/unit/%.o $(UNIT_HELP) $(OBJ)/all.a
	@mkdir -p $(@D)
	$(SAY) '  LD    $@'
	$(Q)$(CC) $(ALL_LDFLAGS) $(TEST_RUNPATH) -o $(NEW) $(filter %.o,$^) $(filter %.a,$^) $(BUILTIN_LIBS) $(TEST_LIBS) \
	    $(CMOCKA_LIBS) $(LIBS) && $(DONE)

$(OBJ)/all.a: $(CORE) $(filter-out %/main.o,$(CLI)) $(BUILTIN)
	$(Q)$(AR) rcs $(NEW) $^ && $(DONE)

# ---- what tests/engine asks with, and is answered by ----

ENGINE_TOOLS := $(if $(SIZE_FOUND),$(BUILD)/tests/probe) $(BUILD)/tests/server
$(BUILD)/tests/probe $(BUILD)/tests/server: $(BUILD)/tests/%: $(OBJ)/tests/engine/%.o $(OBJ)/all.a
	@mkdir -p $(@D)
	$(SAY) '  LD    $@'
	$(Q)$(CC) $(ALL_LDFLAGS) $(TEST_RUNPATH) -o $(NEW) $^ $(BUILTIN_LIBS) $(LIBS) -pthread && $(DONE)

.PHONY: tests test check check-core unit golden golden-update conformance purpose documented readme browser cli \
        engine-test install-test linking standalone scripts warnings
tests: $(UNIT) $(ENGINE_TOOLS) $(BUILD)/tests/bench
test: unit
unit: program $(UNIT)
	@scripts/run-unit $(UNIT)
golden: program
	@scripts/golden run $(PROGRAM)
golden-update: program
	@scripts/golden update $(PROGRAM)
purpose: export STAGEGRAPH_CONFORMANCE ?= $(CONFORMANCE)
purpose: program
	@tests/purpose/run $(PROGRAM)
documented: program
	@tests/documented/run $(PROGRAM)
readme: all
	@CC='$(CC)' tests/documented/readme run $(PROGRAM)
browser: export STAGEGRAPH_CHROMIUM ?= $(firstword $(shell command -v chromium chromium-browser google-chrome))
browser: program
	@tests/browser/run $(PROGRAM)
cli: program
	@tests/cli/run $(PROGRAM)
engine-test: program $(ENGINE_TOOLS)
	@tests/engine/run $(PROGRAM)
linking: all
	@tests/linking.sh $(BUILD)
standalone:
	@tests/standalone.sh '$(MAKE)' $(BUILD)/standalone
install-test: all
	@MAKE='$(MAKE)' CC='$(CC)' PKG_CONFIG='$(PKG_CONFIG)' tests/install.sh

scripts:
	@tests/scripts.sh

warnings:
	@scripts/run-warnings '$(MAKE)' $(BUILD)/warnings

# BuildKit's own answers to hundreds of Dockerfiles: data beside the checkout, or in $CONFORMANCE.
CONFORMANCE ?= ../shared/conformance
conformance: program
	@$(CONFORMANCE)/check $(PROGRAM)

# ---- with sanitizers, and under valgrind; the modules are linked in, so that every allocation has a name ----

.PHONY: asan asan-suite valgrind valgrind-suite
asan:
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=build/asan MODULES=builtin SANITIZE=address,undefined \
	         CFLAGS='-O1 -g' asan-suite
LEAKS := suppressions=tests/leaks/lsan.supp:print_suppressions=0:fast_unwind_on_malloc=0
asan-suite: export LSAN_OPTIONS = $(LEAKS)
asan-suite: export UBSAN_OPTIONS = print_stacktrace=1
asan-suite: program $(UNIT)
	@scripts/run-tests 'unit=scripts/run-unit $(UNIT)' 'golden=scripts/golden run $(PROGRAM)' \
	                  'samples=scripts/run-samples $(PROGRAM) $(SAMPLES)'

valgrind:
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=build/valgrind MODULES=builtin CFLAGS='-O1 -g' valgrind-suite
valgrind-suite: program $(UNIT)
	@scripts/run-valgrind $(PROGRAM) $(UNIT)

# ---- how much of it is tested: gcc's counters, read by scripts/coverage ----

.PHONY: coverage coverage-suite
coverage:
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=build/coverage CC=gcc CFLAGS='-O0 -g --coverage' LDFLAGS=--coverage \
	         coverage-suite
coverage-suite: program $(UNIT) $(ENGINE_TOOLS)
	@scripts/coverage $(BUILD) 'unit=scripts/run-unit $(UNIT)' 'golden=scripts/golden run $(PROGRAM)' \
	                  'cli=tests/cli/run $(PROGRAM)' 'engine=tests/engine/run $(PROGRAM)'

# ---- all of it ----

# A compiler and cmocka suffice: what needs a module that was not built is left out.
check-core: program $(UNIT)
	@scripts/run-tests 'unit=scripts/run-unit $(UNIT)' 'golden=scripts/golden run $(PROGRAM)'

SUITES := lint scripts $(if $(filter Linux,$(SYSTEM)),engine-test) unit golden purpose documented readme cli browser \
          linking $(if $(filter Linux,$(SYSTEM)),standalone) install-test warnings asan valgrind fuzz-replay
check:
	@scripts/install-deps build test
	@$(MAKE) --no-print-directory -j$(JOBS) all tests
	@scripts/run-tests $(foreach suite,$(SUITES),'$(suite)=$(MAKE) --no-print-directory $(suite)')
