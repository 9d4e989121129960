-- Valid shapes to polygons within the world, one for each KEY: what lies beyond 180 degrees either way comes back from
-- the other side. Only polygons are kept: a hole outside its shell may have become a line when it was mended.
WITH piece AS MATERIALIZED (
  SELECT fid, KEY AS key, geom AS shape FROM "TABLE" WHERE ST_MinX(geom) >= -180 AND ST_MaxX(geom) <= 180
  UNION ALL SELECT fid, KEY, ST_Intersection(geom, BuildMbr(-180, -90, 180, 90)) FROM "TABLE"
    WHERE ST_MinX(geom) < -180 OR ST_MaxX(geom) > 180
  UNION ALL SELECT fid, KEY, ST_Translate(ST_Intersection(geom, BuildMbr(180, -90, 540, 90)), -360, 0, 0) FROM "TABLE"
    WHERE ST_MaxX(geom) > 180
  UNION ALL SELECT fid, KEY, ST_Translate(ST_Intersection(geom, BuildMbr(-540, -90, -180, 90)), 360, 0, 0) FROM "TABLE"
    WHERE ST_MinX(geom) < -180
)
SELECT OUTPUT AsGPB(CastToMulti(ST_Union(ExtractMultiPolygon(shape)))) AS geom FROM piece
WHERE ExtractMultiPolygon(shape) IS NOT NULL GROUP BY key ORDER BY MIN(fid)
