// Made by tests/bench/calibrate.py; do not edit. The shares of right answers, of 5971 with a known place:
// piracy reports 1993 to 2007 (Benden and others, 2021), the mentions of places
// in every second article of GeoVirus (Gritta and others, 2018), and every second event of the UCDP
// Georeferenced Event Dataset for Syria, 2016 to 2019 (where_prec 1 and 2), with and without what is known
// beside the phrase.

// alone/place: 1433 answers
static const calibration_knot alone_place[] = {
    {0.0000, 0.0000}, {0.2348, 0.0370}, {0.4543, 0.2901}, {0.6034, 0.5806}, {0.6799, 0.6316},
    {0.7662, 0.7759}, {0.8691, 0.8526}, {0.8894, 0.8889}, {0.9345, 0.9595},
};
// alone/large: 685 answers
static const calibration_knot alone_large[] = {
    {0.0000, 0.0000},
    {0.9357, 0.8501},
};
// alone/part: 93 answers
static const calibration_knot alone_part[] = {
    {0.0000, 0.0000},
    {0.2140, 0.4444},
    {0.6898, 0.6000},
};
// alone/unit: 99 answers
static const calibration_knot alone_unit[] = {
    {0.0000, 0.0000},
    {0.3794, 0.2951},
    {0.6408, 0.5238},
};
// neighbour/place: 501 answers
static const calibration_knot neighbour_place[] = {
    {0.0000, 0.0000}, {0.3863, 0.1852}, {0.6897, 0.5714}, {0.8105, 0.6429},
    {0.8710, 0.7458}, {0.9183, 0.9245}, {0.9439, 0.9623}, {0.9497, 0.9888},
};
// neighbour/large: 517 answers
static const calibration_knot neighbour_large[] = {
    {0.0000, 0.0000},
    {0.8911, 0.9504},
    {0.9500, 0.9775},
};
// neighbour/part: 8 answers, with those of all contexts 619
static const calibration_knot neighbour_part[] = {
    {0.0000, 0.0000}, {0.1402, 0.2581}, {0.3035, 0.6605},
    {0.6998, 0.7865}, {0.8549, 0.7885}, {0.8654, 0.8462},
};
// neighbour/unit: 0 answers, with those of all contexts 398
static const calibration_knot neighbour_unit[] = {
    {0.0000, 0.0000},
    {0.3877, 0.7066},
    {0.6294, 0.7857},
    {0.6647, 0.8060},
};
// country/place: 548 answers
static const calibration_knot country_place[] = {
    {0.0000, 0.0000}, {0.4385, 0.5185}, {0.7924, 0.8333},
    {0.8804, 0.9596}, {0.9384, 0.9861}, {0.9505, 0.9969},
};
// country/large: 34 answers, with those of all contexts 1938
static const calibration_knot country_large[] = {
    {0.0000, 0.0000},
    {0.6584, 0.8148},
    {0.9386, 0.8978},
};
// country/part: 17 answers, with those of all contexts 619
static const calibration_knot country_part[] = {
    {0.0000, 0.0000}, {0.1402, 0.2581}, {0.3035, 0.6605},
    {0.6998, 0.7865}, {0.8549, 0.7885}, {0.8654, 0.8462},
};
// country/unit: 1 answers, with those of all contexts 398
static const calibration_knot country_unit[] = {
    {0.0000, 0.0000},
    {0.3877, 0.7066},
    {0.6294, 0.7857},
    {0.6647, 0.8060},
};
// sea/place: 534 answers
static const calibration_knot sea_place[] = {
    {0.0000, 0.0000}, {0.6150, 0.7121}, {0.7286, 0.8553},
    {0.9308, 0.8772}, {0.9634, 0.9118}, {0.9650, 0.9234},
};
// sea/large: 702 answers
static const calibration_knot sea_large[] = {
    {0.0000, 0.0000},
    {0.6563, 0.7879},
    {0.9364, 0.8796},
};
// sea/part: 501 answers
static const calibration_knot sea_part[] = {
    {0.0000, 0.0000}, {0.1714, 0.6250}, {0.3336, 0.7167},
    {0.7033, 0.7897}, {0.8481, 0.8451}, {0.8600, 0.8710},
};
// sea/unit: 298 answers
static const calibration_knot sea_unit[] = {
    {0.0000, 0.0000},
    {0.4226, 0.8406},
    {0.6650, 0.9158},
};
static const calibration_curve calibration_curves[CALIBRATION_CONTEXTS][CALIBRATION_FAMILIES] = {
    {{alone_place, sizeof alone_place / sizeof *alone_place},
     {alone_large, sizeof alone_large / sizeof *alone_large},
     {alone_part, sizeof alone_part / sizeof *alone_part},
     {alone_unit, sizeof alone_unit / sizeof *alone_unit}},
    {{neighbour_place, sizeof neighbour_place / sizeof *neighbour_place},
     {neighbour_large, sizeof neighbour_large / sizeof *neighbour_large},
     {neighbour_part, sizeof neighbour_part / sizeof *neighbour_part},
     {neighbour_unit, sizeof neighbour_unit / sizeof *neighbour_unit}},
    {{country_place, sizeof country_place / sizeof *country_place},
     {country_large, sizeof country_large / sizeof *country_large},
     {country_part, sizeof country_part / sizeof *country_part},
     {country_unit, sizeof country_unit / sizeof *country_unit}},
    {{sea_place, sizeof sea_place / sizeof *sea_place},
     {sea_large, sizeof sea_large / sizeof *sea_large},
     {sea_part, sizeof sea_part / sizeof *sea_part},
     {sea_unit, sizeof sea_unit / sizeof *sea_unit}},
};
