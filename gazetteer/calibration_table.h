// Made by tests/bench/calibrate.py; do not edit. The shares of right answers, of 5999 with a known place:
// piracy reports 1993 to 2007 (Benden and others, 2021), the mentions of places
// in every second article of GeoVirus (Gritta and others, 2018), and every second event of the UCDP
// Georeferenced Event Dataset for Syria, 2016 to 2019 (where_prec 1 and 2), with and without what is known
// beside the phrase.

// alone/place: 1417 answers
static const calibration_knot alone_place[] = {
    {0.0000, 0.0000}, {0.2449, 0.0333}, {0.4624, 0.2938}, {0.6559, 0.6883}, {0.7539, 0.8258},
    {0.8312, 0.8276}, {0.8534, 0.8667}, {0.8753, 0.8926}, {0.8971, 0.9400}, {0.9359, 0.9579},
};
// alone/large: 720 answers
static const calibration_knot alone_large[] = {
    {0.0000, 0.0000},
    {0.9359, 0.8560},
};
// alone/part: 89 answers
static const calibration_knot alone_part[] = {
    {0.0000, 0.0000},
    {0.2532, 0.5185},
    {0.7262, 0.6364},
};
// alone/unit: 98 answers
static const calibration_knot alone_unit[] = {
    {0.0000, 0.0000},
    {0.3794, 0.2951},
    {0.6425, 0.5366},
};
// neighbour/place: 485 answers
static const calibration_knot neighbour_place[] = {
    {0.0000, 0.0000}, {0.3892, 0.1852}, {0.7372, 0.8148}, {0.8359, 0.8519},
    {0.8720, 0.8571}, {0.9124, 0.9351}, {0.9491, 0.9871},
};
// neighbour/large: 550 answers
static const calibration_knot neighbour_large[] = {
    {0.0000, 0.0000},
    {0.8927, 0.9512},
    {0.9496, 0.9677},
    {0.9500, 0.9801},
};
// neighbour/part: 5 answers, with those of all contexts 611
static const calibration_knot neighbour_part[] = {
    {0.0000, 0.0000}, {0.1154, 0.3333}, {0.3071, 0.6883}, {0.7254, 0.8131}, {0.8654, 0.8547},
};
// neighbour/unit: 0 answers, with those of all contexts 394
static const calibration_knot neighbour_unit[] = {
    {0.0000, 0.0000},
    {0.4126, 0.7164},
    {0.6650, 0.8308},
};
// country/place: 548 answers
static const calibration_knot country_place[] = {
    {0.0000, 0.0000}, {0.4385, 0.5185}, {0.7924, 0.8333},
    {0.8804, 0.9596}, {0.9384, 0.9861}, {0.9505, 0.9969},
};
// country/large: 34 answers, with those of all contexts 2008
static const calibration_knot country_large[] = {
    {0.0000, 0.0000},
    {0.6571, 0.8113},
    {0.9388, 0.9015},
};
// country/part: 17 answers, with those of all contexts 611
static const calibration_knot country_part[] = {
    {0.0000, 0.0000}, {0.1154, 0.3333}, {0.3071, 0.6883}, {0.7254, 0.8131}, {0.8654, 0.8547},
};
// country/unit: 1 answers, with those of all contexts 394
static const calibration_knot country_unit[] = {
    {0.0000, 0.0000},
    {0.4126, 0.7164},
    {0.6650, 0.8308},
};
// sea/place: 536 answers
static const calibration_knot sea_place[] = {
    {0.0000, 0.0000}, {0.6071, 0.7115}, {0.7252, 0.8452},
    {0.9308, 0.8772}, {0.9634, 0.9118}, {0.9650, 0.9234},
};
// sea/large: 704 answers
static const calibration_knot sea_large[] = {
    {0.0000, 0.0000},
    {0.6563, 0.7879},
    {0.9364, 0.8800},
};
// sea/part: 500 answers
static const calibration_knot sea_part[] = {
    {0.0000, 0.0000}, {0.1635, 0.6452}, {0.3336, 0.7167}, {0.7033, 0.8103}, {0.8548, 0.8889},
};
// sea/unit: 295 answers
static const calibration_knot sea_unit[] = {
    {0.0000, 0.0000},
    {0.4974, 0.8754},
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
