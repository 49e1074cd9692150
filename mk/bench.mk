# What can be seen: the demo, the pictures of the README, the speed, and what a fuzzer finds.

# ---- demo: on a machine with nothing but make ----

.PHONY: demo docs
demo:
	@scripts/install-deps build
	@$(MAKE) --no-print-directory -j$(JOBS) program
	@scripts/demo $(PROGRAM) $(BUILD)/demo

# ---- docs: the commands are the README's own ----

docs: CHROMIUM ?= $(or $(STAGEGRAPH_CHROMIUM),$(firstword $(shell command -v chromium chromium-browser google-chrome)))
docs: program $(ENGINE_TOOLS)
	@scripts/draw-docs $(PROGRAM) $(BUILD) $(CHROMIUM)

# ---- bench: tests/bench/bench.c runs the program and its rivals in turn and prints ratios ----

BENCH_CORPUS ?= $(firstword $(wildcard $(CONFORMANCE)/corpus) samples)

.PHONY: bench
bench: program $(BUILD)/tests/bench $(ENGINE_TOOLS)
	@$(BUILD)/tests/bench $(PROGRAM) samples/python-service/Dockerfile $(BUILD)/bench $(BENCH_CORPUS)
	@tests/engine/run $(PROGRAM) -c 'tests/bench/sizes $(abspath $(BUILD))/tests/bench'
$(BUILD)/tests/bench: $(OBJ)/tests/bench/bench.o $(OBJ)/tests/bench/lists.o $(CORE) $(BUILTIN)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) $(TEST_RUNPATH) -o $@ $^ $(BUILTIN_LIBS) $(LIBS)

# ---- fuzz: clang's libFuzzer over the core and all renderers; the layout module is a stub in the harness ----

FUZZ_SECONDS ?= 60
FUZZ_CORPUS  := tests/fuzz/corpus
FUZZ_CORE     = $(CORE) $(YAML) $(OBJ)/tests/fuzz/fuzz.o

.PHONY: fuzz fuzz-run fuzz-replay fuzz-replay-run
fuzz:
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=build/fuzz CC=clang MODULES=builtin CFLAGS='-O1 -g' \
	         SANITIZE=fuzzer-no-link,address,undefined fuzz-run
fuzz-run: $(BUILD)/fuzz
	@mkdir -p $(BUILD)/found $(BUILD)/crashes
	$< -max_total_time=$(FUZZ_SECONDS) -timeout=25 -rss_limit_mb=2048 -max_len=4096 -print_final_stats=1 \
	   -dict=tests/fuzz/dockerfile.dict -artifact_prefix=$(BUILD)/crashes/ $(BUILD)/found $(FUZZ_CORPUS) \
	   $(sort $(dir $(SAMPLES)))
$(BUILD)/fuzz: $(FUZZ_CORE)
	$(Q)$(CC) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(YAML_LIBS) $(LIBS)

# The same function over every input that once went wrong, and the samples; any compiler will do.
fuzz-replay:
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=build/asan MODULES=builtin SANITIZE=address,undefined \
	         CFLAGS='-O1 -g' fuzz-replay-run
fuzz-replay-run: $(BUILD)/replay
	@$< $(wildcard $(FUZZ_CORPUS)/*) $(SAMPLES)
$(BUILD)/replay: $(FUZZ_CORE) $(OBJ)/tests/fuzz/replay.o
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(YAML_LIBS) $(LIBS)
