"""The half-days of a training: leave is asked for and granted by them. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from services import clock

#: The parts of a day and the hour each begins at, by the bureau's clock: 上午, 下午, 晚上.
PARTS = (("am", 0), ("pm", 12), ("eve", 18))


@dataclass(frozen=True, slots=True)
class Block:
    """As much of one half-day as belongs to the training. ``id`` reads ``2026-11-22am``."""

    id: str
    starts_at: datetime
    ends_at: datetime


@lru_cache(maxsize=256)
def of(starts_at, ends_at) -> tuple[Block, ...]:
    """The blocks of a training in their order, without gaps between them."""
    day, last = clock.local(starts_at).date(), clock.local(ends_at).date()
    days = (day + timedelta(days=n) for n in range((last - day).days + 1))
    halves = [(f"{on}{part}", clock.at(on, time(hour))) for on in days for part, hour in PARTS]
    ends = [begins for _, begins in halves[1:]] + [clock.at(last + timedelta(days=1))]
    return tuple(
        Block(name, max(begins, starts_at), min(end, ends_at))
        for (name, begins), end in zip(halves, ends, strict=True)
        if begins < ends_at and end > starts_at
    )


def runs(blocks):
    """Blocks, in their order, as stretches without a gap: ((start, end), …)."""
    joined = []
    for block in blocks:
        if joined and joined[-1][1] == block.starts_at:
            joined[-1] = joined[-1][0], block.ends_at
        else:
            joined.append((block.starts_at, block.ends_at))
    return tuple(joined)


def parts_of(block_id) -> tuple[date, str]:
    """The date and the part of the day that an id names."""
    return date.fromisoformat(block_id[:10]), block_id[10:]
