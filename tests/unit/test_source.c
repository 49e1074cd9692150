/* Words that BuildKit looks into: sources of ADD and COPY, modes, checksums, ports, signals. */
#include "dockerfile/reference.h"

#include "helper.h"

/* ---- sources ---- */

static const struct {
    const char *source, *type; /* and, behind ": ", an error */
} source_table[] = {
    {"a", "local"},
    {"/a", "local"},
    {"", "local"},
    {"a/b.git", "local"},
    {"github.com/x/y", "local"},
    {"github.com/x/y.git", "local"},
    {"http:/x", "local"},
    {"ftp://x/y", "local"},
    {"git", "local"},
    {"HTTP://x/y", "local"}, /* the scheme's case counts for files */
    {"http://x", "http"},
    {"http://x/y", "http"},
    {"https://x/y.git/z", "http"},
    {"https://x/y.tar.gz", "http"},
    {"https://x/y#z.git", "http"},
    {"https://x/y.git", "git"},
    {"https://x/y.git#v1", "git"},
    {"https://x/y.git#v1:sub/dir", "git"},
    {"HTTPS://x/y.git", "git"},
    {"http://x/y.git?ref=v1", "git"},
    {"git://x/y", "git"},
    {"ssh://git@x/y", "git"},
    {"git@github.com:x/y", "git"},
    {"me-2@host.org:x", "git"},
    {"a b@host:x", "local"},
    {"@host:x", "local"},
    {"git@host", "local"},
    {"git@:x", "local"},
    {"https://x/y.git?branch=a&subdir=b&checksum=c", "git"},
    {"https://x/y.git?keep-git-dir=true&submodules=", "git"},
    {"https://x/y.git?foo=1", "git: unexpected query \"foo\""},
    {"https://x/y.git?ref=", "git: query \"ref\" has no value"},
    {"https://x/y.git?ref=a&ref=b", "git: query \"ref\" has multiple values"},
    {"https://x/y.git?submodules=maybe", "git: invalid submodules value: \"maybe\""},
    {"https://x/y.git?mtime=x", "git: invalid mtime value: \"x\" (must be \"checkout\" or \"commit\")"},
    {"https://x/y.git?mtime=commit", "git"},
};

static void sources(void **state) {
    static const char *const types[] = {"local", "git", "http"};
    for (size_t i = 0; i < COUNT(source_table); i++) {
        sg_str error = STR("");
        enum source_type type = source_type(*state, str_from(source_table[i].source), &error);
        sg_str got = arena_printf(*state, "%s%s%.*s", types[type], error.len ? ": " : "", STR_ARG(error));
        assert_row(source_table[i].source, text_of(state, got), source_table[i].type);
    }
}

/* ---- modes ---- */

static const struct {
    const char *mode, *error;
} mode_table[] = {
    {"", ""},
    {"0", ""},
    {"755", ""},
    {"07777", ""},
    {"u+x", ""},
    {"+x", ""},
    {"a=rwx,g-w,o=", ""},
    {"u=g", ""},
    {"ug+rwXst", ""},
    {"u+r-w", ""},
    {"10000", "invalid chmod parameter: '10000'. it should be octal string and between 0 and 07777"},
    {"888", "invalid chmod parameter: '888'. it should be octal string and between 0 and 07777"},
    {"7x", "invalid chmod parameter: '7x'. it should be octal string and between 0 and 07777"},
    {"x", "invalid syntax"},
    {"u", "invalid syntax"},
    {"u+x,", "invalid syntax"},
    {"u+z", "invalid syntax"},
    {"-1", "invalid syntax"},
};

static void modes(void **state) {
    for (size_t i = 0; i < COUNT(mode_table); i++)
        assert_row(mode_table[i].mode, text_of(state, chmod_error(*state, str_from(mode_table[i].mode))),
                   mode_table[i].error);
}

/* ---- checksums ---- */

#define HEX32 "0123456789abcdef0123456789abcdef"
static const struct {
    const char *digest, *error;
} digest_table[] = {
    {"sha256:" HEX32 HEX32, ""},
    {"sha384:" HEX32 HEX32 HEX32, ""},
    {"sha512:" HEX32 HEX32 HEX32 HEX32, ""},
    {"sha256:" HEX32, "invalid checksum digest length"},
    {"sha256:" HEX32 HEX32 "0", "invalid checksum digest length"},
    {"sha256:0123456789ABCDEF0123456789abcdef" HEX32, "invalid checksum digest format"},
    {"sha1:" HEX32, "unsupported digest algorithm"},
    {"sha256", "invalid checksum digest format"},
    {"sha256:", "invalid checksum digest format"},
    {":" HEX32, "invalid checksum digest format"},
    {"", "invalid checksum digest format"},
};

static void digests(void **state) {
    for (size_t i = 0; i < COUNT(digest_table); i++)
        assert_row(digest_table[i].digest, text_of(state, digest_error(str_from(digest_table[i].digest))),
                   digest_table[i].error);
}

/* ---- ports ---- */

static const struct {
    const char *port, *error;
} port_table[] = {
    {"80", ""},
    {"80/tcp", ""},
    {"80/UDP", ""},
    {"80/sctp", ""},
    {"80/", ""},
    {"0", ""},
    {"65535", ""},
    {"+80", ""}, /* Go's ParseInt takes a sign */
    {"80-90", ""},
    {"80-80", ""},
    {"8080:80", ""},
    {"8080-8090:80-90", ""},
    {"8080-8090:80", ""},
    {"127.0.0.1:8080:80", ""},
    {"127.0.0.1::80", ""},
    {"[::1]:8080:80", ""},
    {"", "invalid port: \"\": no port specified"},
    {"/tcp", "invalid port: \"/tcp\": no port specified"},
    {"8080:", "invalid port: \"8080:\": no port specified"},
    {"80/icmp", "invalid port: \"80/icmp\": invalid proto: icmp"},
    {"80/tcp/udp", "invalid port: \"80/tcp/udp\": invalid proto: tcp/udp"},
    {"x", "invalid containerPort: x"},
    {"65536", "invalid containerPort: 65536"},
    {"-1", "invalid containerPort: -1"},
    {"90-80", "invalid containerPort: 90-80"},
    {"80-", "invalid containerPort: 80-"},
    {"80-x", "invalid containerPort: 80-x"},
    {"x:80", "invalid hostPort: x"},
    {"8080-8085:80-90", "invalid ranges specified for container and host Ports: 80-90 and 8080-8085"},
    {"host:8080:80", "invalid IP address: host"},
    {"[::1:80:80", "invalid IP address [::1: address [::1:: missing ']' in address"},
    {"[::1]x:80:80", "invalid IP address [::1]x: address [::1]x:: missing port in address"},
    {"[[::1]:80:80", "invalid IP address [[::1]: address [[::1]:: unexpected '[' in address"},
    {"[x]:80:80", "invalid IP address: x"},
    {"[]:80:80", ""},
};

static void ports(void **state) {
    for (size_t i = 0; i < COUNT(port_table); i++)
        assert_row(port_table[i].port, text_of(state, port_error(*state, str_from(port_table[i].port))),
                   port_table[i].error);
}

/* ---- signals ---- */

static const char *const good_signals[] = {"SIGTERM", "TERM",     "sigterm", "Kill",  "9",          "15",       "64",
                                           "100",     "-9",       "+9",      "RTMIN", "SIGRTMIN+1", "RTMIN+15", "RTMAX",
                                           "RTMAX-1", "rtmax-14", "CLD",     "IOT",   "SIGWINCH",   "STKFLT"};
static const char *const bad_signals[] = {
    "",        "0",       "SIG",      "SIGFOO",  "SIGSIGTERM",       "TERM ",  "RTMIN+16",
    "RTMIN+0", "RTMIN-1", "RTMAX-15", "RTMAX+1", "RTMIN+01",         "RTMIN+", "9x",
    "T",       "TER",     "EMT",      "INFO",    "TERMTERMTERMTERM", "HUP ILL"};

static void signals(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(good_signals); i++)
        if (!signal_valid(str_from(good_signals[i]))) fail_msg("%s is a signal", good_signals[i]);
    for (size_t i = 0; i < COUNT(bad_signals); i++)
        if (signal_valid(str_from(bad_signals[i]))) fail_msg("\"%s\" is no signal", bad_signals[i]);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(sources), cmocka_unit_test(modes), cmocka_unit_test(digests),
                                       cmocka_unit_test(ports), cmocka_unit_test(signals)};
    return cmocka_run_group_tests_name("source", tests, arena_setup, arena_teardown);
}
