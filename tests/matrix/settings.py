"""The settings and the sectors: the direction's alone."""

from tests.matrix import row

ONLY = dict(coordinator=403, director=200)
WRONG = dict(coordinator=403, director=422)
NORD = {"own": {"id": "sector_nord"}, "other": {"id": "sector_sud"}}
PAGES = {"own": {"section": "points"}, "other": {"section": "langues"}}

MATRIX = [
    row("GET", "settings.index", **ONLY),
    row("GET", "settings.show", **PAGES, **ONLY),
    row("GET", "settings.show", own={"section": "association"}, other={"section": "mots"}, **ONLY),
    row("GET", "settings.show", own={"section": "delais"}, other={"section": "demo"}, **ONLY, director_other=404),
    row("GET", "settings.show", own={"section": "messages"}, other={"section": "remplacements"}, **ONLY),
    row("POST", "settings.update", **PAGES, **WRONG),
    row("POST", "settings.restore", own={"section": "points", "name": "round_tries"},
        other={"section": "points", "name": "demo"}, data={"seen": 0}, coordinator=403, director=303, director_other=404),
    row("GET", "sectors.index", **ONLY),
    row("POST", "sectors.create", **WRONG),
    row("GET", "sectors.edit", **NORD, **ONLY),
    row("POST", "sectors.update", **NORD, **WRONG),
    row("POST", "sectors.close", **NORD, coordinator=403, director=409),
    row("POST", "sectors.reopen", **NORD, coordinator=403, director=409),
]
