/* SPDX-License-Identifier: EUPL-1.2 */
/* levande: the command's entrance; what it can do stands in src/command/. */
#include "command.h"

int main(int argc, char **argv)
{
    return command_main(argc, argv);
}
