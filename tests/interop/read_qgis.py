"""Whether QGIS opens the archives and the folder in the right place, and draws the same picture of each."""
import json
import sys

from qgis.core import (QgsApplication, QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsMapRendererParallelJob,
                       QgsMapSettings, QgsProject, QgsRasterLayer, QgsRectangle)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

QgsApplication.setPrefixPath("/usr", True)
application = QgsApplication([], False)
application.initQgis()
import os

folder = os.path.realpath(sys.argv[1])
bounds = json.load(open(folder + "/x/tilejson.json"))["bounds"]
mercator = QgsCoordinateReferenceSystem("EPSG:3857")
to_mercator = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4326"), mercator, QgsProject.instance())
expected = to_mercator.transformBoundingBox(QgsRectangle(*bounds))
pixel_m = 40075016.6855785 / 256 / 2**7


def picture(layer):
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(mercator)
    settings.setBackgroundColor(QColor(255, 255, 255))
    # A pixel of the deepest zoom is a pixel here, and lies where one does.
    left = round(expected.xMinimum() / pixel_m) * pixel_m
    top = round(expected.yMaximum() / pixel_m) * pixel_m
    settings.setOutputSize(QSize(600, 500))
    settings.setExtent(QgsRectangle(left, top - 500 * pixel_m, left + 600 * pixel_m, top))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()


pictures = {}
for name in ("x.mbtiles", "x.gpkg"):
    layer = QgsRasterLayer(f"{folder}/{name}", name)
    assert layer.isValid(), f"{name}: {layer.error().message()}"
    assert layer.crs() == mercator, name
    extent = layer.extent()
    for side in ("xMinimum", "yMinimum", "xMaximum", "yMaximum"):
        assert abs(getattr(extent, side)() - getattr(expected, side)()) <= 1.5 * pixel_m, f"{name}: {extent.toString()}"
    pictures[name] = picture(layer)
url = "type=xyz&zmin=0&zmax=7&url=file://" + folder + "/x/%7Bz%7D/%7Bx%7D/%7By%7D.png"
layer = QgsRasterLayer(url, "x", "wms")
assert layer.isValid(), layer.error().message()
pictures["x"] = picture(layer)
if len(sys.argv) > 2:
    for name, image in pictures.items():
        image.save(f"{sys.argv[2]}/{name}.png")
for name, image in pictures.items():
    colours = {image.pixel(x, y) for x in range(0, 600, 2) for y in range(0, 500, 2)}
    assert len(colours) > 10, f"{name}: QGIS draws nothing of it"
assert pictures["x.mbtiles"] == pictures["x.gpkg"], "QGIS draws the archives differently"
print("QGIS: extents agree, and all are drawn")
# Qt's own end is not reached: it crashes without a display.
sys.stdout.flush()
os._exit(0)
