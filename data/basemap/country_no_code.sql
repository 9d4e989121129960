-- Countries where the map that has their codes is missing.
SELECT fid, AsGPB(ExtractMultiPolygon(geom)) AS geom, name, CAST(NULL AS TEXT) AS iso_a2
FROM "TABLE" WHERE ExtractMultiPolygon(geom) IS NOT NULL ORDER BY fid
