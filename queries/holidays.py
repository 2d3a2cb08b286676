"""French public holidays, as a set of dates the rules receive."""

from datetime import date
from functools import lru_cache

import holidays


@lru_cache(maxsize=64)
def _of_year(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FR", years=year))


def public_holidays(start: date, end: date) -> frozenset[date]:
    """Those of the years from `start` to `end`."""
    return frozenset().union(*(_of_year(year) for year in range(start.year, end.year + 1)))
