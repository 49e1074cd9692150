/* stagegraph: draws the stages of a Dockerfile. */
#include "cli/cli.h"

#include <stdio.h>

int main(int argc, char **argv) {
    struct arguments arguments;
    enum exit_code code;
    if (arguments_read(&arguments, argc, argv, &code)) code = arguments.command->run(&arguments);
    sg_options_free(arguments.options);
    if (fflush(stdout) != 0 && code == EXIT_FINE) {
        complain("standard output: cannot be written");
        code = EXIT_SYSTEM;
    }
    return (int)code;
}
