-- Each lake or river once: what an earlier row has, give or take the grid's step, a later one need not repeat.
WITH box AS MATERIALIZED (SELECT id, minx, maxx, miny, maxy FROM "rtree_TABLE_geom")
SELECT t.fid, t.geom FROM "TABLE" t JOIN box b ON b.id = t.fid
WHERE NOT EXISTS (SELECT 1 FROM box e WHERE e.id < b.id AND abs(e.minx - b.minx) < 0.06 AND abs(e.maxx - b.maxx) < 0.06
  AND abs(e.miny - b.miny) < 0.06 AND abs(e.maxy - b.maxy) < 0.06)
ORDER BY t.fid
