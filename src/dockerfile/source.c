/* Values of COPY --chmod, EXPOSE and STOPSIGNAL that BuildKit looks into. */
#include "base/quote.h"
#include "dockerfile/mount.h"
#include "dockerfile/reference.h"

/* [augo]*([+-=][rstwXxugo]*)+ separated by commas, as dchapes-mode reads it; the empty string is no mode. */
static bool symbolic_mode(sg_str s) {
    for (;;) {
        while (s.len && strchr("augo", s.ptr[0])) s = str_skip(s, 1);
        do {
            if (!s.len || !s.ptr[0] || !strchr("+-=", s.ptr[0])) return false;
            s = str_skip(s, 1);
            while (s.len && s.ptr[0] && strchr("rstwXxugo", s.ptr[0])) s = str_skip(s, 1);
            if (!s.len) return true;
        } while (s.ptr[0] != ',');
        s = str_skip(s, 1);
    }
}

sg_str chmod_error(struct arena *arena, sg_str mode) {
    uint64_t bits;
    if (!mode.len || (parse_unsigned(mode, 8, UINT32_MAX, &bits) && bits <= 07777)) return STR("");
    if (!ascii_digit(mode.ptr[0])) return symbolic_mode(mode) ? STR("") : STR("invalid syntax");
    return arena_printf(arena, "invalid chmod parameter: '%.*s'. it should be octal string and between 0 and 07777",
                        STR_ARG(mode));
}

/* "root" or what Go's ParseInt takes for 32 bits (client/llb/fileop.go, parseUID). */
static bool is_id(sg_str s) {
    bool negative = s.len && s.ptr[0] == '-';
    uint64_t id;
    if (str_eq(s, STR("root"))) return true;
    return parse_unsigned(str_skip(s, negative || (s.len && s.ptr[0] == '+')), 10, (uint64_t)INT32_MAX + negative, &id);
}

/* convert_copy.go: an empty user counts as a number, an empty group as none. */
bool chown_by_name(sg_str owner) {
    sg_str user, group;
    str_cut(owner, ':', &user, &group);
    return (user.len && !is_id(user)) || (group.len && !is_id(group));
}

/* Go's ParseInt takes a sign; "-" has cut the range already. */
static bool port_number(sg_str s, uint64_t *port) {
    return parse_unsigned(str_skip(s, s.len && s.ptr[0] == '+'), 10, 65535, port);
}

static bool port_range(sg_str s, uint64_t *first, uint64_t *last) {
    sg_str from, to;
    bool range = str_cut(s, '-', &from, &to);
    if (!port_number(from, first)) return false;
    if (!range) return *last = *first, true;
    return port_number(to, last) && *last >= *first;
}

static sg_str protocol_error(struct arena *arena, sg_str raw, sg_str port, sg_str protocol) {
    sg_str quoted = go_quote(arena, raw);
    if (!port.len) return arena_printf(arena, "invalid port: %.*s: no port specified", STR_ARG(quoted));
    if (!protocol.len || str_eq_nocase(protocol, STR("tcp")) || str_eq_nocase(protocol, STR("udp")) ||
        str_eq_nocase(protocol, STR("sctp")))
        return STR("");
    return arena_printf(arena, "invalid port: %.*s: invalid proto: %.*s", STR_ARG(quoted), STR_ARG(protocol));
}

/* Takes the brackets of [host] away; why Go's net.SplitHostPort cannot, or NULL. */
static const char *unbracket(sg_str *address) {
    size_t end = str_find(*address, ']');
    sg_str host = str_slice(*address, 1, end), rest = str_skip(*address, end + 1);
    if (end == address->len) return "missing ']' in address";
    if (rest.len) return rest.ptr[0] == ':' ? "too many colons in address" : "missing port in address";
    if (str_has(host, '[')) return "unexpected '[' in address";
    *address = host;
    return NULL;
}

/* [[ip:]host:]container[/protocol] (convert_expose.go) */
sg_str port_error(struct arena *arena, sg_str raw) {
    sg_str address = {0}, host = {0}, container = raw, port, protocol;
    for (size_t i = raw.len; i-- > 0;) {
        if (raw.ptr[i] != ':') continue;
        container = str_skip(raw, i + 1);
        host = str_slice(raw, 0, i);
        break;
    }
    for (size_t i = host.len; i-- > 0;) {
        if (host.ptr[i] != ':') continue;
        address = str_slice(host, 0, i);
        host = str_skip(host, i + 1);
        break;
    }
    str_cut(container, '/', &port, &protocol);
    sg_str error = protocol_error(arena, raw, port, protocol);
    uint64_t first, last, host_first, host_last;
    if (error.len) return error;
    sg_str bracketed = address;
    const char *complaint = address.len && address.ptr[0] == '[' ? unbracket(&address) : NULL;
    if (complaint)
        return arena_printf(arena, "invalid IP address %.*s: address %.*s:: %s", STR_ARG(bracketed), STR_ARG(bracketed),
                            complaint);
    if (address.len && !is_address(address)) return arena_printf(arena, "invalid IP address: %.*s", STR_ARG(address));
    if (!port_range(port, &first, &last)) return arena_printf(arena, "invalid containerPort: %.*s", STR_ARG(port));
    if (!host.len) return STR("");
    if (!port_range(host, &host_first, &host_last)) return arena_printf(arena, "invalid hostPort: %.*s", STR_ARG(host));
    if (last - first == host_last - host_first || first == last) return STR("");
    return arena_printf(arena, "invalid ranges specified for container and host Ports: %.*s and %.*s", STR_ARG(port),
                        STR_ARG(host));
}

static bool real_time_signal(sg_str name) {
    uint64_t number = 0;
    bool from_low = str_starts(name, STR("RTMIN"));
    if (!from_low && !str_starts(name, STR("RTMAX"))) return false;
    sg_str offset = str_skip(name, 5);
    if (!offset.len) return true;
    if (offset.ptr[0] != (from_low ? '+' : '-') || (offset.len > 2 && offset.ptr[1] == '0')) return false;
    return parse_unsigned(str_skip(offset, 1), 10, from_low ? 15 : 14, &number) && number > 0;
}

bool signal_valid(sg_str name) {
    static const char known[] = " ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV "
                                "STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ ";
    char padded[16];
    uint64_t number;
    sg_str digits = str_skip(name, name.len && (name.ptr[0] == '+' || name.ptr[0] == '-'));
    if (parse_unsigned(digits, 10, INT64_MAX, &number)) return number != 0;
    if (name.len > 12) return false;
    size_t len = 0;
    for (size_t i = 0; i < name.len; i++) {
        bool long_s = str_starts(str_skip(name, i), STR("\xC5\xBF")); /* Go's ToUpper makes an S of it */
        padded[len++] = long_s ? 'S' : ascii_upper(name.ptr[i]);
        i += long_s;
    }
    sg_str upper = {padded, len};
    if (str_starts(upper, STR("SIG"))) upper = str_skip(upper, 3);
    if (!upper.len || str_has(upper, ' ') || str_has(upper, '\0')) return false;
    if (real_time_signal(upper)) return true;
    for (const char *at = known; (at = strchr(at, ' ')) && at[1]; at++)
        if (strncmp(at + 1, upper.ptr, upper.len) == 0 && at[1 + upper.len] == ' ') return true;
    return false;
}
