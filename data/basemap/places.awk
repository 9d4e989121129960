# GeoNames towns (tab-separated) to the basemap's place labels, as CSV. Bytes, not characters: run it with LC_ALL=C.
#
# Call it as `places.awk pass=0 names_ar.csv pass=1 TOWNS pass=2 TOWNS`: first the Arabic names that are known, then
# which towns are seats of provinces.
#
# min_zoom is the zoom from which a label is worth its room: by population, and earlier for capitals and seats of
# provinces, which readers look for whatever their size.

# The name's consonants, folded to what an Arabic letter can stand for, so that spellings in both scripts can be
# compared: "Damascus" and "dmshq" have d, m, s in that order.
function latin_bones(name) {
    name = tolower(name)
    gsub(/[^a-z]/, "", name)
    gsub(/kh/, "x", name)
    gsub(/gh/, "g", name)
    gsub(/[td]h/, "t", name)
    gsub(/sh|ch/, "s", name)
    gsub(/[aeiouwy]/, "", name)
    gsub(/[qc]/, "k", name)
    gsub(/z/, "s", name)
    gsub(/v/, "f", name)
    gsub(/p/, "b", name)
    gsub(/j/, "g", name)
    gsub(/d/, "t", name)
    return name
}

function arabic_bones(name,    bones, i, letter) {
    bones = ""
    for (i = 1; i < length(name); i += 2) {
        if (substr(name, i, 1) == " ") {
            i--
            continue
        }
        letter = substr(name, i, 2)
        if (letter in bone_of) bones = bones bone_of[letter]
    }
    return bones
}

# Length of the longest common subsequence.
function common(a, b,    i, j, n, m, row, before, kept) {
    n = length(a)
    m = length(b)
    for (j = 0; j <= m; j++) row[j] = 0
    for (i = 1; i <= n; i++) {
        before = 0
        for (j = 1; j <= m; j++) {
            kept = row[j]
            if (substr(a, i, 1) == substr(b, j, 1)) row[j] = before + 1
            else if (row[j - 1] > row[j]) row[j] = row[j - 1]
            before = kept
        }
    }
    return row[m]
}

# The alternate name in Arabic letters (U+0621 to U+064A, so not in Persian or Urdu ones) that is most like the name.
# Of spellings that differ in the article or in a final ta marbuta alone, the full one.
function arabic_name(alternates, name,    count, list, i, best, best_score, score, bones, other, words, known) {
    best = ""
    delete known
    if (alternates !~ /[\330\331]/) return best
    bones = latin_bones(name)
    words = split(name, list, " ")
    best_score = -1
    count = split(alternates, list, ",")
    for (i = 1; i <= count; i++) {
        if (list[i] !~ /^(\330[\241-\277]|\331[\200-\212]| )+$/) continue
        # No Arabic word begins with a hamza on a ya; Uighur and Kurdish ones do.
        if (list[i] ~ /^\330\246/) continue
        other = arabic_bones(list[i])
        score = (2 * common(bones, other) + 0.01) / (length(bones) + length(other) + 1)
        # A space in a name of one word is a slip of whoever typed it.
        if (words == 1 && list[i] ~ / /) score -= 0.1
        known[list[i]] = 1
        if (score > best_score) {
            best_score = score
            best = list[i]
        }
    }
    if ((article best) in known) best = article best
    if (best ~ /\331\207$/ && (substr(best, 1, length(best) - 2) ta_marbuta) in known)
        best = substr(best, 1, length(best) - 2) ta_marbuta
    return best
}

function arabic_of(alternates, name, country) {
    return (name "," country) in arabic ? arabic[name "," country] : arabic_name(alternates, name)
}

# Whether a seat lies within a quarter of a degree.
function is_by_a_seat(lat, lon,    i, k, n, list, xy, cell) {
    for (i = -1; i <= 1; i++)
        for (k = -1; k <= 1; k++) {
            cell = int(lat + 90 + i) "," int(lon + 180 + k)
            if (!(cell in seats)) continue
            n = split(seats[cell], list, ";")
            while (n > 0) {
                split(list[n--], xy, " ")
                if ((xy[1] - lat) ^ 2 + (xy[2] - lon) ^ 2 < 0.0625) return 1
            }
        }
    return 0
}

function min_zoom(population, code, lat, lon,    zoom) {
    if (population >= 5000000) zoom = 3
    else if (population >= 1000000) zoom = 4
    else if (population >= 300000) zoom = 5
    else if (population >= 100000) zoom = 6
    else if (population >= 50000) zoom = 7
    else if (population >= 20000) zoom = 8
    else if (population >= 10000) zoom = 9
    else if (population >= 5000) zoom = 10
    else zoom = 11
    if (code == "PPLC" && zoom > 4) zoom = 4
    # Some countries call every municipality a province: those seats must be towns to come early.
    if (code == "PPLA" && zoom > 6) zoom = population >= 20000 ? 6 : 8
    if (code == "PPLA2" && zoom > 8) zoom = population >= 5000 ? 8 : 9
    # A suburb, or what counts a whole district's people, must not take the room of the town it belongs to.
    if (code !~ /^PPL[AC]/ && zoom < 9 && is_by_a_seat(lat, lon)) zoom += 2
    return zoom
}

function quoted(text) {
    gsub(/"/, "\"\"", text)
    return "\"" text "\""
}

BEGIN {
    FS = "\t"
    article = "\330\247\331\204"
    ta_marbuta = "\330\251"
    # Letters from U+0628 on, two bytes each; alef, waw, ya, ain and hamza stand for vowels and are left out.
    split("\330\250 b \330\251 t \330\252 t \330\253 t \330\254 g \330\255 h \330\256 x \330\257 t \330\260 t " \
          "\330\261 r \330\262 s \330\263 s \330\264 s \330\265 s \330\266 t \330\267 t \330\270 t \330\272 g " \
          "\331\201 f \331\202 k \331\203 k \331\204 l \331\205 m \331\206 n \331\207 h", pairs, " ")
    for (i = 1; i in pairs; i += 2) bone_of[pairs[i]] = pairs[i + 1]
    print "lon,lat,name,name:en,name:ar,class,capital,iso_a2,population,min_zoom"
}

# Names that differ from the Latin ones in more than their letters, or that the list of towns has not.
pass == 0 {
    split($0, known_name, ",")
    arabic[known_name[1] "," known_name[2]] = known_name[3]
    next
}

pass == 1 {
    if ($8 == "PPLC" || $8 == "PPLA" && $15 >= 20000) {
        cell = int($5 + 90) "," int($6 + 180)
        seats[cell] = seats[cell] (seats[cell] == "" ? "" : ";") $5 " " $6
    }
    next
}

# Sections of towns, and places that are abandoned or gone, would only crowd the map.
$8 == "PPLX" || $8 == "PPLH" || $8 == "PPLQ" || $8 == "PPLW" || $8 == "PPLCH" { next }
# Of the smallest, seats of provinces and districts alone.
$15 < 2000 && $8 !~ /^PPL(C|A|A2)$/ { next }
$5 !~ /^-?[0-9.]+$/ || $6 !~ /^-?[0-9.]+$/ { next }
{
    class = $15 >= 100000 || $8 == "PPLC" ? "city" : $15 >= 5000 || $8 ~ /^PPLA2?$/ ? "town" : "village"
    capital = $8 == "PPLC" ? "2" : $8 == "PPLA" ? "4" : ""
    printf "%s,%s,%s,%s,%s,%s,%s,%s,%d,%d\n", $6, $5, quoted($2), quoted($3), quoted(arabic_of($4, $3, $9)), class,
        capital, $9, $15, min_zoom($15, $8, $5, $6)
}
