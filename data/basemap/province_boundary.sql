-- Lines between two provinces of one country.
WITH pair AS MATERIALIZED (
  SELECT a.id AS a_fid, b.id AS b_fid FROM "rtree_TABLE_geom" a JOIN "rtree_TABLE_geom" b
    ON a.id < b.id AND a.minx <= b.maxx AND a.maxx >= b.minx AND a.miny <= b.maxy AND a.maxy >= b.miny
), line AS MATERIALIZED (
  SELECT a_fid, b_fid, a.name AS left_name, b.name AS right_name,
    CastToMultiLinestring(ST_LineMerge(ST_Intersection(ST_Boundary(a.geom), ST_Boundary(b.geom)))) AS geom
  FROM pair JOIN "TABLE" a ON a.fid = a_fid JOIN "TABLE" b ON b.fid = b_fid
  WHERE a.adm0_a3 = b.adm0_a3
)
SELECT CAST(NULL AS TEXT) AS name, left_name, right_name, 4 AS admin_level, 0 AS disputed, AsGPB(geom) AS geom
FROM line WHERE geom IS NOT NULL ORDER BY a_fid, b_fid
