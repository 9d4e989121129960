-- A label for each country. min_zoom by its area in square degrees at the equator's size of them. What the atlas has beside
-- them as areas of nobody's, leases, bases and reefs is no country.
WITH spot AS MATERIALIZED (
  SELECT fid, name, iso_a2, ST_PointOnSurface(geom) AS point, ST_Area(geom) AS area_deg2 FROM country_10m
  WHERE name NOT IN ('Akrotiri', 'Baikonur', 'Bajo Nuevo Bank', 'Cyprus U.N. Buffer Zone', 'Dhekelia', 'Scarborough Reef',
    'Serranilla Bank', 'Siachen Glacier', 'Spratly Is.', 'USNB Guantanamo Bay')
), sized AS MATERIALIZED (
  SELECT *, area_deg2 * cos(radians(ST_Y(point))) AS size FROM spot WHERE point IS NOT NULL
)
SELECT AsGPB(point) AS geom, name, name AS "name:en", 'country' AS class, iso_a2,
  CASE WHEN size >= 100 THEN 2 WHEN size >= 10 THEN 3 WHEN size >= 1 THEN 4 WHEN size >= 0.1 THEN 5 ELSE 6 END AS min_zoom
FROM sized ORDER BY size DESC, fid
