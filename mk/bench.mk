# What can be seen: the demo, the pictures of docs, the speed, and what a fuzzer finds.

# ---- demo: on a machine with nothing but make ----

.PHONY: demo docs
demo:
	@scripts/install-deps build
	@$(MAKE) --no-print-directory -j$(JOBS) program
	@scripts/demo $(PROGRAM) $(BUILD)/demo

# ---- docs: the commands are those of the pages ----

docs: CHROMIUM ?= $(or $(STAGEGRAPH_CHROMIUM),$(firstword $(shell command -v chromium chromium-browser google-chrome)))
docs: program $(ENGINE_TOOLS)
	@scripts/draw-docs $(PROGRAM) $(BUILD) $(CHROMIUM)

# ---- bench: tests/bench/bench.c runs the program and its rivals in turn and prints ratios ----

BENCH_CORPUS ?= $(firstword $(wildcard $(CONFORMANCE)/corpus) samples)

.PHONY: bench
bench: program $(BUILD)/tests/bench $(ENGINE_TOOLS)
	@$(BUILD)/tests/bench $(PROGRAM) samples/python-service/Dockerfile $(BUILD)/bench $(BENCH_CORPUS) \
	   samples/monorepo/Dockerfile
	@tests/engine/run $(PROGRAM) -c 'tests/bench/sizes $(abspath $(BUILD))/tests/bench'
$(BUILD)/tests/bench: $(OBJ)/tests/bench/bench.o $(OBJ)/tests/bench/lists.o $(CORE) $(BUILTIN)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) $(TEST_RUNPATH) -o $(NEW) $^ $(BUILTIN_LIBS) $(LIBS) && $(DONE)

# ---- fuzz: clang's libFuzzer; which parts there are stands in tests/fuzz/fuzz.h ----

# FUZZ is one of the targets: document, annotations, ignore, answers, archive.
FUZZ         ?= document
FUZZ_SECONDS ?= 60
# Small inputs first: what goes wrong in a large one goes wrong in a small one, a hundred times as fast.
FUZZ_LENGTH  ?= 512
FUZZ_CORPUS  := tests/fuzz/corpus
FUZZ_PARTS   := $(call objects,tests/fuzz/*.c)
FUZZ_CORE     = $(CORE) $(filter-out %/main.o %/list.o,$(CLI)) $(YAML) $(SIZE) $(filter-out %/replay.o %/compare.o,$(FUZZ_PARTS))
FUZZ_LIBS     = $(YAML_LIBS) $(SIZE_LIBS) $(LIBS)
FUZZ_SEEDS    = $(if $(filter document,$(FUZZ)),tests/golden/inputs $(sort $(dir $(SAMPLES))))
$(FUZZ_PARTS): EXTRA_CPPFLAGS = $(SIZE_CPPFLAGS)
$(OBJ)/tests/fuzz/compare.o: CFLAGS += -fno-builtin

.PHONY: fuzz fuzz-run fuzz-replay fuzz-replay-run
# What makes it fast: counters of edges without a call for each comparison (the dictionary has the words), nothing counted
# in the fuzzer itself, no statistics of rare features. Functions of libc that are called most are taken as they are, and
# freed memory is kept for a shorter while. A word may grow to 4 KiB only, or an input of 400 bytes takes half a second.
# The replay has the limits of the product, and all that the sanitizers can do. An input has a minute, for the clock goes on
# while a busy machine stands still.
FUZZ_CFLAGS := -O2 -g -fsanitize-coverage=inline-8bit-counters,pc-table \
               -fsanitize-coverage-ignorelist=tests/fuzz/uncounted -fsanitize-ignorelist=tests/fuzz/uncounted
fuzz:
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=build/fuzz CC=clang MODULES=builtin SANITIZE=address,undefined \
	         CFLAGS='$(FUZZ_CFLAGS)' CPPFLAGS='-DFUZZ_MUTATES -DEXPAND_WORD_BITS=12' fuzz-run
FUZZ_PLAIN    = intercept_strlen=0:intercept_strchr=0:intercept_memmem=0:replace_str=0:intercept_strndup=0:check_printf=0
fuzz-run: export ASAN_OPTIONS = $(FUZZ_PLAIN):quarantine_size_mb=4:max_malloc_fill_size=64:malloc_context_size=8
fuzz-run: export LSAN_OPTIONS = suppressions=tests/fuzz/lsan.supp:print_suppressions=0
fuzz-run: $(BUILD)/fuzz
	@mkdir -p $(BUILD)/found/$(FUZZ) $(BUILD)/crashes
	FUZZ=$(FUZZ) $< -entropic=0 -max_total_time=$(FUZZ_SECONDS) -timeout=60 -rss_limit_mb=1024 -max_len=$(FUZZ_LENGTH) \
	   -print_final_stats=1 -dict=tests/fuzz/dockerfile.dict -artifact_prefix=$(BUILD)/crashes/ \
	   $(BUILD)/found/$(FUZZ) $(FUZZ_CORPUS)/$(FUZZ) $(FUZZ_SEEDS)
$(BUILD)/fuzz: $(FUZZ_CORE) $(OBJ)/tests/fuzz/compare.o
	$(Q)$(CC) $(ALL_LDFLAGS) -fsanitize=fuzzer -Wl,--wrap=memcmp,--wrap=bcmp -o $(NEW) $^ $(FUZZ_LIBS) && $(DONE)

# The same targets over every input that once went wrong, and the samples; any compiler will do.
fuzz-replay:
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=build/asan MODULES=builtin SANITIZE=address,undefined \
	         CFLAGS='-O1 -g' fuzz-replay-run
fuzz-replay-run: export LSAN_OPTIONS = $(LEAKS)
fuzz-replay-run: $(BUILD)/replay
	@$< $(wildcard $(FUZZ_CORPUS)/*/*) $(SAMPLES)
$(BUILD)/replay: $(FUZZ_CORE) $(OBJ)/tests/fuzz/replay.o
	$(Q)$(CC) $(ALL_LDFLAGS) -o $(NEW) $^ $(FUZZ_LIBS) && $(DONE)
