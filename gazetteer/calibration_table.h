// Made by tests/bench/calibrate.py; do not edit. The shares of right answers, of 17148 with a known place:
// every second piracy report 1993 to 2012 (Benden and others, 2021), the mentions of places in every second
// article of GeoVirus (Gritta and others, 2018), and every second event of the UCDP Georeferenced Event
// Dataset for Syria, 2016 and 2017, with and without what is known beside the phrase, and with an archive of
// the year before.

// alone/place: 5340 answers
static const calibration_knot alone_place[] = {
    {0.0000, 0.0000}, {0.2028, 0.0167}, {0.3184, 0.0312}, {0.4492, 0.4789},
    {0.5603, 0.7108}, {0.6237, 0.7993}, {0.6905, 0.8205}, {0.7150, 0.9048},
    {0.7924, 0.9156}, {0.8684, 0.9538}, {0.8772, 0.9592}, {0.9144, 0.9777},
};
// alone/large: 1199 answers
static const calibration_knot alone_large[] = {
    {0.0000, 0.0000},
    {0.5902, 0.7115},
    {0.9413, 0.8488},
};
// alone/part: 367 answers
static const calibration_knot alone_part[] = {
    {0.0000, 0.0000},
    {0.2335, 0.6582},
    {0.7292, 0.7397},
};
// alone/unit: 205 answers
static const calibration_knot alone_unit[] = {
    {0.0000, 0.0000},
    {0.3735, 0.3821},
    {0.5621, 0.3929},
    {0.6648, 0.8000},
};
// alone/offset: 14 answers, with those of all contexts 411
static const calibration_knot alone_offset[] = {
    {0.0000, 0.0000},
    {0.3586, 0.7037},
    {0.6269, 0.8516},
    {0.8550, 0.9149},
};
// neighbour/place: 487 answers
static const calibration_knot neighbour_place[] = {
    {0.0000, 0.0000}, {0.3232, 0.4074}, {0.7252, 0.8302}, {0.8761, 0.8537},
    {0.9223, 0.9231}, {0.9474, 0.9750}, {0.9499, 0.9778}, {0.9500, 0.9852},
};
// neighbour/large: 549 answers
static const calibration_knot neighbour_large[] = {
    {0.0000, 0.0000},
    {0.8898, 0.9573},
    {0.9489, 0.9655},
    {0.9500, 0.9927},
};
// neighbour/part: 5 answers, with those of all contexts 943
static const calibration_knot neighbour_part[] = {
    {0.0000, 0.0000}, {0.1212, 0.1290}, {0.2708, 0.6635}, {0.7247, 0.7868}, {0.9427, 0.8689},
};
// neighbour/unit: 0 answers, with those of all contexts 404
static const calibration_knot neighbour_unit[] = {
    {0.0000, 0.0000},
    {0.4027, 0.6022},
    {0.6651, 0.8345},
};
// neighbour/offset: 0 answers, with those of all contexts 411
static const calibration_knot neighbour_offset[] = {
    {0.0000, 0.0000},
    {0.3586, 0.7037},
    {0.6269, 0.8516},
    {0.8550, 0.9149},
};
// country/place: 6496 answers
static const calibration_knot country_place[] = {
    {0.0000, 0.0000}, {0.4953, 0.6543}, {0.7834, 0.8791}, {0.8981, 0.9702}, {0.9558, 0.9991},
};
// country/large: 377 answers
static const calibration_knot country_large[] = {
    {0.0000, 0.0000},
    {0.8131, 0.9717},
    {0.9749, 0.9964},
};
// country/part: 373 answers
static const calibration_knot country_part[] = {
    {0.0000, 0.0000},
    {0.2708, 0.5517},
    {0.7319, 0.8356},
    {0.9297, 0.9828},
};
// country/unit: 14 answers, with those of all contexts 404
static const calibration_knot country_unit[] = {
    {0.0000, 0.0000},
    {0.4027, 0.6022},
    {0.6651, 0.8345},
};
// country/offset: 0 answers, with those of all contexts 411
static const calibration_knot country_offset[] = {
    {0.0000, 0.0000},
    {0.3586, 0.7037},
    {0.6269, 0.8516},
    {0.8550, 0.9149},
};
// sea/place: 265 answers
static const calibration_knot sea_place[] = {
    {0.0000, 0.0000}, {0.6013, 0.6786}, {0.6979, 0.8478}, {0.7944, 0.9231}, {0.9651, 0.9733},
};
// sea/large: 677 answers
static const calibration_knot sea_large[] = {
    {0.0000, 0.0000}, {0.5951, 0.7778}, {0.8776, 0.8902},
    {0.9456, 0.8929}, {0.9487, 0.9064}, {0.9539, 0.9417},
};
// sea/part: 198 answers
static const calibration_knot sea_part[] = {
    {0.0000, 0.0000},
    {0.2516, 0.3333},
    {0.5322, 0.6071},
    {0.7543, 0.7552},
};
// sea/unit: 185 answers
static const calibration_knot sea_unit[] = {
    {0.0000, 0.0000},
    {0.4068, 0.8525},
    {0.6650, 0.8806},
};
// sea/offset: 397 answers
static const calibration_knot sea_offset[] = {
    {0.0000, 0.0000},
    {0.3586, 0.7037},
    {0.6269, 0.8514},
    {0.8550, 0.9211},
};
static const calibration_curve calibration_curves[CALIBRATION_CONTEXTS][CALIBRATION_FAMILIES] = {
    {{alone_place, sizeof alone_place / sizeof *alone_place},
     {alone_large, sizeof alone_large / sizeof *alone_large},
     {alone_part, sizeof alone_part / sizeof *alone_part},
     {alone_unit, sizeof alone_unit / sizeof *alone_unit},
     {alone_offset, sizeof alone_offset / sizeof *alone_offset}},
    {{neighbour_place, sizeof neighbour_place / sizeof *neighbour_place},
     {neighbour_large, sizeof neighbour_large / sizeof *neighbour_large},
     {neighbour_part, sizeof neighbour_part / sizeof *neighbour_part},
     {neighbour_unit, sizeof neighbour_unit / sizeof *neighbour_unit},
     {neighbour_offset, sizeof neighbour_offset / sizeof *neighbour_offset}},
    {{country_place, sizeof country_place / sizeof *country_place},
     {country_large, sizeof country_large / sizeof *country_large},
     {country_part, sizeof country_part / sizeof *country_part},
     {country_unit, sizeof country_unit / sizeof *country_unit},
     {country_offset, sizeof country_offset / sizeof *country_offset}},
    {{sea_place, sizeof sea_place / sizeof *sea_place},
     {sea_large, sizeof sea_large / sizeof *sea_large},
     {sea_part, sizeof sea_part / sizeof *sea_part},
     {sea_unit, sizeof sea_unit / sizeof *sea_unit},
     {sea_offset, sizeof sea_offset / sizeof *sea_offset}},
};
