#!/usr/bin/env python3
"""Makes gazetteer/calibration_table.h from labelled answers.

    bench_places GAZETTEER TABLE.csv … --dump a.tsv      (for each labelled set)
    calibrate.py a.tsv b.tsv … > gazetteer/calibration_table.h

Each setting gets an isotonic curve (pool adjacent violators) of the share of right answers over evidence; a
setting with few answers borrows those of its family in all contexts. Fit on one half of each set and judge
on the other.
"""
import sys

CONTEXTS = ["alone", "neighbour", "country", "sea"]
FAMILIES = ["place", "large", "part", "unit"]
# Fewer answers say nothing: at 25 the share's standard error is a tenth.
BIN_MIN = 25
SETTING_MIN = 60

HEAD = """// Made by tests/bench/calibrate.py; do not edit. The shares of right answers, of {count} with a known place:
// piracy reports 1993 to 2007 (Benden and others, 2021), the mentions of places
// in every second article of GeoVirus (Gritta and others, 2018), and every second event of the UCDP Georeferenced
// Event Dataset for Syria, 2016 to 2019 (where_prec 1 and 2), with and without what is known beside the phrase.

"""


def read(paths):
    answers = {}
    for path in paths:
        for line in open(path, encoding="utf-8", errors="replace"):
            fields = line.rstrip("\n").split("\t")
            if fields[0] == "unresolved":
                continue
            right = fields[2] == "in" or float(fields[1]) <= 25
            answers.setdefault(fields[7], []).append((float(fields[8]), right))
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
    answers = read(sys.argv[1:])
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
