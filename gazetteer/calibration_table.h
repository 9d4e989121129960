// Made by tests/bench/calibrate.py; do not edit. The shares of right answers, of 16526 with a known place:
// piracy reports 1993 to 2007 (Benden and others, 2021), the mentions of places in every second article of
// GeoVirus (Gritta and others, 2018), and every second event of the UCDP Georeferenced Event Dataset for
// Syria, 2016 and 2017, with and without what is known beside the phrase, and with an archive of the year
// before.

// alone/place: 5214 answers
static const calibration_knot alone_place[] = {
    {0.0000, 0.0000}, {0.2504, 0.0096}, {0.4372, 0.1495}, {0.5163, 0.1582}, {0.5436, 0.1852},
    {0.5669, 0.4444}, {0.5944, 0.6024}, {0.6542, 0.6542}, {0.7032, 0.6923}, {0.7683, 0.7927},
    {0.8589, 0.8571}, {0.8696, 0.9469}, {0.8822, 0.9544}, {0.9229, 0.9576},
};
// alone/large: 1223 answers
static const calibration_knot alone_large[] = {
    {0.0000, 0.0000},
    {0.4412, 0.6667},
    {0.9372, 0.7700},
};
// alone/part: 414 answers
static const calibration_knot alone_part[] = {
    {0.0000, 0.0000},
    {0.3016, 0.5776},
    {0.7871, 0.6689},
};
// alone/unit: 364 answers
static const calibration_knot alone_unit[] = {
    {0.0000, 0.0000},
    {0.3751, 0.3562},
    {0.5579, 0.5185},
    {0.6646, 0.6818},
};
// neighbour/place: 486 answers
static const calibration_knot neighbour_place[] = {
    {0.0000, 0.0000}, {0.3458, 0.4483}, {0.6649, 0.8148}, {0.8190, 0.8214}, {0.8777, 0.8421},
    {0.9223, 0.9231}, {0.9474, 0.9750}, {0.9499, 0.9778}, {0.9500, 0.9852},
};
// neighbour/large: 549 answers
static const calibration_knot neighbour_large[] = {
    {0.0000, 0.0000},
    {0.8898, 0.9573},
    {0.9489, 0.9655},
    {0.9500, 0.9927},
};
// neighbour/part: 5 answers, with those of all contexts 1181
static const calibration_knot neighbour_part[] = {
    {0.0000, 0.0000}, {0.0945, 0.2222}, {0.3120, 0.5724},
    {0.5658, 0.7642}, {0.8026, 0.7809}, {0.9533, 0.9787},
};
// neighbour/unit: 0 answers, with those of all contexts 677
static const calibration_knot neighbour_unit[] = {
    {0.0000, 0.0000}, {0.3736, 0.5785}, {0.5565, 0.6585}, {0.6633, 0.7857}, {0.6657, 0.8083},
};
// country/place: 5480 answers
static const calibration_knot country_place[] = {
    {0.0000, 0.0000}, {0.3410, 0.1429}, {0.4637, 0.6429}, {0.7039, 0.7556}, {0.7968, 0.8218},
    {0.8822, 0.9434}, {0.9243, 0.9543}, {0.9305, 0.9630}, {0.9318, 0.9677}, {0.9339, 0.9688},
    {0.9358, 0.9870}, {0.9393, 0.9961}, {0.9422, 0.9972}, {0.9597, 0.9989},
};
// country/large: 367 answers
static const calibration_knot country_large[] = {
    {0.0000, 0.0000},
    {0.5859, 0.9722},
    {0.9312, 0.9846},
    {0.9750, 0.9963},
};
// country/part: 332 answers
static const calibration_knot country_part[] = {
    {0.0000, 0.0000},
    {0.3571, 0.4595},
    {0.7766, 0.8230},
    {0.9294, 0.9828},
};
// country/unit: 17 answers, with those of all contexts 677
static const calibration_knot country_unit[] = {
    {0.0000, 0.0000}, {0.3736, 0.5785}, {0.5565, 0.6585}, {0.6633, 0.7857}, {0.6657, 0.8083},
};
// sea/place: 406 answers
static const calibration_knot sea_place[] = {
    {0.0000, 0.0000}, {0.6093, 0.7547}, {0.6917, 0.7812}, {0.7330, 0.8866}, {0.9647, 0.9704},
};
// sea/large: 943 answers
static const calibration_knot sea_large[] = {
    {0.0000, 0.0000}, {0.5919, 0.8148}, {0.7472, 0.8387},
    {0.9068, 0.8715}, {0.9481, 0.8894}, {0.9528, 0.9114},
};
// sea/part: 430 answers
static const calibration_knot sea_part[] = {
    {0.0000, 0.0000}, {0.2389, 0.6111}, {0.5634, 0.7296}, {0.7866, 0.8526}, {0.8550, 0.8868},
};
// sea/unit: 296 answers
static const calibration_knot sea_unit[] = {
    {0.0000, 0.0000},
    {0.5015, 0.8960},
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
