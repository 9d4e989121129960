#!/usr/bin/env python3
"""Makes gazetteer/calibration_table.h from labelled answers.

    calibrate.py BUILD_DIR DATA_DIR > gazetteer/calibration_table.h

DATA_DIR as for "accuracy", which judges what is not taken here: taken are every second piracy report, every second
article of GeoVirus, with and without the other mentions as context, and every second event of UCDP until 2017, with
and without the country; those of 2017 also with the archive of 2016 imported. Each setting gets an isotonic curve
(pool adjacent violators) of the share of right answers over evidence; a setting with few answers borrows those of its
family in all contexts.
"""
import csv
import glob
import importlib.machinery
import importlib.util
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree

CONTEXTS = ["alone", "neighbour", "country", "sea"]
FAMILIES = ["place", "large", "part", "unit", "offset"]
# Fewer answers say nothing: at 25 the share's standard error is a tenth.
BIN_MIN = 25
SETTING_MIN = 60

HEAD = """// Made by tests/bench/calibrate.py; do not edit. The shares of right answers, of {count} with a known place:
// every second piracy report 1993 to 2012 (Benden and others, 2021), the mentions of places in every second article of
// GeoVirus (Gritta and others, 2018), and every second event of the UCDP Georeferenced Event Dataset for Syria,
// 2016 and 2017, with and without what is known beside the phrase, and with an archive of the year before.

"""


def load_bench():
    path = os.path.join(os.path.dirname(os.path.realpath(__file__)), "accuracy")
    loader = importlib.machinery.SourceFileLoader("accuracy", path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("accuracy", loader))
    loader.exec_module(module)
    return module


def rows_of(data, pattern):
    path = sorted(glob.glob(os.path.join(data, pattern)))[0]
    return list(csv.DictReader(open(path, newline="", encoding="utf-8", errors="replace")))


def take(bench, answers, rows, *options, gazetteer=None):
    bench.run(rows, *options, gazetteer=gazetteer)
    for fields in bench.answers:
        # Coordinates need no calibration and have none, nor has what is unknown. A guess that this very table took
        # back is one all the same: left out, its like would look surer the next time.
        if not fields[7] or not fields[1]:
            continue
        right = fields[2] == "in" or float(fields[1]) <= 25
        answers.setdefault(fields[7], []).append((float(fields[8]), right))


def gather(bench, pirate_rows, data):
    answers = {}
    rows = [r for r in pirate_rows(sorted(glob.glob(os.path.join(data, "*pirate*.csv")))[0]) if r["number"] % 2 == 0]
    keep = ("location_description", "longitude", "latitude")
    take(bench, answers, [{k: r[k] for k in keep} for r in rows], "--phrase", keep[0], "--lon", keep[1], "--lat", keep[2])

    numbers, rows = {}, []
    for article in tree.parse(sorted(glob.glob(os.path.join(data, "*geovirus*.xml")))[0]).getroot():
        number = numbers.setdefault(article.findtext("source"), len(numbers))
        rows += [{"article": number, "phrase": p.findtext("name"), "lon": p.findtext("lon"), "lat": p.findtext("lat")}
                 for p in article.iter("location") if number % 2 == 0]
    rows.sort(key=lambda r: r["article"])
    options = ("--phrase", "phrase", "--lon", "lon", "--lat", "lat")
    take(bench, answers, rows, *options)
    take(bench, answers, rows, *options, "--group", "article")

    rows = [r for r in rows_of(data, "*ucdp*syria*.csv") if r["year"] <= "2017" and r["where_coordinates"] not in ("", "NA")]
    keep = ("where_coordinates", "longitude", "latitude")
    options = ("--phrase", keep[0], "--lon", keep[1], "--lat", keep[2])
    half = [{k: r[k] for k in keep} for r in rows[::2]]
    take(bench, answers, half, *options)
    take(bench, answers, half, *options, "--country", "SY")
    archive, store = os.path.join(bench.work, "archive.csv"), os.path.join(bench.work, "learnt.gpkg")
    with open(archive, "w", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys())
        writer.writeheader()
        writer.writerows(r for r in rows if r["year"] == "2016")
    subprocess.run(["cp", bench.gazetteer, store], check=True)
    subprocess.run([bench.build + "/incmap", "gazetteer", "import", "-q", archive, "--learn", "--gazetteer", store], check=True)
    late = [{k: r[k] for k in keep} for r in rows if r["year"] == "2017"][::2]
    take(bench, answers, late, *options, "--country", "SY", gazetteer=store)
    return answers


def curve(answers):
    """Knots (evidence, confidence): bins in which the share of right answers never falls."""
    if not answers:
        return [(0, 0), (1, 1)]
    bins = []
    current = []
    for answer in sorted(answers):
        # Equal evidence is one bin.
        if len(current) >= BIN_MIN and answer[0] > current[-1][0]:
            bins.append(current)
            current = []
        current.append(answer)
    if bins and len(current) < BIN_MIN:
        bins[-1] = bins[-1] + current
    else:
        bins.append(current)

    def share(part):
        # Laplace's rule of succession: no bin is ever quite sure.
        return (sum(right for _, right in part) + 1) / (len(part) + 2)

    pooled = []
    for part in bins:
        pooled.append(part)
        while len(pooled) > 1 and share(pooled[-2]) >= share(pooled[-1]):
            last = pooled.pop()
            pooled[-1] = pooled[-1] + last
    # Less evidence than was ever measured is less sure in proportion; none is none.
    return [(0, 0)] + [(sum(e for e, _ in part) / len(part), share(part)) for part in pooled]


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    build = os.path.realpath(sys.argv[1])
    with tempfile.TemporaryDirectory() as work:
        module = load_bench()
        answers = gather(module.Bench(build, build + "/data/gazetteer.gpkg", work), module.pirate_rows, sys.argv[2])
    print(HEAD.format(count=sum(len(a) for a in answers.values())), end="")
    for context in CONTEXTS:
        for family in FAMILIES:
            own = answers.get(f"{context}/{family}", [])
            whose = f"{len(own)} answers"
            if len(own) < SETTING_MIN:
                own = [a for c in CONTEXTS for a in answers.get(f"{c}/{family}", [])]
                whose += f", with those of all contexts {len(own)}"
            print(f"// {context}/{family}: {whose}")
            print(f"static const calibration_knot {context}_{family}[] = {{")
            for evidence, confidence in curve(own):
                print(f"    {{{evidence:.4f}, {confidence:.4f}}},")
            print("};")
    print("static const calibration_curve calibration_curves[CALIBRATION_CONTEXTS][CALIBRATION_FAMILIES] = {")
    for context in CONTEXTS:
        rows = [f"{{{context}_{f}, sizeof {context}_{f} / sizeof *{context}_{f}}}" for f in FAMILIES]
        print("    {" + ", ".join(rows) + "},")
    print("};")


main()
