// Made by tests/bench/calibrate.py; do not edit. The shares of right answers, of 18113 with a known place:
// every second piracy report 1993 to 2012 (Benden and others, 2021), the mentions of places in every second
// article of GeoVirus (Gritta and others, 2018), and every second event of the UCDP Georeferenced Event
// Dataset for Syria, 2016 and 2017, with and without what is known beside the phrase, and with an archive of
// the year before.

// alone/place: 5736 answers
static const calibration_knot alone_place[] = {
    {0.0000, 0.0000}, {0.1810, 0.0385}, {0.2419, 0.1000}, {0.2794, 0.1548}, {0.3158, 0.4853},
    {0.3997, 0.5396}, {0.4944, 0.5642}, {0.5472, 0.7407}, {0.5860, 0.7565}, {0.6524, 0.7579},
    {0.6868, 0.7826}, {0.7042, 0.7931}, {0.7155, 0.9189}, {0.7894, 0.9212}, {0.8684, 0.9565},
    {0.8768, 0.9684}, {0.9145, 0.9775},
};
// alone/large: 1231 answers
static const calibration_knot alone_large[] = {
    {0.0000, 0.0000},
    {0.5981, 0.7308},
    {0.9417, 0.8445},
};
// alone/part: 368 answers
static const calibration_knot alone_part[] = {
    {0.0000, 0.0000},
    {0.1888, 0.6792},
    {0.3169, 0.6897},
    {0.7179, 0.7637},
};
// alone/unit: 178 answers
static const calibration_knot alone_unit[] = {
    {0.0000, 0.0000},
    {0.3699, 0.3619},
    {0.5981, 0.6296},
    {0.6650, 0.7692},
};
// alone/offset: 14 answers, with those of all contexts 411
static const calibration_knot alone_offset[] = {
    {0.0000, 0.0000}, {0.3373, 0.8214}, {0.4874, 0.8354},
    {0.6401, 0.8493}, {0.8073, 0.8723}, {0.8550, 0.9278},
};
// neighbour/place: 488 answers
static const calibration_knot neighbour_place[] = {
    {0.0000, 0.0000}, {0.3210, 0.4074}, {0.7252, 0.8302}, {0.8762, 0.8810},
    {0.9219, 0.9245}, {0.9475, 0.9747}, {0.9499, 0.9778}, {0.9500, 0.9852},
};
// neighbour/large: 551 answers
static const calibration_knot neighbour_large[] = {
    {0.0000, 0.0000},
    {0.8898, 0.9573},
    {0.9489, 0.9655},
    {0.9500, 0.9976},
};
// neighbour/part: 3 answers, with those of all contexts 966
static const calibration_knot neighbour_part[] = {
    {0.0000, 0.0000}, {0.1017, 0.2593}, {0.2617, 0.6262},
    {0.3927, 0.7857}, {0.7289, 0.7976}, {0.9463, 0.9811},
};
// neighbour/unit: 1 answers, with those of all contexts 348
static const calibration_knot neighbour_unit[] = {
    {0.0000, 0.0000},
    {0.3672, 0.5657},
    {0.5412, 0.5962},
    {0.6655, 0.8425},
};
// neighbour/offset: 0 answers, with those of all contexts 411
static const calibration_knot neighbour_offset[] = {
    {0.0000, 0.0000}, {0.3373, 0.8214}, {0.4874, 0.8354},
    {0.6401, 0.8493}, {0.8073, 0.8723}, {0.8550, 0.9278},
};
// country/place: 7044 answers
static const calibration_knot country_place[] = {
    {0.0000, 0.0000}, {0.5116, 0.5340}, {0.6746, 0.6140}, {0.7022, 0.7164},
    {0.7614, 0.8154}, {0.8302, 0.8529}, {0.8840, 0.9450}, {0.9181, 0.9916},
    {0.9354, 0.9944}, {0.9392, 0.9957}, {0.9444, 0.9983}, {0.9607, 0.9988},
};
// country/large: 368 answers
static const calibration_knot country_large[] = {
    {0.0000, 0.0000},
    {0.8270, 0.9706},
    {0.9749, 0.9963},
};
// country/part: 393 answers
static const calibration_knot country_part[] = {
    {0.0000, 0.0000},
    {0.2153, 0.4828},
    {0.7177, 0.8521},
    {0.9284, 0.9831},
};
// country/unit: 15 answers, with those of all contexts 348
static const calibration_knot country_unit[] = {
    {0.0000, 0.0000},
    {0.3672, 0.5657},
    {0.5412, 0.5962},
    {0.6655, 0.8425},
};
// country/offset: 0 answers, with those of all contexts 411
static const calibration_knot country_offset[] = {
    {0.0000, 0.0000}, {0.3373, 0.8214}, {0.4874, 0.8354},
    {0.6401, 0.8493}, {0.8073, 0.8723}, {0.8550, 0.9278},
};
// sea/place: 275 answers
static const calibration_knot sea_place[] = {
    {0.0000, 0.0000}, {0.5876, 0.6296}, {0.6973, 0.8529}, {0.7803, 0.9306}, {0.9651, 0.9756},
};
// sea/large: 695 answers
static const calibration_knot sea_large[] = {
    {0.0000, 0.0000}, {0.5951, 0.7778}, {0.8736, 0.8923},
    {0.9456, 0.8929}, {0.9487, 0.9040}, {0.9543, 0.9343},
};
// sea/part: 202 answers
static const calibration_knot sea_part[] = {
    {0.0000, 0.0000},
    {0.2654, 0.3333},
    {0.5854, 0.6792},
    {0.7667, 0.7500},
};
// sea/unit: 154 answers
static const calibration_knot sea_unit[] = {
    {0.0000, 0.0000},
    {0.4165, 0.8125},
    {0.6650, 0.8710},
};
// sea/offset: 397 answers
static const calibration_knot sea_offset[] = {
    {0.0000, 0.0000}, {0.3373, 0.8214}, {0.4867, 0.8312},
    {0.6410, 0.8611}, {0.8099, 0.8636}, {0.8550, 0.9409},
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
