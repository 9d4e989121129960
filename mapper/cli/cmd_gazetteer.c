/** @file incmap gazetteer: build, info, search. */
#include "cli/commands.h"

#include "gazetteer/gazetteer.h"

#include <stdio.h>

int cmd_gazetteer(int argc, char **argv)
{
    (void)argc, (void)argv;
    return INCMAP_FAILED;
}
