/* DOT text → a graph whose objects are numbered in the order in which they are read.
 *
 * Graphviz' own numbers are addresses of names, and it walks subgraphs by number: what it draws would hang on what was
 * allocated before. */
#include "modules/graphviz/graphviz.h"

#include <stdlib.h>

struct graph_name {
    int type;    /* AGRAPH, AGNODE or AGEDGE: each has names of its own */
    size_t next; /* of the same bucket, counted from 1; 0: none */
    char *text;
};

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

static size_t bucket_of(int type, const char *name) {
    size_t hash = (size_t)type;
    while (*name) hash = hash * 31 + (unsigned char)*name++;
    return hash % GRAPH_BUCKETS;
}

static bool keep_name(struct graph_reader *reader, int type, const char *name, size_t bucket) {
    if (reader->name_count == reader->name_room) {
        size_t room = 2 * reader->name_room + 64;
        struct graph_name *names = realloc(reader->names, room * sizeof *names);
        if (!names) return false;
        reader->names = names;
        reader->name_room = room;
    }
    size_t size = strlen(name) + 1;
    char *text = malloc(size);
    if (!text) return false;
    memcpy(text, name, size);
    reader->names[reader->name_count++] = (struct graph_name){type, reader->buckets[bucket], text};
    reader->buckets[bucket] = reader->name_count;
    return true;
}

/* Even numbers have a name, odd ones have none. */
static bool number(void *state, int type, const char *name, IDTYPE *id, int create) {
    struct graph_reader *reader = state;
    if (!name) {
        *id = 2 * reader->nameless++ + 1;
        return true;
    }
    size_t bucket = bucket_of(type, name), at = reader->buckets[bucket];
    while (at && (reader->names[at - 1].type != type || strcmp(reader->names[at - 1].text, name) != 0))
        at = reader->names[at - 1].next;
    if (!at && (!create || !keep_name(reader, type, name, bucket))) return false;
    *id = 2 * (IDTYPE)(at ? at : reader->name_count);
    return true;
}

static long number_as_long(void *state, int type, char *name, IDTYPE *id, int create) {
    return number(state, type, name, id, create);
}

static int number_as_int(void *state, int type, char *name, IDTYPE *id, int create) {
    return number(state, type, name, id, create);
}

/* The answer is a long in older Graphviz, an int in newer. */
typedef long map_long(void *, int, char *, IDTYPE *, int);

static char *name_of_number(void *state, int type, IDTYPE id) {
    (void)type;
    const struct graph_reader *reader = state;
    bool named = id && id % 2 == 0 && id / 2 <= reader->name_count;
    return named ? reader->names[id / 2 - 1].text : NULL;
}

/* Names live as long as the graph. */
static void forget_number(void *state, int type, IDTYPE id) {
    (void)state, (void)type, (void)id;
}

graph_t *graph_read(struct graph_reader *reader, const char *dot) {
    *reader = (struct graph_reader){.ids = AgIdDisc, .io = AgIoDisc, .at = dot, .left = strlen(dot)};
    reader->discipline.id = &reader->ids;
    reader->discipline.io = &reader->io;
    reader->ids.open = open_numbers;
    reader->ids.map = _Generic(reader->ids.map, map_long * : number_as_long, default : number_as_int);
    reader->ids.print = name_of_number;
    reader->ids.free = forget_number;
    reader->io.afread = read_some;
    return agread(reader, &reader->discipline);
}

void graph_close(struct graph_reader *reader, graph_t *graph) {
    if (graph) agclose(graph);
    for (size_t i = 0; i < reader->name_count; i++) free(reader->names[i].text);
    free(reader->names);
}
