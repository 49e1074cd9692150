/* What the parts of the reading of ENTRYPOINT and CMD share. */
#ifndef ANNOTATE_PROGRAM_H
#define ANNOTATE_PROGRAM_H

#include "annotate/deed.h"

/* ---- command lines (launcher.c) ---- */

/* Takes one launcher with its options off the front: "gosu app", "env A=b", "bundle exec". False if there is none. */
bool launcher_off(struct command *command);
/* Starts what other words name, as far as its own name tells: "docker-entrypoint.sh", "/start.sh". */
bool is_start_script(sg_str path);
/* Whether the name of such a script says more than that: "upgrade-entrypoint.sh". */
bool is_told_script(sg_str path);
/* Nothing that an image is for: tail, sleep, echo; and what a script only prepares with: mkdir, chown. */
bool is_idle(sg_str program);
bool is_shell(sg_str program);
/* One that starts a script and is no shell: python, node, java. */
bool is_interpreter(sg_str program);
/* A word that says what to do rather than who does it: start, serve, run. */
bool is_verb(sg_str word);
/* The file that an interpreter or an application server is given, or ptr == NULL: "node dist/server.js". */
sg_str script_given(const struct command *command);
/* What a command line without launchers is told as: "app.py", "shop with gunicorn", "alembic upgrade"; ptr == NULL if
 * nothing tells. */
sg_str program_told(struct arena *arena, const struct command *command);

/* ---- what is copied (relation.c) ---- */

/* product_of_path(), without names that are none in a phrase. */
sg_str product_named(struct arena *arena, sg_str path);

/* Whether it is fit for a phrase: a short word without blanks, patterns and variables. */
bool is_name(struct arena *arena, sg_str word);
/* How many bases are asked for what a stage does not say itself. */
enum { MOST_BASES = 16 };
const struct stage *base_of(const sg_doc *doc, const struct stage *stage);
/* The image that a chain of stages starts with, "" if nothing tells, and the last part of its name without tag: "nginx". */
sg_str root_reference(const sg_doc *doc, const struct stage *stage);
sg_str root_image(const sg_doc *doc, const struct stage *stage);
/* What an image is called: "golangci-lint", ".NET SDK"; readable: "Python" of python. */
sg_str image_told(struct arena *arena, sg_str reference, bool readable);

/* ---- files that a server hands out (serve.c) ---- */

/* "Serves the web app with nginx", if the program is a server, or without one the image, and the stage has files in its
 * root. */
struct phrase served_phrase(const struct guess *guess, const struct stage *stage, sg_str program);
/* "X on port 80", if that is the one that the image exposes. */
sg_str with_port(const struct guess *guess, const struct stage *stage, sg_str text);

#endif
