-- The polygons among what mending a shape leaves: a hole outside its shell may have become a line.
SELECT fid, AsGPB(ExtractMultiPolygon(geom)) AS geom FROM "TABLE" WHERE ExtractMultiPolygon(geom) IS NOT NULL
