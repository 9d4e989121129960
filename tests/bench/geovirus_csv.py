#!/usr/bin/env python3
"""GeoVirus (XML) to the CSV that bench_places reads: geovirus_csv.py geovirus.xml > mentions.csv"""
import csv
import sys
import xml.etree.ElementTree as tree

out = csv.writer(sys.stdout)
out.writerow(["article", "phrase", "lon", "lat"])
sources = {}
rows = []
for article in tree.parse(sys.argv[1]).getroot():
    source = article.findtext("source")
    number = sources.setdefault(source, len(sources))
    for place in article.iter("location"):
        rows.append((number, place.findtext("name"), place.findtext("lon"), place.findtext("lat")))
rows.sort(key=lambda row: row[0])
out.writerows(rows)
