// Made by tests/bench/calibrate.py; do not edit. The shares of right answers, of 19532 with a known place:
// piracy reports 1993 to 2007 (Benden and others, 2021), the mentions of places
// in every second article of GeoVirus (Gritta and others, 2018), and every second event of the UCDP
// Georeferenced Event Dataset for Syria, 2016 to 2019 (where_prec 1 and 2), with and without what is known
// beside the phrase.

// alone/place: 6151 answers
static const calibration_knot alone_place[] = {
    {0.0000, 0.0000}, {0.2190, 0.0075}, {0.3071, 0.0182}, {0.3425, 0.0909}, {0.4358, 0.1481},
    {0.5279, 0.2330}, {0.5739, 0.2353}, {0.6412, 0.7130}, {0.7396, 0.7941}, {0.8370, 0.8085},
    {0.8620, 0.8889}, {0.8779, 0.9323}, {0.9210, 0.9588},
};
// alone/large: 1138 answers
static const calibration_knot alone_large[] = {
    {0.0000, 0.0000},
    {0.4396, 0.7143},
    {0.7476, 0.7407},
    {0.9412, 0.7438},
};
// alone/part: 328 answers
static const calibration_knot alone_part[] = {
    {0.0000, 0.0000},
    {0.0820, 0.1481},
    {0.3055, 0.5034},
    {0.7835, 0.6173},
};
// alone/unit: 378 answers
static const calibration_knot alone_unit[] = {
    {0.0000, 0.0000}, {0.2446, 0.2500}, {0.3800, 0.3363}, {0.5790, 0.4516}, {0.6650, 0.7212},
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
// neighbour/part: 5 answers, with those of all contexts 1632
static const calibration_knot neighbour_part[] = {
    {0.0000, 0.0000}, {0.0591, 0.1000}, {0.1437, 0.2308}, {0.3038, 0.6400},
    {0.4555, 0.6667}, {0.7535, 0.7956}, {0.9511, 0.9792},
};
// neighbour/unit: 0 answers, with those of all contexts 1354
static const calibration_knot neighbour_unit[] = {
    {0.0000, 0.0000}, {0.1681, 0.3333}, {0.4099, 0.7454}, {0.6646, 0.8250}, {0.6651, 0.8560},
};
// country/place: 3940 answers
static const calibration_knot country_place[] = {
    {0.0000, 0.0000}, {0.3452, 0.2500}, {0.4502, 0.7021}, {0.7102, 0.7353},
    {0.7490, 0.8529}, {0.7923, 0.9213}, {0.8150, 0.9360}, {0.8800, 0.9663},
    {0.9314, 0.9836}, {0.9392, 0.9916}, {0.9506, 0.9977},
};
// country/large: 207 answers
static const calibration_knot country_large[] = {
    {0.0000, 0.0000},
    {0.6113, 0.9655},
    {0.9500, 0.9815},
    {0.9748, 0.9901},
};
// country/part: 131 answers
static const calibration_knot country_part[] = {
    {0.0000, 0.0000},
    {0.1328, 0.0370},
    {0.4487, 0.6333},
    {0.8330, 0.9625},
};
// country/unit: 6 answers, with those of all contexts 1354
static const calibration_knot country_unit[] = {
    {0.0000, 0.0000}, {0.1681, 0.3333}, {0.4099, 0.7454}, {0.6646, 0.8250}, {0.6651, 0.8560},
};
// sea/place: 1783 answers
static const calibration_knot sea_place[] = {
    {0.0000, 0.0000}, {0.5913, 0.6418}, {0.6705, 0.7885}, {0.6934, 0.8077},
    {0.7036, 0.8532}, {0.7540, 0.8860}, {0.9376, 0.9121}, {0.9650, 0.9190},
};
// sea/large: 2292 answers
static const calibration_knot sea_large[] = {
    {0.0000, 0.0000}, {0.6725, 0.8627}, {0.9037, 0.8730}, {0.9481, 0.8913}, {0.9527, 0.9167},
};
// sea/part: 1168 answers
static const calibration_knot sea_part[] = {
    {0.0000, 0.0000}, {0.0994, 0.4516}, {0.2038, 0.6486}, {0.2588, 0.6786},
    {0.3141, 0.6904}, {0.4873, 0.7358}, {0.7177, 0.8091}, {0.8572, 0.8469},
};
// sea/unit: 970 answers
static const calibration_knot sea_unit[] = {
    {0.0000, 0.0000},
    {0.2602, 0.6897},
    {0.4944, 0.9037},
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
