-- Countries where the map that has their codes is missing.
SELECT fid, geom, name, CAST(NULL AS TEXT) AS iso_a2 FROM "TABLE" ORDER BY fid
