/* Requests to a socket on which nobody answers, header lines, encoding, and what becomes of memory. */
#include "modules/size/http.h"

#include "modules/size/size.h"

#include "helper.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void test_headers(void **state) {
    sg_str head = STR(
        "HTTP/1.1 401 X\r\nWWW-Authenticate: Basic realm=\"a:b\"\r\nServer:x\r\nwww-authenticate:  Bearer \r\n\r\n");
    sg_str rest = head;
    assert_string_equal(text_of(state, http_header(&rest, STR("www-authenticate"))), "Basic realm=\"a:b\"");
    assert_string_equal(text_of(state, http_header(&rest, STR("WWW-Authenticate"))), "Bearer");
    assert_null(http_header(&rest, STR("WWW-Authenticate")).ptr);
    assert_int_equal(rest.len, 0);
    rest = (sg_str){0};
    assert_null(http_header(&rest, STR("Server")).ptr);
}

static void test_encode(void **state) {
    assert_string_equal(text_of(state, http_encode(*state, STR("h:5000/a/b:t@sha256:0"), "/:@")),
                        "h:5000/a/b:t@sha256:0");
    assert_string_equal(text_of(state, http_encode(*state, STR("a b?#%\n\0é"), "/")), "a%20b%3F%23%25%0A%00%C3%A9");
}

static void test_words(void **state) {
    struct buf long_text = {0};
    buf_fill(&long_text, 'x', 5000);
    assert_int_equal(http_words(*state, buf_str(&long_text)).len, 200);
    buf_free(&long_text);
    assert_string_equal(text_of(state, http_words(*state, STR(" a\r\nb\xe2\x80\xae "))), "a  b");
}

static bool keep_problem(void *user, struct http_request *request) {
    *(long *)user = request->status;
    return false;
}

/* A bound socket that nobody accepts at: the connection is there, the answer is not. */
static int mute_socket(char *path, size_t size) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(path, size, "/tmp/stagegraph-test-%ld.sock", (long)getpid());
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    unlink(path);
    assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(listener, 64), 0);
    return listener;
}

static void test_hung_server(void **state) {
    char path[64];
    int listener = mute_socket(path, sizeof path);
    struct http_client client = {.arena = *state, .socket = path, .total_ms = 50};
    struct http_request requests[2 * HTTP_PARALLEL + 1];
    memset(requests, 0, sizeof requests);
    for (size_t i = 0; i < COUNT(requests); i++) {
        requests[i].url = "http://localhost/";
        requests[i].peer = STR("the server");
        requests[i].plain = true;
    }
    long status = -1;
    http_perform(&client, requests, COUNT(requests), keep_problem, &status);
    http_close(&client);
    close(listener);
    unlink(path);
    assert_int_equal(status, 0);
    for (size_t i = 0; i < COUNT(requests); i++)
        assert_string_equal(text_of(state, requests[i].problem), "the server does not answer in 1 s");
}

static void test_protocols(void **state) {
    static const char *const urls[] = {"http://127.0.0.1:9/", "file:///etc/passwd", "ftp://127.0.0.1:9/"};
    for (size_t i = 0; i < COUNT(urls); i++) {
        struct http_client client = {.arena = *state};
        struct http_request request = {.url = urls[i], .peer = STR("it")};
        long status = -1;
        http_perform(&client, &request, 1, keep_problem, &status);
        http_close(&client);
        assert_string_equal(text_of(state, request.problem), "it is not asked over plain HTTP");
    }
}

static void test_resolve(void **state) {
    static const struct {
        const char *location, *resolved;
    } rows[] = {
        {"/b", "https://h/b"},
        {"c?x", "https://h/v2/c?x"},
        {"//other/d", "https://other/d"},
        {"http://other:1/d", "http://other:1/d"},
        {"https://u:p@other/", "none"},
        {"https://u@other/", "none"},
        {"http://[", "none"},
    };
    struct http_client client = {.arena = *state};
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *resolved = http_resolve(&client, "https://h/v2/a", str_from(rows[i].location));
        assert_row(rows[i].location, resolved ? resolved : "none", rows[i].resolved);
    }
}

/* ---- an arena without memory ---- */

struct exhausted {
    struct arena *arena;
    int released;
};

static bool run_out(void *state) {
    struct exhausted *exhausted = state;
    arena_zeroed(exhausted->arena, SIZE_MAX, 2);
    return true;
}

static void count_release(void *state) {
    ((struct exhausted *)state)->released++;
}

static void test_guard(void **state) {
    (void)state;
    jmp_buf out_of_memory;
    static struct arena arena;
    static struct exhausted exhausted = {&arena, 0};
    arena.out_of_memory = &out_of_memory;
    if (!setjmp(out_of_memory)) {
        guarded(&arena, run_out, count_release, &exhausted);
        fail();
    }
    assert_int_equal(exhausted.released, 1);
    assert_ptr_equal(arena.out_of_memory, &out_of_memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_headers),     cmocka_unit_test(test_encode),    cmocka_unit_test(test_words),
        cmocka_unit_test(test_hung_server), cmocka_unit_test(test_protocols), cmocka_unit_test(test_resolve),
        cmocka_unit_test(test_guard),
    };
    return cmocka_run_group_tests_name("http", tests, arena_setup, arena_teardown);
}
