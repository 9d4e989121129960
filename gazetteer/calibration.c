#include "gazetteer/calibration.h"

#include <stddef.h>

typedef struct {
    double evidence, confidence;
} calibration_knot;

typedef struct {
    const calibration_knot *knots; ///< by rising evidence
    size_t count;
} calibration_curve;

#include "gazetteer/calibration_table.h"

double calibration_confidence(calibration_context context, calibration_family family, double evidence)
{
    const calibration_curve *curve = &calibration_curves[context][family];
    const calibration_knot *knots = curve->knots;
    if (!(evidence > knots[0].evidence)) return knots[0].confidence;
    for (size_t i = 1; i < curve->count; i++) {
        if (evidence > knots[i].evidence) continue;
        double part = (evidence - knots[i - 1].evidence) / (knots[i].evidence - knots[i - 1].evidence);
        return knots[i - 1].confidence + part * (knots[i].confidence - knots[i - 1].confidence);
    }
    return knots[curve->count - 1].confidence;
}

const char *calibration_setting_name(calibration_context context, calibration_family family)
{
    static const char *const names[CALIBRATION_CONTEXTS][CALIBRATION_FAMILIES] = {
        {"alone/place", "alone/large", "alone/part", "alone/unit", "alone/offset"},
        {"neighbour/place", "neighbour/large", "neighbour/part", "neighbour/unit", "neighbour/offset"},
        {"country/place", "country/large", "country/part", "country/unit", "country/offset"},
        {"sea/place", "sea/large", "sea/part", "sea/unit", "sea/offset"},
    };
    return names[context][family];
}
