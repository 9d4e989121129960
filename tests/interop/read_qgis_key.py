"""Whether QGIS finds the styles in the key's GeoPackage, and draws its marks and numbers with them."""
import os
import sys

from qgis.core import (QgsApplication, QgsCoordinateReferenceSystem, QgsMapRendererParallelJob, QgsMapSettings,
                       QgsRectangle, QgsVectorLayer)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

QgsApplication.setPrefixPath("/usr", True)
application = QgsApplication([], False)
application.initQgis()
path = sys.argv[1]


def open_layer(name):
    layer = QgsVectorLayer(f"{path}|layername={name}", name)
    assert layer.isValid(), f"{name}: {layer.error().message()}"
    return layer


points, areas = open_layer("key"), open_layer("key_area")
mark, shade = QColor(213, 94, 0), areas.renderer().symbol().color()
assert points.renderer().symbol().color() == mark, "the style of the points is not found"
assert shade.name() == mark.name() and shade.alpha() < 60, "the style of the areas is not found"
assert points.labelsEnabled() and not areas.labelsEnabled()
labels = {feature["number"]: feature["label"] for feature in points.getFeatures()}
assert [str(labels[n]) for n in (1, 2)] == ["1", "2–3"], labels


def picture(around_lon, around_lat):
    settings = QgsMapSettings()
    settings.setLayers([points])
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    settings.setBackgroundColor(QColor(255, 255, 255))
    settings.setFlag(QgsMapSettings.DrawLabeling, True)
    settings.setOutputSize(QSize(120, 120))
    settings.setExtent(QgsRectangle(around_lon - 0.1, around_lat - 0.1, around_lon + 0.1, around_lat + 0.1))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    pixels = [QColor(image.pixel(x, y)) for x in range(120) for y in range(120)]
    return mark in pixels, any(p.lightness() < 60 and p.saturation() < 80 for p in pixels)


# A place that is known has a mark and a number; one that is not has its number alone.
assert picture(44, 33) == (True, True), picture(44, 33)
assert picture(45, 32) == (False, True), picture(45, 32)
assert picture(43, 32) == (False, False), picture(43, 32)
print("QGIS: the key has its styles and numbers")
sys.stdout.flush()
# Qt's own end crashes without a display.
os._exit(0)
