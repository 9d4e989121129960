-- A label for each province. min_zoom by its area in square degrees at the equator's size of them.
WITH spot AS MATERIALIZED (
  SELECT fid, name, "name:en", iso_a2, ST_PointOnSurface(geom) AS point, ST_Area(geom) AS area_deg2 FROM admin1
  WHERE name IS NOT NULL
), sized AS MATERIALIZED (
  SELECT *, area_deg2 * cos(radians(ST_Y(point))) AS size FROM spot WHERE point IS NOT NULL
)
SELECT AsGPB(point) AS geom, name, "name:en", 'province' AS class, iso_a2,
  CASE WHEN size >= 5 THEN 5 WHEN size >= 0.5 THEN 6 WHEN size >= 0.05 THEN 7 ELSE 8 END AS min_zoom
FROM sized ORDER BY size DESC, fid
