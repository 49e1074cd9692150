/* An HTTP server that says what a folder holds, right or wrong: for tests of what a broken or hostile one does.
 *
 * usage: server FOLDER PORT        on 127.0.0.1; 0: any port that is free
 *        server FOLDER PATH        on a Unix socket
 *
 * It prints "listening on PORT" (or PATH) when it does. GET /a/b?c is answered with the bytes of FOLDER/a/b, status line
 * and all, then the connection is closed. Instead of FOLDER/a/b
 *   FOLDER/a/b.known     is sent if the request has an Authorization header, and the file is there;
 *   FOLDER/a/b.hang      is sent, and the connection stays open until the client goes;
 *   FOLDER/a/b.flood     is sent, and 100 MB of "[0,0,0,0,…" behind it.
 * What is not there is 404. FOLDER/log gets a line for each request: path, query and Authorization. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { HEAD = 32 * 1024, FLOOD = 100 * 1000 * 1000 };

static const char *folder;
static FILE *requests;

static bool put(int client, const char *data, size_t len) {
    while (len) {
        ssize_t sent = send(client, data, len, MSG_NOSIGNAL);
        if (sent <= 0) return false;
        data += sent;
        len -= (size_t)sent;
    }
    return true;
}

static bool put_file(int client, const char *path) {
    char block[64 * 1024];
    struct stat status;
    if (stat(path, &status) || !S_ISREG(status.st_mode)) return false;
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    for (size_t count; (count = fread(block, 1, sizeof block, file)) > 0;)
        if (!put(client, block, count)) break;
    fclose(file);
    return true;
}

static void hang(int client) {
    char byte;
    while (recv(client, &byte, 1, 0) > 0) continue;
}

static void flood(int client) {
    static const char zeros[] = "0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,";
    for (size_t sent = 0; sent < FLOOD; sent += sizeof zeros - 1)
        if (!put(client, zeros, sizeof zeros - 1)) return;
}

/* The request's head as text; false: there is none. */
static bool read_head(int client, char head[HEAD]) {
    size_t len = 0;
    while (len < HEAD - 1) {
        ssize_t got = recv(client, head + len, HEAD - 1 - len, 0);
        if (got <= 0) return false;
        head[len += (size_t)got] = '\0';
        if (head[0] != 'G') return false; /* TLS, perhaps */
        if (strstr(head, "\r\n\r\n")) return true;
    }
    return false;
}

static void answer(int client, char *head) {
    static const char nothing[] = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    char path[4096], known[4096 + 8], *target = strchr(head, ' ');
    char *given = strstr(head, "\r\nAuthorization: ");
    if (given) given[17 + strcspn(given + 17, "\r")] = '\0', given += 17;
    if (!target) return;
    target[1 + strcspn(target + 1, " \r\n")] = '\0';
    fprintf(requests, "%s %s\n", target + 1, given ? given : "-");
    fflush(requests);
    target[strcspn(target, "?")] = '\0';
    if (strstr(target, "..")) return;
    snprintf(path, sizeof path, "%s%s", folder, target + 1);
    snprintf(known, sizeof known, "%s.known", path);
    if (given && put_file(client, known)) return;
    if (put_file(client, path)) return;
    snprintf(known, sizeof known, "%s.hang", path);
    if (put_file(client, known)) {
        hang(client);
        return;
    }
    snprintf(known, sizeof known, "%s.flood", path);
    if (put_file(client, known)) flood(client);
    else put(client, nothing, sizeof nothing - 1);
}

static void *serve(void *user) {
    int client = *(int *)user;
    char *head = malloc(HEAD);
    free(user);
    if (head && read_head(client, head)) answer(client, head);
    free(head);
    shutdown(client, SHUT_WR);
    hang(client); /* closing with bytes unread would take back what was sent */
    close(client);
    return NULL;
}

static int listen_unix(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    if (strlen(path) >= sizeof address.sun_path) return -1;
    strcpy(address.sun_path, path);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 64)) return -1;
    printf("listening on %s\n", path);
    return listener;
}

static int listen_tcp(const char *port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(port))};
    socklen_t len = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, len) || listen(listener, 64) ||
        getsockname(listener, (struct sockaddr *)&address, &len))
        return -1;
    printf("listening on %d\n", ntohs(address.sin_port));
    return listener;
}

int main(int argc, char **argv) {
    char log[4096];
    if (argc != 3) return fputs("usage: server FOLDER PORT|PATH\n", stderr), 2;
    folder = argv[1];
    snprintf(log, sizeof log, "%s/log", folder);
    requests = fopen(log, "a");
    int listener = strchr(argv[2], '/') ? listen_unix(argv[2]) : listen_tcp(argv[2]);
    if (listener < 0 || !requests) return perror("server"), 1;
    fflush(stdout);
    for (;;) {
        pthread_t thread;
        int *client = malloc(sizeof *client);
        if (!client || (*client = accept(listener, NULL, NULL)) < 0) return perror("server"), 1;
        if (pthread_create(&thread, NULL, serve, client)) return perror("server"), 1;
        pthread_detach(thread);
    }
}
