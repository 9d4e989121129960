#include "pipeline.h"

incmap_status pipeline_load(incident_set *set, account *acc, date_range *effective,
                            attribution_list *attributions, const pipeline_request *request,
                            incmap_error *err)
{
    (void)set, (void)acc, (void)effective, (void)attributions;
    return error_set(err, INCMAP_FAILED, "%s: no reader is built in", request->inputs[0]);
}
