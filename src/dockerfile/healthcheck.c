/* HEALTHCHECK: its type, its durations (Go's time.ParseDuration) and its number of retries. */
#include "base/quote.h"
#include "dockerfile/check.h"

static const struct {
    sg_str unit;
    long double nanoseconds;
} units[] = {{{"ns", 2}, 1},   {{"us", 2}, 1e3}, {{"\xC2\xB5s", 3}, 1e3}, {{"\xCE\xBCs", 3}, 1e3},
             {{"ms", 2}, 1e6}, {{"s", 1}, 1e9},  {{"m", 1}, 6e10},        {{"h", 1}, 3.6e12}};

/* Go's time package quotes byte by byte: "1\xc2\xb5x". */
static sg_str time_quote(struct arena *arena, sg_str text) {
    struct text out = {0};
    text_put(arena, &out, STR("\""));
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c >= 0x80 || c < ' ') text_put(arena, &out, arena_printf(arena, "\\x%02x", c));
        else if (c == '"' || c == '\\') text_put(arena, &out, arena_printf(arena, "\\%c", c));
        else text_put(arena, &out, str_slice(text, i, i + 1));
    }
    text_put(arena, &out, STR("\""));
    return text_str(&out);
}

static bool duration_error(struct arena *arena, const char *what, sg_str unit, sg_str text, sg_str *error) {
    sg_str quoted = time_quote(arena, text);
    *error = unit.ptr ? arena_printf(arena, "time: unknown unit %.*s in duration %.*s",
                                     STR_ARG(time_quote(arena, unit)), STR_ARG(quoted))
                      : arena_printf(arena, "time: %s %.*s", what, STR_ARG(quoted));
    return false;
}

static long double unit_scale(sg_str unit) {
    for (size_t i = 0; i < COUNT(units); i++)
        if (str_eq(units[i].unit, unit)) return units[i].nanoseconds;
    return 0;
}

/* "1h30m", "1.5s", "-3ms", "0": gives nanoseconds. */
static bool parse_duration(struct arena *arena, sg_str text, long double *total, sg_str *error) {
    sg_str rest = text;
    bool negative = rest.len && rest.ptr[0] == '-';
    if (rest.len && (rest.ptr[0] == '-' || rest.ptr[0] == '+')) rest = str_skip(rest, 1);
    *total = 0;
    if (str_eq(rest, STR("0"))) return true;
    if (!rest.len) return duration_error(arena, "invalid duration", (sg_str){0}, text, error);
    while (rest.len) {
        long double number = 0, place = 1, whole = 0;
        size_t at = 0, digits = 0;
        for (bool fraction = false; at < rest.len && (ascii_digit(rest.ptr[at]) || (!fraction && rest.ptr[at] == '.'));
             at++) {
            if (rest.ptr[at] == '.') {
                fraction = true;
                continue;
            }
            digits++;
            number = number * 10 + (rest.ptr[at] - '0');
            if (fraction) place *= 10;
            else whole = number;
        }
        if (!digits || whole > 9223372036854775808.0L)
            return duration_error(arena, "invalid duration", (sg_str){0}, text, error);
        size_t end = at;
        while (end < rest.len && rest.ptr[end] != '.' && !ascii_digit(rest.ptr[end])) end++;
        sg_str unit = str_slice(rest, at, end);
        if (!unit.len) return duration_error(arena, "missing unit in duration", (sg_str){0}, text, error);
        long double scale = unit_scale(unit);
        if (scale == 0) return duration_error(arena, NULL, unit, text, error);
        long double part = number / place * scale;
        *total += part < 9e18L ? (long double)(int64_t)part : part; /* Go cuts to whole nanoseconds */
        rest = str_skip(rest, end);
    }
    if (*total > 9223372036854775807.0L) return duration_error(arena, "invalid duration", (sg_str){0}, text, error);
    if (negative) *total = -*total;
    return true;
}

static bool check_interval(struct check *check, sg_str name) {
    size_t at = 0;
    sg_str error, value = instruction_flag(check->instruction, name, &at);
    long double total;
    if (!value.len) return true;
    if (!parse_duration(check->arena, value, &total, &error)) {
        check_refuse(check, DIAG_HEALTHCHECK_DURATION, at, STR_ARG(error));
        return false;
    }
    if (total == 0 || total >= 1e6) return true;
    check_refuse(check, DIAG_HEALTHCHECK_INTERVAL, at, STR_ARG(name));
    return false;
}

static void check_retries(struct check *check) {
    size_t at = 0;
    sg_str value = instruction_flag(check->instruction, STR("retries"), &at);
    if (!value.len) return;
    bool negative = value.ptr[0] == '-', sign = negative || value.ptr[0] == '+';
    sg_str digits = str_skip(value, sign);
    double number = 0;
    bool valid = digits.len > 0;
    for (size_t i = 0; i < digits.len; i++) {
        valid = valid && ascii_digit(digits.ptr[i]);
        number = number * 10 + (digits.ptr[i] - '0');
    }
    sg_str quoted = go_quote(check->arena, value);
    if (!valid || number > (negative ? 2147483648.0 : 2147483647.0))
        check_refuse(check, DIAG_HEALTHCHECK_RETRIES, at, STR_ARG(quoted),
                     valid ? "value out of range" : "invalid syntax");
    while (digits.len > 1 && digits.ptr[0] == '0') digits = str_skip(digits, 1);
    if (valid && negative && number > 0 && number <= 2147483648.0)
        check_refuse(check, DIAG_HEALTHCHECK_NEGATIVE, at, STR_ARG(digits));
}

void check_healthcheck(struct check *check) {
    static const sg_str intervals[] = {{"interval", 8}, {"timeout", 7}, {"start-period", 12}, {"start-interval", 14}};
    const struct words *args = &check->instruction->args;
    if (!args->count) {
        check_refuse(check, DIAG_SOME_ARGUMENT, 0, "HEALTHCHECK");
        return;
    }
    sg_str type = arena_upper(check->arena, args->items[0].text);
    if (str_eq(type, STR("NONE"))) { /* its flags are never looked at */
        if (args->count > 1) check_refuse(check, DIAG_HEALTHCHECK_NONE, args->items[1].at);
        return;
    }
    if (!check_flags(check)) return;
    if (!str_eq(type, STR("CMD"))) {
        sg_str quoted = go_quote(check->arena, type);
        check_refuse(check, DIAG_HEALTHCHECK_TYPE, args->items[0].at, STR_ARG(quoted));
        return;
    }
    if (args->count < 2) {
        check_refuse(check, DIAG_HEALTHCHECK_COMMAND, args->items[0].at);
        return;
    }
    for (size_t i = 0; i < COUNT(intervals); i++)
        if (!check_interval(check, intervals[i])) return;
    check_retries(check);
}
