#include "gazetteer/kinds.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static const kind_info kinds[] = {
    {"city", KIND_SETTLEMENT, 2e4, 4000, "city|municipality"},
    {"town", KIND_SETTLEMENT, 5e3, 2000, "town|township"},
    {"small town", KIND_SETTLEMENT, 2e3, 2000, ""},
    {"village", KIND_SETTLEMENT, 500, 1200, "village|hamlet|settlement|villages"},
    {"abandoned place", KIND_SETTLEMENT, 100, 1000, ""},
    {"quarter", KIND_QUARTER, 3e3, 1500,
     "suburb|neighborhood|neighbourhood|quarter|residential area|area|section of the city"},
    {"air base", KIND_SITE, 1e5, 3000,
     "air base|airbase|air force base|military air base|military airport|military airbase|airfield|"
     "air field|air station"},
    {"military base", KIND_SITE, 5e4, 2500,
     "military base|base|garrison|military camp|army base|barracks|military site|army camp|facility|brigade"},
    {"airport", KIND_SITE, 2e4, 2500, "airport|international airport|civil airport|aerodrome"},
    {"refugee camp", KIND_SITE, 2e4, 1200, "refugee camp|camp|idp camp|displacement camp|camps"},
    {"border crossing", KIND_SITE, 3e4, 1500,
     "border crossing|crossing|border post|crossing point|border checkpoint|land port"},
    {"checkpoint", KIND_SITE, 1e3, 500, "checkpoint|roadblock"},
    {"oil field", KIND_SITE, 3e4, 8000, "oil field|oilfield|oil fields|oil"},
    {"gas field", KIND_SITE, 3e4, 8000, "gas field|gas fields|gas plant|gas facility"},
    {"refinery", KIND_SITE, 2e4, 1500, "refinery|oil refinery"},
    {"power plant", KIND_SITE, 2e4, 1500, "power plant|power station|thermal plant|nuclear power plant"},
    {"dam", KIND_SITE, 2e4, 1500, "dam", "sadd|sad"},
    {"port", KIND_SITE, 3e4, 3000, "port|seaport|harbor|harbour|port of", "mina|porto|puerto|pelabuhan"},
    {"terminal", KIND_SITE, 1e4, 2000, "terminal|oil terminal|offshore terminal"},
    {"anchorage", KIND_WATER, 1e4, 12000, "anchorage|anchorage area|inner anchorage|outer anchorage|roads"},
    {"prison", KIND_SITE, 5e3, 800, "prison|jail"},
    {"hospital", KIND_SITE, 1e3, 500, "hospital"},
    {"bridge", KIND_SITE, 1e3, 500, "bridge", "jisr|most"},
    {"university", KIND_SITE, 1e3, 1000, "university|academy|college"},
    {"junction", KIND_SITE, 1e3, 1000, "junction|intersection|roundabout|crossroads"},
    {"district", KIND_DISTRICT, 1e4, 25000,
     "district|subdistrict|sub district|nahiyah|county|department|tribal "
     "district|regency|tehsil|raion|woreda|"
     "upazila|lga|local government area|cercle|taluk|taluka|kecamatan|amphoe|tambon"},
    {"governorate", KIND_PROVINCE, 2e5, 80000,
     "governorate|province|provinces|state|region|oblast|prefecture|emirate|voivodeship|krai|muhafazah"},
    {"country", KIND_COUNTRY, 3e8, 300000, ""},
    {"island", KIND_REGION, 2e4, 8000, "island|isle|islands|isles",
     "pulau|jazirat|isla|ilha|ile|nisi|ostrov"},
    {"islands", KIND_REGION, 3e4, 25000, "archipelago"},
    {"cape", KIND_REGION, 5e3, 3000, "cape|point|head", "ras|tanjung|cabo|capo|cap|punta|mys"},
    {"peninsula", KIND_REGION, 5e4, 60000, "peninsula"},
    {"mountain", KIND_REGION, 1e4, 5000, "mount|mountain|hill",
     "jabal|tall|talat|jibal|gunung|bukit|koh|gora|monte"},
    {"mountains", KIND_REGION, 3e4, 40000, "mountains|mountain range|hills|range",
     "jabal|jibal|tulul|kuhha ye"},
    {"valley", KIND_REGION, 1e4, 30000, "valley|wadi", "wadi|dere|darreh ye"},
    {"desert", KIND_REGION, 3e4, 100000, "desert|steppe"},
    {"plain", KIND_REGION, 2e4, 40000, "plain|plains"},
    {"region", KIND_REGION, 1e5, 80000, "countryside|heights|highlands|exclave"},
    {"territory", KIND_PROVINCE, 5e5, 40000, "territory"},
    {"ocean", KIND_WATER, 1e7, 2000000, "ocean"},
    {"sea", KIND_WATER, 1e6, 400000, "sea"},
    {"gulf", KIND_WATER, 5e5, 200000, "gulf"},
    {"bay", KIND_WATER, 5e4, 30000, "bay", "khawr|khor|teluk|baie de|bahia de"},
    {"strait", KIND_WATER, 2e5, 60000, "strait|straits|channel"},
    {"lake", KIND_WATER, 5e4, 15000, "lake|reservoir", "buhayrat|birkat|lac|lago|danau|ozero"},
    {"canal", KIND_LINE, 1e5, 50000, "canal"},
    {"river", KIND_LINE, 2e5, 300000, "river|rivers", "nahr|rio|sungai|wadi|reka"},
    {"road", KIND_LINE, 2e4, 50000, "road|highway|motorway|roads|highways"},
};

static const kind_info other = {"place", KIND_SITE, 2e3, 3000, ""};

static const char *const synonyms[][2] = {
    {"base", "military base"},
    {"airbase", "air base"},
    {"camp", "refugee camp"},
    {"crossing", "border crossing"},
    {"province", "governorate"},
    {"neighbourhood", "quarter"},
    {"neighborhood", "quarter"},
    {"suburb", "quarter"},
    {"mountain range", "mountains"},
    {"archipelago", "islands"},
    {"point", "cape"},
    {"headland", "cape"},
    {"harbour", "port"},
    {"field", "oil field"},
    {"state", "governorate"},
    {"highway", "road"},
    {"oblast", "governorate"},
};

// Every candidate of every name asks for its kind several times: texts are found by their hash. Four times as
// many slots as there are texts, so that a text is mostly in its own.
#define SLOTS 1024

typedef struct {
    const char *text; ///< not terminated
    size_t length;
    const kind_info *kind;
} slot;

// What is said of a place beside its name, on land and in harbours.
static const char fillers[] =
    "|inner|outer|north|south|east|west|northern|southern|eastern|western|central|the|of|and|at|in|new|"
    "old|no|"
    "pilot|boarding|ground|grounds|station|mooring|moorings|zone|buoy|coal|tanker|cargo|container|berth|"
    "berths|jetty|jetties|quay|wharf|dock|docks|dockyard|shipyard|waiting|alpha|bravo|charlie|sts|opl|"
    "fairway|"
    "light|lights|lighthouse|house|hse|fwb|beacon|bouy|spm|sbm|platform|breakwater|coast|shore|offshore|"
    "stn|"
    "sea|anchored|"
    "signal|mole|roadstead|entrance|approaches|waters|vicinity|countryside|pocket|"
    "sector|"
    "enclave|center|centre|nearest|tip|coordinates|channel|vicinity|tss|coastline|shoreline|lane|lanes|"
    "shipping|complex|compound|headquarters|thermal|power|military|army|police|main|upper|lower|km|nm|";

static slot name_slots[SLOTS], word_slots[SLOTS], filler_slots[SLOTS];
static pthread_once_t slots_once = PTHREAD_ONCE_INIT;

/** Where a text is, or the free slot where it would be. */
static slot *find_slot(slot slots[SLOTS], const char *text, size_t length)
{
    // Its length, front, middle and back tell the texts apart well enough.
    const unsigned char *t = (const unsigned char *)text;
    size_t hash = length ? length + 7 * t[0] + 31 * t[length / 2] + 101 * t[length - 1] : 0;
    slot *at = &slots[hash % SLOTS];
    while (at->text && (at->length != length || memcmp(at->text, text, length) != 0))
        if (++at == slots + SLOTS) at = slots;
    return at;
}

/** The first kind that has a text keeps it. */
static void add_slot(slot slots[SLOTS], const char *text, size_t length, const kind_info *kind)
{
    slot *at = find_slot(slots, text, length);
    if (!at->text) *at = (slot){text, length, kind};
}

static void fill_slots(void)
{
    for (const char *word = fillers + 1; *word;) {
        size_t length = strcspn(word, "|");
        add_slot(filler_slots, word, length, NULL);
        word += length + 1;
    }
    for (const kind_info *kind = kinds; kind < kinds + sizeof kinds / sizeof *kinds; kind++) {
        add_slot(name_slots, kind->name, strlen(kind->name), kind);
        for (const char *word = kind->words; *word;) {
            size_t length = strcspn(word, "|");
            add_slot(word_slots, word, length, kind);
            word += length + (word[length] == '|');
        }
    }
    for (size_t i = 0; i < sizeof synonyms / sizeof *synonyms; i++) {
        const char *of = synonyms[i][1];
        add_slot(name_slots, synonyms[i][0], strlen(synonyms[i][0]),
                 find_slot(name_slots, of, strlen(of))->kind);
    }
}

const kind_info *kind_by_name(const char *name)
{
    pthread_once(&slots_once, fill_slots);
    const kind_info *kind = find_slot(name_slots, name, strlen(name))->kind;
    return kind ? kind : &other;
}

static const kind_info *kind_of_words(const char *text, size_t length)
{
    pthread_once(&slots_once, fill_slots);
    return find_slot(word_slots, text, length)->kind;
}

// A plain key's longest generic phrase has four words ("section of the city").
#define WORDS_MAX 4

const kind_info *kind_strip_front(const char *plain, size_t *start)
{
    // The longest phrase wins: "oil refinery" before "oil".
    const kind_info *best = NULL;
    size_t end = 0;
    for (int words = 0; words < WORDS_MAX; words++) {
        end += strcspn(plain + end, " ");
        if (!plain[end]) break;
        const kind_info *found = kind_of_words(plain, end);
        size_t rest = end + 1;
        if (strncmp(plain + rest, "of ", 3) == 0) rest += 3;
        if (strncmp(plain + rest, "the ", 4) == 0) rest += 4;
        if (found && plain[rest]) {
            best = found;
            *start = rest;
        }
        end++;
    }
    return best;
}

const kind_info *kind_strip_back(const char *plain, size_t *length)
{
    const kind_info *best = NULL;
    size_t total = strlen(plain), begin = total;
    for (int words = 0; words < WORDS_MAX && begin > 0; words++) {
        while (begin > 0 && plain[begin - 1] != ' ') begin--;
        if (begin == 0) break;
        const kind_info *found = kind_of_words(plain + begin, total - begin);
        if (found) {
            best = found;
            *length = begin - 1;
        }
        begin--;
    }
    return best;
}

/** Whether each word is a generic one, a filler or one of the others, which are given between bars. */
static bool are_all_known(const char *plain, size_t length, const char *others)
{
    for (size_t i = 0; i < length;) {
        size_t end = i;
        while (end < length && plain[end] != ' ') end++;
        bool known = kind_of_words(plain + i, end - i) != NULL;
        // Letters and numbers that count berths and anchorages.
        if (end - i <= 2) known = true;
        if (!known) known = find_slot(filler_slots, plain + i, end - i)->text != NULL;
        char word[32];
        if (!known && *others && end - i < sizeof word - 2) {
            snprintf(word, sizeof word, "|%.*s|", (int)(end - i), plain + i);
            known = strstr(others, word) != NULL;
        }
        if (!known) return false;
        i = end + 1;
    }
    return true;
}

bool kind_is_generic(const char *plain, size_t length)
{
    return are_all_known(plain, length, "");
}

bool kind_is_beside_name(const char *plain, size_t length)
{
    static const char parts[] =
        "|fawqani|fawqaniya|fawqaniyah|fowqani|foqani|tahtani|tahtaniya|tahtaniyah|wastani|wasta|kabir|"
        "kabira|"
        "kabirah|kebir|saghir|saghira|saghirah|sharqi|sharqiya|sharqiyah|sharki|gharbi|gharbiya|gharbiyah|"
        "shamali|shamaliya|shamaliyah|janubi|janubiya|janubiyah|jadid|jadida|jadidah|qadim|qadima|qadimah|"
        "large|small|big|little|greater|lesser|";
    return are_all_known(plain, length, parts);
}

bool kind_is_minor(const kind_info *kind)
{
    return kind->class == KIND_SETTLEMENT && kind->weight_pop < kind_by_name("town")->weight_pop;
}

double kind_settlement_extent_m(double population)
{
    // 8.5 m times the root of the population: 7.7 million people (Baghdad) reach 23 km, a million 8.5 km, and
    // a small town is not less than the 1.5 km within which its fields and its name end.
    double extent_m = population > 0 ? 8.5 * sqrt(population) : 0;
    return extent_m > 1500 ? extent_m : 1500;
}
