#include "scene/subject.h"

scene_request scene_request_of(const scene_subject *subject)
{
    return (scene_request){.incidents = subject->incidents,
                           .style = subject->style,
                           .basemap = subject->basemap,
                           .by = subject->by,
                           .size_by = subject->size_by,
                           .lang = subject->lang,
                           .heat_max = subject->heat_max,
                           .spread = subject->spread,
                           .cluster = subject->cluster,
                           .bin_width_m = subject->bin_width_m};
}
