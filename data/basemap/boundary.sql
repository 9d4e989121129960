-- Lines between two countries: what their outlines share, so no coasts. The outlines come from one topology and
-- share their vertices exactly. Disputed are those of territories whose standing is: the map takes no side.
WITH pair AS MATERIALIZED (
  SELECT a.id AS a_fid, b.id AS b_fid FROM "rtree_TABLE_geom" a JOIN "rtree_TABLE_geom" b
    ON a.id < b.id AND a.minx <= b.maxx AND a.maxx >= b.minx AND a.miny <= b.maxy AND a.maxy >= b.miny
), line AS MATERIALIZED (
  SELECT a_fid, b_fid, a.name AS left_name, b.name AS right_name,
    CastToMultiLinestring(ST_LineMerge(ST_Intersection(ST_Boundary(a.geom), ST_Boundary(b.geom)))) AS geom
  FROM pair JOIN "TABLE" a ON a.fid = a_fid JOIN "TABLE" b ON b.fid = b_fid
  WHERE a.name <> 'Baikonur' AND b.name <> 'Baikonur'
)
SELECT CAST(NULL AS TEXT) AS name, left_name, right_name, 2 AS admin_level,
  left_name IN (DISPUTED) OR right_name IN (DISPUTED) AS disputed,
  CAST(NULL AS INTEGER) AS min_zoom, AsGPB(geom) AS geom
FROM line WHERE geom IS NOT NULL ORDER BY a_fid, b_fid
