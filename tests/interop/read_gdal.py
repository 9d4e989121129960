"""Whether GDAL opens the archives as rasters of the right place and with the tiles' ink."""
import json
import math
import sys

from osgeo import gdal

gdal.UseExceptions()
folder = sys.argv[1]
bounds = json.load(open(folder + "/x/tilejson.json"))["bounds"]
HALF_M = math.pi * 6378137


def mercator(lon, lat):
    return lon / 180 * HALF_M, math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)) / math.pi * HALF_M


west, south = mercator(*bounds[:2])
east, north = mercator(*bounds[2:])
inked = set()
for name in ("x.mbtiles", "x.gpkg"):
    raster = gdal.Open(folder + "/" + name)
    left, width, _, top, _, height = raster.GetGeoTransform()
    sides = (left, top + height * raster.RasterYSize, left + width * raster.RasterXSize, top)
    for side, expected in zip(sides, (west, south, east, north)):
        # Readers cut the picture at whole pixels.
        assert abs(side - expected) <= 1.5 * width, f"{name}: extent {sides}, not {(west, south, east, north)}"
    assert raster.GetSpatialRef().GetAuthorityCode(None) == "3857", name
    assert raster.RasterCount == 4, name
    deepest = 2 * HALF_M / 256 / 2**7
    assert abs(width - deepest) < 1e-6 and abs(height + deepest) < 1e-6, f"{name}: pixels of {width} m"
    alpha = raster.GetRasterBand(4).ReadAsArray()
    inked.add(int((alpha > 0).sum()))
    assert inked != {0}, f"{name}: has no ink"
    # Seen from afar it has ink, too: the overviews are its zooms.
    assert raster.GetRasterBand(1).GetOverviewCount() >= 1, f"{name}: lacks overviews"
assert len(inked) == 1, f"the archives differ in ink: {inked}"
print(f"GDAL: extent and {inked.pop()} pixels with ink agree")
