"""An oracle for scoring: the published tables as raw CSV, read by code that shares nothing with ours."""

import csv
from collections import namedtuple
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from pathlib import Path

RAW = Path(__file__).parent.parent / "data" / "standards"
ON = date(2026, 3, 20)
#: The finest a measure can be taken, in the unit of the tables.
FINEST = {"s": "0.001", "m": "0.001", "cm": "0.1", "kg": "0.001", "mL": "1", "count": "1", "index": "0.1"}
POLICE_DECIMALS = {"run100": 1, "shuttle4x10": 1, "slj": 2, "vjump": 2, "jumpreach": 2}
RECRUIT, POLICE, PHYSIQUE = "police-recruit-2011", "police-2010-445", "physique-2003"

Row = namedtuple("Row", "points threshold")
Table = namedtuple("Table", "standard sex low high exercise unit direction decimals rows")
Heights = namedtuple("Heights", "sex low high from_cm to_cm limits")


def raw(name):
    with (RAW / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tables():
    """Every published table with thresholds, rows as printed."""
    units = {r["item"]: r for r in raw("physique-2003-items.csv")}
    found = {}
    for r in raw("physique-2003-bands.csv"):
        item = units[r["item"]]
        _add(found, PHYSIQUE, r, item["unit"], item["direction"], int(item["decimals"]))
    for r in raw("police-2010-445-bands.csv"):
        _add(found, POLICE, r, r["unit"], r["direction"], POLICE_DECIMALS.get(r["item"], 0))
    groups = [(sex, ages) for sex in "MF" for ages in (("", "30"), ("31", ""))]
    for sex, (low, high) in groups:
        for r in raw("police-recruit-2011.csv"):
            if r["sex"] == sex and (r["age_min"], r["age_max"]) in (("", ""), (low, high)):
                own = r | {"age_min": low, "age_max": high}
                _add(found, RECRUIT, own, r["unit"], r["direction"], POLICE_DECIMALS.get(r["item"], 0))
    return list(found.values())


def _add(found, standard, r, unit, direction, decimals):
    low, high = int(r["age_min"] or 18), int(r["age_max"] or 60)
    key = standard, r["sex"], low, high, r["item"]
    table = found.setdefault(key, Table(*key, unit, direction, decimals, []))
    points = int(r["points"]) if r.get("points") else None
    table.rows.append(Row(points, Decimal(r["threshold"])))


def heights():
    return [
        Heights(
            r["sex"],
            int(r["age_min"]),
            int(r["age_max"]),
            Decimal(r["height_min_cm"]),
            Decimal(r["height_max_cm"]),
            [Decimal(r[c]) for c in ("kg_3pt_from", "kg_5pt_from", "kg_5pt_to", "kg_3pt_to")],
        )
        for r in raw("physique-2003-height-weight.csv")
    ]


def counted(table, value):
    """Times go up to the next decimal, everything else down."""
    step = Decimal(1).scaleb(-table.decimals)
    return value.quantize(step, ROUND_CEILING if table.unit == "s" else ROUND_FLOOR)


def reaches(table, value, threshold):
    return value <= threshold if table.direction == "lower" else value >= threshold


def expected(table, value):
    """The result that the command should print for one measure."""
    measure = counted(table, value)
    earned = [r for r in table.rows if reaches(table, measure, r.threshold)]
    points = max((r.points or 0 for r in earned), default=0)
    harder = [r for r in table.rows if not reaches(table, measure, r.threshold) and (r.points or 1) > points]
    nearest = min(harder, key=lambda r: abs(r.threshold - measure), default=None)
    is_pass_fail = table.standard == RECRUIT
    return {
        "exercise": table.exercise,
        "measure": measure,
        "points": None if is_pass_fail else points,
        "passed": bool(earned) if is_pass_fail else None,
        "next": nearest
        and {
            "points": nearest.points,
            "measure": nearest.threshold,
            "gap": abs(nearest.threshold - measure),
        },
    }


def weight_points(limits, kg):
    from_3, from_5, to_5, to_3 = limits
    kg = kg.quantize(Decimal("0.1"), ROUND_FLOOR)
    if from_5 <= kg <= to_5:
        return 5
    return 3 if from_3 <= kg <= to_3 else 1


def grade(age, total):
    """The grade of a complete physique-2003 total, none of its items below the first row."""
    if age < 40:
        return "优秀" if total > 33 else "良好" if total >= 30 else "合格" if total >= 23 else "不合格"
    return "优秀" if total > 26 else "良好" if total >= 24 else "合格" if total >= 18 else "不合格"


def born(age):
    """Somebody who turns this age on the very day."""
    return ON.replace(year=ON.year - age)


def last_day_of(age):
    """Somebody who is this old for the last day."""
    return date(ON.year - age - 1, ON.month, ON.day + 1)
