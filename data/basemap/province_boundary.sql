-- Lines between two provinces of one country. min_zoom by the area of the larger, in square degrees at the equator's
-- size of them: the municipalities of small countries would else cover the map of a continent.
WITH pair AS MATERIALIZED (
  SELECT a.id AS a_fid, b.id AS b_fid FROM "rtree_TABLE_geom" a JOIN "rtree_TABLE_geom" b
    ON a.id < b.id AND a.minx <= b.maxx AND a.maxx >= b.minx AND a.miny <= b.maxy AND a.maxy >= b.miny
), line AS MATERIALIZED (
  SELECT a_fid, b_fid, a.name AS left_name, b.name AS right_name,
    MAX(ST_Area(a.geom), ST_Area(b.geom)) * cos(radians(ST_Y(ST_Centroid(a.geom)))) AS size,
    CastToMultiLinestring(ST_LineMerge(ST_Intersection(ST_Boundary(a.geom), ST_Boundary(b.geom)))) AS geom
  FROM pair JOIN "TABLE" a ON a.fid = a_fid JOIN "TABLE" b ON b.fid = b_fid
  WHERE a.adm0_a3 = b.adm0_a3
)
SELECT CAST(NULL AS TEXT) AS name, left_name, right_name, 4 AS admin_level, 0 AS disputed,
  CASE WHEN size >= 5 THEN 3 WHEN size >= 0.5 THEN 5 WHEN size >= 0.05 THEN 7 ELSE 8 END AS min_zoom, AsGPB(geom) AS geom
FROM line WHERE geom IS NOT NULL ORDER BY a_fid, b_fid
