# The rivers of GSHHG to CSV: WKT, level, min_zoom. Reads one number a line from files named after the arrays of
# binned_river_*.nc: bin_first bin_count point_count point_first level lon lat, in this order.
#
# The file cuts the world into bins, row by row from the north-west; a segment's points are steps of 1/65535 of a bin
# from its bin's south-west corner, as unsigned 16-bit numbers stored signed (GSHHG's README.TXT).

function degrees(step) {
    return (step < 0 ? step + 65536 : step) / 65535 * bin_deg
}

BEGIN {
    columns = 360 / bin_deg
    # By level: double-lined, major, further major, further, minor. Those that run at times only, and canals, would
    # show water where there mostly is none.
    split("7 5 6 8 10", zoom_of, " ")
    print "WKT,level,min_zoom"
}

FNR == 1 { array++ }
array == 1 { bin_first[FNR - 1] = $1; next }
array == 2 { bin_count[FNR - 1] = $1; bins = FNR; next }
array == 3 { point_count[FNR - 1] = $1; next }
array == 4 { point_first[FNR - 1] = $1; next }
array == 5 { level[FNR - 1] = $1; next }
array == 6 { lon[FNR - 1] = $1; next }
{ lat[FNR - 1] = $1 }

END {
    for (b = 0; b < bins; b++) {
        west = (b % columns) * bin_deg
        south = 90 - (int(b / columns) + 1) * bin_deg
        if (west >= 180) west -= 360
        for (s = bin_first[b]; s < bin_first[b] + bin_count[b]; s++) {
            if (!((level[s] + 1) in zoom_of) || point_count[s] < 2) continue
            line = ""
            for (p = point_first[s]; p < point_first[s] + point_count[s]; p++)
                line = line sprintf("%s%.5f %.5f", line == "" ? "" : ",", west + degrees(lon[p]), south + degrees(lat[p]))
            printf "\"LINESTRING(%s)\",%d,%d\n", line, level[s], zoom_of[level[s] + 1]
        }
    }
}
