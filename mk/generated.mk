# What the build writes for the sources that include it.

$(OBJ)/src/annotate/command.o: EXTRA_CPPFLAGS = -I$(OBJ)
$(OBJ)/src/annotate/command.o: $(OBJ)/purpose.inc
PROGRAMS := src/annotate/wrappers.def src/annotate/purpose.def
$(OBJ)/purpose.inc: scripts/purpose-index $(PROGRAMS)
	@mkdir -p $(@D)
	$(Q)scripts/purpose-index $(PROGRAMS) > $(NEW) && $(DONE)

$(OBJ)/src/annotate/lexicon.o: EXTRA_CPPFLAGS = -I$(OBJ)
$(OBJ)/src/annotate/lexicon.o: $(OBJ)/phrases.inc $(OBJ)/verbs.inc
$(OBJ)/%s.inc: scripts/lexicon-index src/annotate/%s.def
	@mkdir -p $(@D)
	$(Q)scripts/lexicon-index $*s src/annotate/$*s.def > $(NEW) && $(DONE)

# The page of -f html holds its style and script: C strings, made by a program of the build (so never cross-compiled).
BUILD_CC ?= $(CC)
VIEWER   := src/render/html/viewer.css src/render/html/viewer.js
$(OBJ)/src/render/html.o: EXTRA_CPPFLAGS = -I$(OBJ)
$(OBJ)/src/render/html.o: $(OBJ)/viewer.inc
$(OBJ)/viewer.inc: $(OBJ)/embed $(VIEWER)
	$(Q)$< $(VIEWER) > $(NEW) && $(DONE)
$(OBJ)/embed: src/render/html/embed.c src/render/palette.def
	@mkdir -p $(@D)
	$(Q)$(BUILD_CC) -std=c11 $(WARNINGS) -Isrc -o $(NEW) $< && $(DONE)
