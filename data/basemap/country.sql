-- Countries with their ISO 3166-1 code. The atlas gives numbers only, so the code is that of the country of
-- the other map that has its name, or that a point inside it lies in.
WITH code AS MATERIALIZED (
  SELECT fid AS code_fid, name AS code_name, iso_a2, geom AS code_geom FROM codes
  WHERE length(iso_a2) = 2 AND iso_a2 NOT LIKE '-%'
), spot AS MATERIALIZED (
  SELECT fid, name, geom AS shape, ST_PointOnSurface(geom) AS point FROM "TABLE"
)
SELECT fid, shape AS geom, name, COALESCE(
  (SELECT iso_a2 FROM code WHERE code_name = name ORDER BY code_fid LIMIT 1),
  (SELECT iso_a2 FROM code WHERE ST_Intersects(code_geom, point) ORDER BY code_fid LIMIT 1)) AS iso_a2
FROM spot ORDER BY fid
