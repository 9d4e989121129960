-- All labels by importance; population decides among towns of one zoom.
SELECT *, row_number() OVER (ORDER BY min_zoom, class <> 'country', population IS NULL, population DESC, fid) AS rank
FROM place ORDER BY rank
