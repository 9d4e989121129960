#include "report/wording_tables.h"

static const char *const texts[WORD_COUNT] = {
    [WORD_INCIDENTS] = "Incidents",
    [WORD_IN_COUNTRIES] = "{1} in {2}",
    [WORD_AND] = "{1} and {2}",
    [WORD_COMMA] = ", ",
    [WORD_SEMICOLON] = "; ",
    [WORD_FROM_DAY] = "From {1}",
    [WORD_UNTIL_DAY] = "Until {1}",
    [WORD_DAY_TO_DAY] = "{1} to {2}",
    [WORD_NOTHING_SHOWN] = "No incidents to show",
    [WORD_SHOWN] = "{n} incident shown|{n} incidents shown",
    [WORD_POSSIBLE] = ", {n} of them possibly outside these dates|, {n} of them possibly outside these dates",
    [WORD_MORE_OUTSIDE] = ", {n} more outside this map|, {n} more outside this map",
    [WORD_OUTSIDE] = ", {n} outside this map|, {n} outside this map",
    [WORD_LOST] = "{n} could not be mapped|{n} could not be mapped",
    [WORD_MONTH] = "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    [WORD_MONTH_SHORT] = "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
    [WORD_SOURCES] = "Incidents: {1}.",
    [WORD_SOURCES_OF_MAP] = "Places and map: {1}.",
    [WORD_NAMING] = "{1}, naming {n} source|{1}, naming {n} sources",
    [WORD_THE_DATA] = "the data",
    [WORD_BOUNDARIES_PLAIN] =
        "Boundaries and names shown on this map do not imply endorsement or acceptance of any claim.",
    // As United Nations maps have it (Geospatial Information Section, general disclaimer).
    [WORD_BOUNDARIES_UN] =
        "The boundaries and names shown and the designations used on this map do not imply "
        "official endorsement or acceptance by the United Nations.",
    [WORD_BOUNDARIES_DEFACTO] =
        "Boundaries are shown as they stand on the ground (de facto), without claims; this "
        "implies no position on any of them.",
    [WORD_DISPUTED_UN] = "Dashed lines: boundaries that are disputed or undetermined.",
    [WORD_PROJECTION] = "Projection: {1}.",
    [WORD_SEE_KEY] = "Numbers refer to the key on the next page.",
    [WORD_ROWS] =
        "Rows: read {1} = mapped {2} + outside dates {3} + filtered {4} + unresolved {5} + rejected "
        "{6}.",
    [WORD_MADE_WITH] = "Made with {1}.",
    [WORD_MADE_ON] = "Made {1} with {2}.",
    [WORD_INPUT_OF] = "Input of {1}; made with {2}.",
    [WORD_TIME_OF_DAY] = "{1}, {2} UTC",
    [WORD_INPUT] = "Input: {1}.",
    [WORD_OPTIONS] = "Options: {1}.",
    [WORD_AND_MORE] = "; and {n} more|; and {n} more",
    [WORD_STANDARD_INPUT] = "standard input",
    [WORD_UTM] = "UTM zone {1}",
    [WORD_TRANSVERSE_MERCATOR] = "Transverse Mercator, meridian {1}",
    [WORD_AZIMUTHAL] = "Azimuthal equal-area on {1}, {2}",
    [WORD_EQUAL_EARTH] = "Equal Earth, meridian {1}",
    [WORD_CONIC] = "Lambert conformal conic, parallels {1} and {2}, meridian {3}",
    [WORD_NORTH] = "N",
    [WORD_SOUTH] = "S",
    [WORD_EAST] = "E",
    [WORD_WEST] = "W",
    [WORD_TYPE_OF_INCIDENT] = "Type of incident",
    [WORD_WHERE_IT_WAS] = "Where it was",
    [WORD_AREA] = "Shaded: the incident lies somewhere inside, with 90% probability",
    [WORD_HOW_SURE] = "How sure it is",
    [WORD_STATUS_NONE] = "Status not stated",
    [WORD_STATUS_CONFIRMED] = "Confirmed",
    [WORD_STATUS_CLAIMED] = "Claimed, not confirmed",
    [WORD_STATUS_DISPUTED] = "Disputed",
    [WORD_DENSITY] = "Density of incidents",
    [WORD_HEAT] =
        "The stronger the colour, the more incidents nearby; one whose place is uncertain is spread "
        "over its area",
    [WORD_RINGS] = "Rings: the lowest and the highest number reported",
    [WORD_HEAT_MAX] = "Strongest colour: {1} and more in 1,000 km² ({2})",
    [WORD_HEXAGON] =
        "in a hexagon of {1} km²; all have the same area, and an incident whose place is wider is shared "
        "out over it",
    [WORD_LESS_THAN_ONE] = "less than 1",
    [WORD_CLOSE_TOGETHER] = "Close together",
    [WORD_CLUSTERS] =
        "{1} incidents in {n} circle; its number says how many|{1} incidents in {n} circles; the number "
        "says how many are in each",
    [WORD_SPREAD] =
        "Lines lead from marks to the place they share: a dot, or a ring where it is known roughly",
    [WORD_NOT_STATED] = "Not stated",
    [WORD_MORE_ROWS] = "and {n} more ({1})|and {n} more ({1})",
    [WORD_PER_DAY] = "Incidents per day",
    [WORD_PER_WEEK] = "Incidents per week",
    [WORD_PER_MONTH] = "Incidents per month",
    [WORD_PER_YEAR] = "Incidents per year",
    [WORD_PER_YEARS] = "Incidents per {n} years|Incidents per {n} years",
    [WORD_HOLLOW] = "Outlined: date not certain",
    [WORD_KILOMETRES] = "{1} km",
    [WORD_MILES] = "{1} mi",
    [WORD_AT_CENTRE] = "{1} at the centre",
    [WORD_KEY_PAGE] = "Key, page {1}",
    [WORD_KEY_NUMBER] = "No.",
    [WORD_KEY_DATE] = "Date",
    [WORD_KEY_PLACE] = "Place as reported",
    [WORD_KEY_WHAT] = "What",
    [WORD_KEY_SOURCE] = "Source",
    [WORD_DATE_UNKNOWN] = "date unknown",
    [WORD_KILLED] = "{n} killed|{n} killed",
    [WORD_KILLED_FROM] = "{1} to {2} killed",
    [WORD_INCIDENT] = "incident",
    [WORD_CLAIMED] = "claimed",
    [WORD_DISPUTED] = "disputed",
    [WORD_BY] = ", by {1}",
    [WORD_AGAINST] = ", against {1}",
};

/** CLDR's plurals of English: one, other. */
static int form_of(int64_t count)
{
    return count == 1 ? 0 : 1;
}

const wording wording_en = {.code = "en", .form_count = 2, .form_of = form_of, .texts = texts};
