"""Who will read, by name, before anything is sent: the same sentences on her phone and at the office."""

from queries import alerts as known
from rules.alerts import NobodyOutside, receivers


def who_reads() -> dict:
    """`usual`: the first, the second, then every director; `outside`: who alone reads what is about the direction."""
    accounts = known.receivers()
    _, first, second = receivers(accounts, "nobody", None)
    try:
        outside = known.names_of(receivers(accounts, "direction", None)[1:])
    except NobodyOutside:
        outside = []
    usual = known.names_of([first, second])
    return {"usual": usual + [name for name in known.directors_but(None) if name not in usual], "outside": outside}
