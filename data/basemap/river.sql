-- Rivers that are cut at the edges of bins, in one piece again.
SELECT level, min_zoom, AsGPB(CastToMultiLinestring(ST_LineMerge(ST_Collect(geom)))) AS geom
FROM segment GROUP BY level, min_zoom ORDER BY level
