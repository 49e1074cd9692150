/* DOT text → a graph whose objects are numbered in the order in which they are read.
 *
 * Graphviz' own numbers are addresses of names, and it walks subgraphs by number: what it draws would hang on what was
 * allocated before. */
#include "modules/graphviz/graphviz.h"

static int read_some(void *channel, char *buffer, int size) {
    struct graph_reader *reader = channel;
    size_t count = reader->left < (size_t)size ? reader->left : (size_t)size;
    memcpy(buffer, reader->at, count);
    reader->at += count;
    reader->left -= count;
    return (int)count;
}

/* What the functions below are given as their state: the discipline is the first member of our struct. */
static void *open_numbers(Agraph_t *graph, Agdisc_t *discipline) {
    (void)graph;
    return discipline;
}

/* Names get none: Graphviz then keeps them itself, and asks for a number without one (cgraph, agmapnametoid). Numbers are
 * odd, which it never takes for addresses. */
static bool number(void *state, const char *name, IDTYPE *id) {
    struct graph_reader *reader = state;
    if (name) return false;
    *id = reader->next;
    reader->next += 2;
    return true;
}

static long number_as_long(void *state, int type, char *name, IDTYPE *id, int create) {
    (void)type, (void)create;
    return number(state, name, id);
}

static int number_as_int(void *state, int type, char *name, IDTYPE *id, int create) {
    (void)type, (void)create;
    return number(state, name, id);
}

/* The answer is a long in older Graphviz, an int in newer. */
typedef long map_long(void *, int, char *, IDTYPE *, int);

graph_t *graph_read(struct graph_reader *reader, const char *dot) {
    *reader = (struct graph_reader){.ids = AgIdDisc, .io = AgIoDisc, .at = dot, .left = strlen(dot), .next = 1};
    reader->discipline.id = &reader->ids;
    reader->discipline.io = &reader->io;
    reader->ids.open = open_numbers;
    reader->ids.map = _Generic(reader->ids.map, map_long * : number_as_long, default : number_as_int);
    reader->io.afread = read_some;
    return agread(reader, &reader->discipline);
}
