// Made by tests/bench/calibrate.py; do not edit. The shares of right answers, of 17275 with a known place:
// every second piracy report 1993 to 2012 (Benden and others, 2021), the mentions of places in every second
// article of GeoVirus (Gritta and others, 2018), and every second event of the UCDP Georeferenced Event
// Dataset for Syria, 2016 and 2017, with and without what is known beside the phrase, and with an archive of
// the year before.

// alone/place: 5435 answers
static const calibration_knot alone_place[] = {
    {0.0000, 0.0000}, {0.2427, 0.0093}, {0.3192, 0.0161}, {0.3527, 0.4386},
    {0.4641, 0.4504}, {0.6172, 0.7800}, {0.7045, 0.8148}, {0.7154, 0.9091},
    {0.7911, 0.9204}, {0.8684, 0.9538}, {0.8772, 0.9592}, {0.9144, 0.9781},
};
// alone/large: 1203 answers
static const calibration_knot alone_large[] = {
    {0.0000, 0.0000},
    {0.5866, 0.6923},
    {0.9413, 0.8476},
};
// alone/part: 367 answers
static const calibration_knot alone_part[] = {
    {0.0000, 0.0000},
    {0.2344, 0.6625},
    {0.7299, 0.7388},
};
// alone/unit: 201 answers
static const calibration_knot alone_unit[] = {
    {0.0000, 0.0000},
    {0.3740, 0.3852},
    {0.5660, 0.4444},
    {0.6649, 0.7931},
};
// alone/offset: 14 answers, with those of all contexts 411
static const calibration_knot alone_offset[] = {
    {0.0000, 0.0000}, {0.3366, 0.7500}, {0.4884, 0.8148}, {0.5958, 0.8214},
    {0.6645, 0.8261}, {0.8077, 0.8478}, {0.8548, 0.9130}, {0.8551, 0.9291},
};
// neighbour/place: 488 answers
static const calibration_knot neighbour_place[] = {
    {0.0000, 0.0000}, {0.3232, 0.4074}, {0.7252, 0.8302}, {0.8762, 0.8810},
    {0.9219, 0.9245}, {0.9475, 0.9747}, {0.9499, 0.9778}, {0.9500, 0.9852},
};
// neighbour/large: 549 answers
static const calibration_knot neighbour_large[] = {
    {0.0000, 0.0000},
    {0.8898, 0.9573},
    {0.9489, 0.9655},
    {0.9500, 0.9927},
};
// neighbour/part: 5 answers, with those of all contexts 946
static const calibration_knot neighbour_part[] = {
    {0.0000, 0.0000}, {0.1220, 0.1250}, {0.2694, 0.6765},
    {0.4291, 0.7857}, {0.7468, 0.7858}, {0.9427, 0.8689},
};
// neighbour/unit: 1 answers, with those of all contexts 398
static const calibration_knot neighbour_unit[] = {
    {0.0000, 0.0000},
    {0.4017, 0.5985},
    {0.6651, 0.8333},
};
// neighbour/offset: 0 answers, with those of all contexts 411
static const calibration_knot neighbour_offset[] = {
    {0.0000, 0.0000}, {0.3366, 0.7500}, {0.4884, 0.8148}, {0.5958, 0.8214},
    {0.6645, 0.8261}, {0.8077, 0.8478}, {0.8548, 0.9130}, {0.8551, 0.9291},
};
// country/place: 6526 answers
static const calibration_knot country_place[] = {
    {0.0000, 0.0000}, {0.3312, 0.3000}, {0.5113, 0.6736},
    {0.7886, 0.8654}, {0.8978, 0.9710}, {0.9558, 0.9991},
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
    {0.2546, 0.5185},
    {0.7285, 0.8367},
    {0.9297, 0.9828},
};
// country/unit: 14 answers, with those of all contexts 398
static const calibration_knot country_unit[] = {
    {0.0000, 0.0000},
    {0.4017, 0.5985},
    {0.6651, 0.8333},
};
// country/offset: 0 answers, with those of all contexts 411
static const calibration_knot country_offset[] = {
    {0.0000, 0.0000}, {0.3366, 0.7500}, {0.4884, 0.8148}, {0.5958, 0.8214},
    {0.6645, 0.8261}, {0.8077, 0.8478}, {0.8548, 0.9130}, {0.8551, 0.9291},
};
// sea/place: 261 answers
static const calibration_knot sea_place[] = {
    {0.0000, 0.0000}, {0.5963, 0.6667}, {0.6976, 0.8506}, {0.7954, 0.9241}, {0.9651, 0.9726},
};
// sea/large: 681 answers
static const calibration_knot sea_large[] = {
    {0.0000, 0.0000}, {0.5951, 0.7778}, {0.8739, 0.8919},
    {0.9456, 0.8929}, {0.9487, 0.9064}, {0.9539, 0.9417},
};
// sea/part: 201 answers
static const calibration_knot sea_part[] = {
    {0.0000, 0.0000},
    {0.2477, 0.3125},
    {0.5359, 0.6207},
    {0.7552, 0.7603},
};
// sea/unit: 182 answers
static const calibration_knot sea_unit[] = {
    {0.0000, 0.0000},
    {0.4073, 0.8475},
    {0.6650, 0.8676},
};
// sea/offset: 397 answers
static const calibration_knot sea_offset[] = {
    {0.0000, 0.0000}, {0.3366, 0.7500}, {0.4880, 0.8077},
    {0.7035, 0.8482}, {0.8548, 0.9254}, {0.8551, 0.9426},
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
