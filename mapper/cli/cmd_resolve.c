/** @file incmap resolve: place phrases in, places out. */
#include "cli/commands.h"

#include "gazetteer/gazetteer.h"

#include <stdio.h>

int cmd_resolve(int argc, char **argv)
{
    (void)argc, (void)argv;
    return INCMAP_FAILED;
}
