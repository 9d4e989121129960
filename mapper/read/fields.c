#include "read/fields.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const char *const names[FIELD_COUNT] = {
    [FIELD_ID] = "id",
    [FIELD_TITLE] = "title",
    [FIELD_DATE] = "date",
    [FIELD_DATE_END] = "date_end",
    [FIELD_DATE_PREC] = "date_prec",
    [FIELD_YEAR] = "year",
    [FIELD_MONTH] = "month",
    [FIELD_DAY] = "day",
    [FIELD_PLACE] = "place",
    [FIELD_COUNTRY] = "country",
    [FIELD_ADMIN1] = "admin1",
    [FIELD_LAT] = "lat",
    [FIELD_LON] = "lon",
    [FIELD_LATLON] = "latlon",
    [FIELD_RADIUS_M] = "radius_m",
    [FIELD_PLACE_PREC] = "place_prec",
    [FIELD_TYPE] = "type",
    [FIELD_ACTOR] = "actor",
    [FIELD_TARGET] = "target",
    [FIELD_KILLED_LOW] = "killed_low",
    [FIELD_KILLED] = "killed",
    [FIELD_KILLED_HIGH] = "killed_high",
    [FIELD_INJURED_LOW] = "injured_low",
    [FIELD_INJURED] = "injured",
    [FIELD_INJURED_HIGH] = "injured_high",
    [FIELD_STATUS] = "status",
    [FIELD_SOURCE] = "source",
    [FIELD_URL] = "url",
    [FIELD_NOTES] = "notes",
};

const char *field_name(field_id field)
{
    return names[field];
}

bool field_find(const char *name, field_id *out)
{
    if (strcmp(name, "date_start") == 0) name = names[FIELD_DATE];
    for (field_id field = 0; field < FIELD_COUNT; field++)
        if (strcmp(name, names[field]) == 0) return *out = field, true;
    return false;
}

// Headers: ACLED codebook and API guide 2023; UCDP GED codebook 23.1; GTD codebook 2021; POLECAT data
// release; USGS ComCat CSV; NASA FIRMS; the rest from exports themselves.
const format formats[] = {
    {.name = "ACLED",
     .signature = "event_id_cnty|event_date|event_type|sub_event_type|geo_precision",
     .map =
         "id=event_id_cnty|date=event_date|date_prec=time_precision|type=event_type|actor=actor1|target="
         "actor2|"
         "country=country|admin1=admin1|place=location|lat=latitude|lon=longitude|place_prec=geo_precision|"
         "source=source|notes=notes|killed=fatalities",
     .order = ORDER_DMY,
     .place = PLACE_CODES_ACLED,
     .date = DATE_CODES_ACLED},
    {.name = "UCDP GED",
     .signature = "type_of_violence|where_prec|date_start|date_end|best|high|low",
     .map =
         "id=id|title=dyad_name|date=date_start|date_end=date_end|date_prec=date_prec|type=type_of_violence|"
         "actor=side_a|target=side_b|place=where_coordinates|country=country|admin1=adm_1|lat=latitude|"
         "lon=longitude|place_prec=where_prec|source=source_article|notes=source_headline|killed_low=low|"
         "killed=best|killed_high=high",
     .order = ORDER_YMD,
     .types = "1=state-based conflict|2=non-state conflict|3=one-sided violence"},
    {.name = "GTD",
     .signature = "eventid|iyear|imonth|iday|attacktype1_txt|gname",
     .map = "id=eventid|year=iyear|month=imonth|day=iday|place=city|country=country_txt|admin1=provstate|"
            "lat=latitude|lon=longitude|place_prec=specificity|type=attacktype1_txt|actor=gname|"
            "target=targtype1_txt|killed=nkill|injured=nwound|notes=summary|source=scite1",
     .place = PLACE_CODES_GTD},
    {.name = "POLECAT",
     .signature = "Event ID|Event Date|Event Type|Event Mode|Placename|GeoNames ID",
     .map =
         "id=Event ID|date=Event Date|type=Event Type|actor=Actor Name|target=Recipient Name|place=Placename|"
         "country=Country|admin1=Province|lat=Latitude|lon=Longitude|source=Source",
     .order = ORDER_YMD},
    {.name = "Insecurity Insight",
     .signature = "Date|Event Description|Country ISO|Admin 1|SiND Event ID",
     .map =
         "id=SiND Event ID|date=Date|notes=Event Description|country=Country ISO|admin1=Admin 1|lat=Latitude|"
         "lon=Longitude|killed=Aid Workers Killed|injured=Aid Workers Injured|place_prec=Geo Precision"},
    {.name = "TimeMap",
     .signature = "date|latitude|longitude|location|description|associations",
     .map = "id=id|date=date|lat=latitude|lon=longitude|place=location|notes=description|type=category|"
            "source=sources",
     .order = ORDER_MDY},
    {.name = "GeoConfirmed",
     .signature = "coordinates|originalSource|geolocation|plusCode",
     .map = "id=id|title=name|date=date|latlon=coordinates|notes=description|source=originalSource|url="
            "geolocation"},
    {.name = "Cen4InfoRes",
     .signature = "verifiedDate|description|url|country|province|city",
     .map = "id=id|title=title|date=verifiedDate|notes=description|url=url|country=country|admin1=province|"
            "place=city"},
    {.name = "Texty",
     .signature = "place_name|place_type|coordinates_accurate|oblast",
     .map = "title=title|lat=latitude|lon=longitude|date=date|place=place_name|type=place_type|"
            "place_prec=coordinates_accurate|admin1=oblast",
     .order = ORDER_DMY,
     .place = PLACE_CODES_TEXTY},
    {.name = "VIINA",
     .signature = "event_id_1pd|date|asciiname|ADM1_NAME|longitude|latitude",
     .map = "id=event_id_1pd|date=date|place=asciiname|admin1=ADM1_NAME|lon=longitude|lat=latitude|url=url|"
            "source=source",
     .order = ORDER_YMD},
    {.name = "pirate attacks",
     .signature = "attack_type|location_description|attack_description|vessel_name",
     .map = "date=date|lon=longitude|lat=latitude|type=attack_type|place=location_description|"
            "country=nearest_country|notes=attack_description|target=vessel_name|source=data_source",
     .order = ORDER_YMD},
    {.name = "ASAM",
     .signature = "Reference|Navigational Area|Hostility|Victim",
     .map =
         "id=Reference|date=Date|lat=Latitude|lon=Longitude|actor=Hostility|target=Victim|notes=Description"},
    {.name = "NASA Global Landslide Catalog",
     .signature = "event_date|location_description|location_accuracy|landslide_category",
     .map = "id=event_id|date=event_date|place=location_description|radius_m=location_accuracy|"
            "type=landslide_category|killed=fatality_count|injured=injury_count|source=source_name|url="
            "source_link|"
            "country=country_name|admin1=admin_division_name|lon=longitude|lat=latitude",
     .order = ORDER_MDY},
    {.name = "USGS earthquakes",
     .signature = "time|latitude|longitude|depth|mag|magType|locationSource",
     .map = "id=id|date=time|lat=latitude|lon=longitude|title=place|type=type|radius_m=horizontalError|"
            "source=locationSource",
     .order = ORDER_YMD,
     .radius_unit_m = 1000},
    {.name = "FIRMS",
     .signature = "latitude|longitude|scan|track|acq_date|satellite|frp",
     .map = "lat=latitude|lon=longitude|date=acq_date|source=satellite",
     .order = ORDER_YMD},
    {.name = "Denver crime",
     .signature = "INCIDENT_ID|FIRST_OCCURRENCE_DATE|INCIDENT_ADDRESS|GEO_LON|GEO_LAT",
     .map = "id=INCIDENT_ID|date=FIRST_OCCURRENCE_DATE|date_end=LAST_OCCURRENCE_DATE|place=INCIDENT_ADDRESS|"
            "lon=GEO_LON|lat=GEO_LAT|type=OFFENSE_CATEGORY_ID|title=OFFENSE_TYPE_ID",
     .order = ORDER_MDY},
    {.name = "Ushahidi",
     .signature = "Post ID|Survey|Post Status|Post Date (UTC)",
     .map = "id=Post ID|date=Post Date (UTC)|title=Title|notes=Description|type=Survey|status=Post Status",
     .order = ORDER_YMD},
    {NULL},
};

const format *format_gdelt(size_t column_count)
{
    // GDELT Event Codebook V2.0 (2015) and V1.03: version 2 adds an ADM2 code to each of the three places.
    static const format version1 = {
        .name = "GDELT 1 events",
        .map = "id=field_1|date=field_2|actor=field_7|target=field_17|type=field_27|place=field_51|"
               "lat=field_54|lon=field_55|place_prec=field_50|url=field_58",
        .order = ORDER_YMD,
        .place = PLACE_CODES_GDELT};
    static const format version2 = {
        .name = "GDELT 2 events",
        .map = "id=field_1|date=field_2|actor=field_7|target=field_17|type=field_27|place=field_53|"
               "lat=field_57|lon=field_58|place_prec=field_52|url=field_61",
        .order = ORDER_YMD,
        .place = PLACE_CODES_GDELT};
    if (column_count == 57 || column_count == 58) return &version1;
    return column_count == 61 ? &version2 : NULL;
}

bool hxl_field(const char *tag, field_id *out)
{
    // A tag matches the first line whose hashtag it has and whose attributes are all among its own.
    static const struct {
        const char *tag;
        const char *attributes;
        field_id field;
    } tags[] = {
        {"#date", "start", FIELD_DATE},
        {"#date", "end", FIELD_DATE_END},
        {"#date", "occurred", FIELD_DATE},
        {"#date", "", FIELD_DATE},
        {"#geo", "lat", FIELD_LAT},
        {"#geo", "lon", FIELD_LON},
        {"#geo", "coords", FIELD_LATLON},
        {"#geo", "precision", FIELD_PLACE_PREC},
        {"#loc", "name", FIELD_PLACE},
        {"#loc", "", FIELD_PLACE},
        {"#adm1", "name", FIELD_ADMIN1},
        {"#adm1", "", FIELD_ADMIN1},
        {"#country", "code", FIELD_COUNTRY},
        {"#country", "name", FIELD_COUNTRY},
        {"#country", "", FIELD_COUNTRY},
        {"#event", "id", FIELD_ID},
        {"#event", "type", FIELD_TYPE},
        {"#event", "", FIELD_TYPE},
        {"#description", "", FIELD_NOTES},
        {"#affected", "killed", FIELD_KILLED},
        {"#affected", "injured", FIELD_INJURED},
        {"#actor", "", FIELD_ACTOR},
        {"#meta", "source", FIELD_SOURCE},
        {"#meta", "url", FIELD_URL},
    };
    size_t hashtag = strcspn(tag, "+ ");
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        if (strlen(tags[i].tag) != hashtag || strncasecmp(tag, tags[i].tag, hashtag) != 0) continue;
        bool all = *tags[i].attributes == '\0';
        size_t length = strlen(tags[i].attributes);
        for (const char *at = strchr(tag, '+'); at && !all; at = strchr(at + 1, '+')) {
            const char *name = at + 1 + strspn(at + 1, " ");
            all = strcspn(name, "+ ") == length && strncasecmp(name, tags[i].attributes, length) == 0;
        }
        if (all) return *out = tags[i].field, true;
    }
    return false;
}

const synonym synonyms[] = {
    {FIELD_ID, 0, "id|event_id|incident_id|eventid|incidentid"},
    {FIELD_ID, 1, "uid|uuid|objectid|fid|ref|reference|number|no|nr"},
    {FIELD_TITLE, 0, "title|headline|incident_title|event_title"},
    {FIELD_TITLE, 1, "name|incident|event"},
    {FIELD_DATE, 0, "date_start|start_date|begin_date|date_begin|from_date|date_from|datestart|startdate"},
    {FIELD_DATE, 1,
     "event_date|incident_date|attack_date|date_of_incident|date_of_event|date_of_attack|eventdate|"
     "incidentdate"},
    {FIELD_DATE, 2, "date|datum|fecha"},
    {FIELD_DATE, 3, "when|datetime|date_time|occurred|occurred_at|occurred_on|day"},
    {FIELD_DATE, 4, "timestamp|time"},
    {FIELD_DATE, 5, "begin|beginning|start"},
    {FIELD_DATE, 6, "reported|reported_date|date_reported|published|pubdate|created|created_at"},
    {FIELD_DATE_END, 0, "date_end|end_date|dateend|enddate|to_date|date_to"},
    {FIELD_DATE_END, 1, "end|until"},
    {FIELD_DATE_PREC, 0, "date_prec|date_precision"},
    {FIELD_YEAR, 0, "year|iyear|event_year"},
    {FIELD_MONTH, 0, "month|imonth|event_month"},
    {FIELD_DAY, 0, "day|iday|event_day|day_of_month"},
    {FIELD_PLACE, 0, "place"},
    {FIELD_PLACE, 1,
     "location|where|place_name|placename|location_name|location_description|place_description|"
     "where_coordinates"},
    {FIELD_PLACE, 2, "locality|city|town|village|settlement|site|address|city_town|populated_place"},
    {FIELD_PLACE, 3, "area|district|adm2|admin2|region"},
    {FIELD_COUNTRY, 0, "country|country_name|countryname"},
    {FIELD_COUNTRY, 1, "country_code|countrycode|country_iso|iso2|iso_a2|iso3|iso|adm0|admin0|cc"},
    {FIELD_ADMIN1, 0,
     "admin1|adm1|adm_1|admin_1|governorate|province|state|oblast|provstate|adm1_name|admin1_name"},
    {FIELD_LAT, 0, "lat|latitude|lat_deg|latitude_deg|decimallatitude|lat_dd|geo_lat|gps_lat|gps_latitude"},
    {FIELD_LAT, 1, "y|y_coord|ycoord|coord_y|point_y"},
    {FIELD_LON, 0,
     "lon|lng|long|longitude|lon_deg|longitude_deg|decimallongitude|long_dd|lon_dd|geo_lon|geo_lng|"
     "geo_long|gps_lon|gps_long|gps_lng|gps_longitude"},
    {FIELD_LON, 1, "x|x_coord|xcoord|coord_x|point_x"},
    {FIELD_LATLON, 0,
     "latlon|latlng|lat_lon|lat_lng|lat_long|latlong|coordinates|coords|gps|geolocation|"
     "gps_coordinates"},
    {FIELD_RADIUS_M, 0,
     "radius_m|accuracy_m|uncertainty_m|coordinateuncertaintyinmeters|radius_km|accuracy_km|"
     "uncertainty_km"},
    {FIELD_RADIUS_M, 1, "radius|accuracy|location_accuracy|uncertainty"},
    {FIELD_PLACE_PREC, 0, "place_prec|where_prec|place_precision|geo_precision"},
    {FIELD_TYPE, 0, "type"},
    {FIELD_TYPE, 1, "event_type|incident_type|attack_type|type_of_incident|eventtype|incidenttype"},
    {FIELD_TYPE, 2, "category|kind|class|event_category|incident_category"},
    {FIELD_TYPE, 3, "means|weapon|method|sub_type|subtype"},
    {FIELD_ACTOR, 0, "actor|perpetrator|actor1|attacker|side_a|perpetrator_name|responsible"},
    {FIELD_ACTOR, 1, "group|organisation|organization"},
    {FIELD_TARGET, 0, "target|victim|actor2|side_b|target_type"},
    {FIELD_KILLED_LOW, 0, "killed_low|killed_min|deaths_low|deaths_min|fatalities_low|fatalities_min|low"},
    {FIELD_KILLED, 0, "killed"},
    {FIELD_KILLED, 1,
     "deaths|fatalities|dead|killed_best|deaths_best|nkill|best|fatality_count|kia|number_killed|"
     "total_killed|total_deaths"},
    {FIELD_KILLED_HIGH, 0,
     "killed_high|killed_max|deaths_high|deaths_max|fatalities_high|fatalities_max|high"},
    {FIELD_INJURED_LOW, 0, "injured_low|injured_min|wounded_low|wounded_min"},
    {FIELD_INJURED, 0, "injured"},
    {FIELD_INJURED, 1, "wounded|nwound|injuries|injury_count|wia|number_injured|total_injured"},
    {FIELD_INJURED_HIGH, 0, "injured_high|injured_max|wounded_high|wounded_max"},
    {FIELD_STATUS, 0, "status|verification|verification_status|confirmed"},
    {FIELD_SOURCE, 0, "source|sources|source_name|reported_by"},
    {FIELD_URL, 0, "url|link|source_url|source_link|sourceurl"},
    {FIELD_URL, 1, "href|web|website"},
    {FIELD_NOTES, 0, "notes|description|summary|details|event_description|incident_description|narrative"},
    {FIELD_NOTES, 1, "note|comment|comments|remarks|text"},
};
const size_t synonym_count = sizeof synonyms / sizeof *synonyms;

char *fold_name(const char *name, char out[FOLDED_NAME_MAX])
{
    size_t length = 0;
    bool gap = false;
    for (; *name && length < FOLDED_NAME_MAX - 2; name++) {
        if (!isalnum((unsigned char)*name)) {
            gap = true;
            continue;
        }
        if (gap && length) out[length++] = '_';
        gap = false;
        out[length++] = (char)tolower((unsigned char)*name);
    }
    if (*name) length = 0;
    out[length] = '\0';
    return out;
}

bool name_list_next(const char **list, char *name, size_t size)
{
    if (**list == '\0') return false;
    size_t length = strcspn(*list, "|"), kept = length < size ? length : size - 1;
    memcpy(name, *list, kept);
    name[kept] = '\0';
    *list += length + ((*list)[length] == '|');
    return true;
}

static bool is_of_ships(const char *name)
{
    static const char *const words[] = {"vessel", "vessels", "ship", "ships", "imo", "mmsi"};
    static const char *const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    for (size_t length; *(name += strcspn(name, letters)); name += length) {
        length = strspn(name, letters);
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (strlen(words[i]) == length && strncasecmp(words[i], name, length) == 0) return true;
    }
    return false;
}

bool columns_are_of_ships(const char *const *columns, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is_of_ships(columns[i])) return true;
    return false;
}
