/* Addresses of the internet as Go's net.ParseIP and inet_pton() take them: no zones, no zero in front of an octet. */
#include "dockerfile/mount.h"
#include "dockerfile/reference.h"

static bool is_ipv4(sg_str s) {
    for (int octet = 0; octet < 4; octet++) {
        sg_str part;
        uint64_t value;
        bool dot = str_cut(s, '.', &part, &s);
        if (dot != (octet < 3) || (part.len > 1 && part.ptr[0] == '0')) return false;
        if (part.len > 3 || !parse_unsigned(part, 10, 255, &value)) return false;
    }
    return true;
}

static bool is_group(sg_str s) {
    static const char digits[] = "0123456789abcdefABCDEF";
    for (size_t i = 0; i < s.len; i++)
        if (!memchr(digits, s.ptr[i], sizeof digits - 1)) return false;
    return s.len >= 1 && s.len <= 4;
}

/* How many groups of 16 bits stand between colons, the last two perhaps as IPv4; 9 if it is none of that. */
static unsigned ipv6_groups(sg_str s, bool last) {
    unsigned groups = 0;
    bool more = s.len > 0;
    while (more) {
        sg_str part;
        more = str_cut(s, ':', &part, &s);
        if (last && !more && str_has(part, '.')) return is_ipv4(part) && groups < 7 ? groups + 2 : 9;
        if (!is_group(part) || groups == 8) return 9;
        groups++;
    }
    return groups;
}

/* "::" stands for one group at least. */
static bool is_ipv6(sg_str s) {
    for (size_t i = 0; i + 1 < s.len; i++)
        if (s.ptr[i] == ':' && s.ptr[i + 1] == ':')
            return ipv6_groups(str_slice(s, 0, i), false) + ipv6_groups(str_skip(s, i + 2), true) < 8;
    return ipv6_groups(s, true) == 8;
}

bool is_address(sg_str s) {
    return is_ipv4(s) || is_ipv6(s);
}
