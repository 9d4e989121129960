// Made by tests/bench/calibrate.py; do not edit. The shares of right answers, of 17981 with a known place:
// every second piracy report 1993 to 2012 (Benden and others, 2021), the mentions of places in every second
// article of GeoVirus (Gritta and others, 2018), and every second event of the UCDP Georeferenced Event
// Dataset for Syria, 2016 and 2017, with and without what is known beside the phrase, and with an archive of
// the year before.

// alone/place: 5650 answers
static const calibration_knot alone_place[] = {
    {0.0000, 0.0000}, {0.2123, 0.0328}, {0.2723, 0.1176}, {0.4392, 0.4703}, {0.5736, 0.7621},
    {0.6435, 0.8000}, {0.6858, 0.8060}, {0.7029, 0.8276}, {0.7152, 0.9052}, {0.7890, 0.9218},
    {0.8684, 0.9565}, {0.8768, 0.9623}, {0.9143, 0.9782},
};
// alone/large: 1202 answers
static const calibration_knot alone_large[] = {
    {0.0000, 0.0000},
    {0.5946, 0.7115},
    {0.9414, 0.8475},
};
// alone/part: 376 answers
static const calibration_knot alone_part[] = {
    {0.0000, 0.0000},
    {0.2383, 0.6962},
    {0.7220, 0.7508},
};
// alone/unit: 201 answers
static const calibration_knot alone_unit[] = {
    {0.0000, 0.0000},
    {0.3719, 0.3790},
    {0.5823, 0.5185},
    {0.6650, 0.7857},
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
// neighbour/part: 5 answers, with those of all contexts 971
static const calibration_knot neighbour_part[] = {
    {0.0000, 0.0000}, {0.1279, 0.1212}, {0.2710, 0.6796}, {0.7193, 0.7980}, {0.9427, 0.8689},
};
// neighbour/unit: 1 answers, with those of all contexts 398
static const calibration_knot neighbour_unit[] = {
    {0.0000, 0.0000},
    {0.4029, 0.5933},
    {0.6654, 0.8507},
};
// neighbour/offset: 0 answers, with those of all contexts 411
static const calibration_knot neighbour_offset[] = {
    {0.0000, 0.0000}, {0.3366, 0.7500}, {0.4884, 0.8148}, {0.5958, 0.8214},
    {0.6645, 0.8261}, {0.8077, 0.8478}, {0.8548, 0.9130}, {0.8551, 0.9291},
};
// country/place: 7002 answers
static const calibration_knot country_place[] = {
    {0.0000, 0.0000}, {0.5117, 0.5284}, {0.6846, 0.5789}, {0.6949, 0.7045}, {0.7286, 0.7654},
    {0.7727, 0.7725}, {0.7927, 0.7736}, {0.8024, 0.8485}, {0.8346, 0.8664}, {0.8843, 0.9444},
    {0.9181, 0.9916}, {0.9354, 0.9944}, {0.9392, 0.9957}, {0.9444, 0.9983}, {0.9607, 0.9988},
};
// country/large: 368 answers
static const calibration_knot country_large[] = {
    {0.0000, 0.0000},
    {0.8270, 0.9706},
    {0.9749, 0.9963},
};
// country/part: 389 answers
static const calibration_knot country_part[] = {
    {0.0000, 0.0000},
    {0.2379, 0.4444},
    {0.7201, 0.8484},
    {0.9297, 0.9828},
};
// country/unit: 14 answers, with those of all contexts 398
static const calibration_knot country_unit[] = {
    {0.0000, 0.0000},
    {0.4029, 0.5933},
    {0.6654, 0.8507},
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
    {0.4075, 0.8475},
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
