"""Reading the cells of one row: a bad cell becomes a finding and reads as None."""

import re
from datetime import date

from services.scoring import measures
from services.scoring.measures import DOWN, UNITS, UP, Malformed, Scale

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LONGEST = 200


class Cells:
    def __init__(self, row, findings):
        self.row = row
        self.findings = findings

    def fault(self, code, **values):
        self.findings.fault(self.row, code, **values)

    def get(self, column):
        return self.row.cells.get(column, "")

    def text(self, column, *, required=False, longest=LONGEST):
        text = self.get(column)
        if required and not text:
            self.fault("required", column=column)
        if len(text) > longest:
            self.fault("too_long", column=column, longest=longest)
        return text

    def code(self, column):
        text = self.text(column, required=True)
        if text and not CODE.fullmatch(text):
            self.fault("not_a_code", column=column, value=text)
        return text

    def choice(self, column, allowed, default=None):
        """One of the allowed values. A blank cell reads as ``default``; without a default it is a fault."""
        text = self.get(column) or default
        if text is None:
            self.fault("required", column=column)
        elif text not in allowed:
            self.fault("not_allowed", column=column, value=text, allowed=", ".join(filter(None, allowed)))
            return None
        return text

    def whole(self, column, low, high, default=None, *, required=False):
        text = self.get(column)
        if not text:
            if required:
                self.fault("required", column=column)
            return default
        if not re.fullmatch(r"-?[0-9]{1,9}", text) or not low <= int(text) <= high:
            self.fault("not_whole", column=column, value=text, low=low, high=high)
            return default
        return int(text)

    def measure(self, column, scale: Scale, *, required=False):
        """An exact measure on this scale, in base units. Nothing is rounded: a finer measure is a fault."""
        text = self.get(column)
        if not text:
            if required:
                self.fault("required", column=column)
            return None
        try:
            exact = measures.parse(text, scale.unit, DOWN)
            is_finer = exact != measures.parse(text, scale.unit, UP) or exact % scale.step
        except Malformed:
            return self.fault("not_a_measure", column=column, unit=scale.unit, value=text)
        if is_finer:
            return self.fault("too_many_decimals", column=column, decimals=scale.decimals, value=text)
        return exact

    def ages(self):
        """The inclusive bounds of an age range; an open bound is None."""
        low, high = self.whole("age_min", 0, 150), self.whole("age_max", 0, 150)
        if low is not None and high is not None and low > high:
            self.fault("low_above_high", low="age_min", high="age_max")
        return {"age_min": low, "age_max": high}

    def day(self, column):
        text = self.get(column)
        if not text:
            return None
        try:
            if DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        return self.fault("not_a_date", column=column, value=text)

    def scale(self, prefix=""):
        """A scale from the columns unit, decimals, rounding, min and max; None if any of them is unfit."""
        unit = self.choice(f"{prefix}unit", UNITS)
        rounding = self.choice(f"{prefix}rounding", (UP, DOWN), UP if unit in ("s", "ms") else DOWN)
        decimals = self.whole(f"{prefix}decimals", 0, 3, 0)
        if not (unit and rounding):
            return None
        finest = len(str(UNITS[unit][1])) - 1
        if decimals > finest:
            return self.fault("decimals_too_fine", unit=unit, most=finest)
        blank = Scale(unit, decimals, rounding, 0, 0)
        low = self.measure(f"{prefix}min", blank) or 0
        high = self.measure(f"{prefix}max", blank, required=True)
        if high is None:
            return None
        if low > high:
            self.fault("low_above_high", low=f"{prefix}min", high=f"{prefix}max")
        return Scale(unit, decimals, rounding, low, high)
