# Polygons that run over the antimeridian, as CSV whose first column is WKT: "POLYGON ((lon lat,…),(…))",….
# Where two neighbouring points lie more than half the world apart, the ring went the other way round: longitudes go
# on beyond 180 instead of jumping back. A ring that does not come back to its start so goes round a pole, and is
# closed by way of it. Other rows stay as they are.

# Reads the ring into lon[], lat[], unwrapped, and sets points, west, east, jumped and turn.
function unwrap(ring,    i, xy, last, parts) {
    points = split(ring, parts, ",")
    turn = jumped = 0
    for (i = 1; i <= points; i++) {
        split(parts[i], xy, " ")
        if (i > 1 && xy[1] - last > 180) turn -= 360
        if (i > 1 && xy[1] - last < -180) turn += 360
        if (turn != 0) jumped = 1
        last = xy[1]
        lon[i] = turn ? xy[1] + turn : xy[1]
        lat[i] = xy[2]
        if (i == 1 || lon[i] + 0 < west) west = lon[i] + 0
        if (i == 1 || lon[i] + 0 > east) east = lon[i] + 0
    }
}

# Rings are printed point by point: a continent's would be copied too often if it grew in a text.
function print_ring(by,    i, pole) {
    for (i = 1; i <= points; i++) {
        if (i > 1) printf ","
        if (jumped || by) printf "%.12f %s", lon[i] + by, lat[i]
        else printf "%s %s", lon[i], lat[i]
    }
    if (turn != 0) {
        pole = lat[1] < 0 ? -90 : 90
        printf ",%.12f %d,%.12f %d,%.12f %s", lon[points] + by, pole, lon[1] + by, pole, lon[1] + by, lat[1]
    }
}

FNR == 1 || !/^"POLYGON \(\(/ {
    print
    next
}
{
    end = index($0, "))\"")
    count = split(substr($0, 12, end - 12), rings, /\),\(/)
    unwrap(rings[1])
    if (!jumped) {
        print
        next
    }
    printf "\"POLYGON (("
    print_ring(0)
    shell_west = west
    shell_east = east
    for (k = 2; k <= count; k++) {
        unwrap(rings[k])
        printf "),("
        # A hole may have started on the other side of the antimeridian than its shell.
        print_ring(west < shell_west ? 360 : east > shell_east ? -360 : 0)
    }
    print substr($0, end)
}
