#include "gazetteer/gazetteer.h"

GAZ_API const char *gaz_answer_status_name(gaz_answer_status status)
{
    static const char *const names[] = {"resolved", "ambiguous", "unresolved"};
    return names[status];
}
