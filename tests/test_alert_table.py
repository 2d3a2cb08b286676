"""The same case looked at by every role, before and after each step: what each reads is the line of the table, each time."""

import pytest

from tests.alert_scenes import MARK, WHOLE_LIFE, live, send, step
from tests.reader import reader

# Who is who; the table below speaks of them.
ROLES = {"aicha": "author", "lucie": "other caregiver", "claire": "coordinator let in", "malika": "coordinator",
         "nadia": "referent", "helene": "direction", "paul": "direction", "odile": "outside", "sam": "administrator"}
INSIDE = {"author": True, "referent": True, "direction": True, "coordinator let in": "shared"}
OUTSIDE = {"author": True, "outside": True}
# From the sending to the end and again; "shared" and "unshared" are the author's.
LIFE = ("sent", "shared", *WHOLE_LIFE, "reopened", "unshared")
SENT = {"inside": {"kind": "racism"}, "outside": {"kind": "other", "whom": "direction"}}


def reads(table: dict, role: str, stage: int, shared: int, unshared: int) -> bool:
    said = table.get(role, False)
    return shared <= stage < unshared if said == "shared" else said


def take(app, id: int, directed: str, stage: str) -> None:
    if stage in ("shared", "unshared"):
        reader(app, "aicha").post(f"/mes-nouvelles/{id}/{stage}", status=303 if directed == "inside" else 409)
    elif stage != "sent":
        step(app, "helene" if directed == "inside" else "odile", id, stage)


@pytest.mark.parametrize("directed", SENT)
@pytest.mark.parametrize("name", ROLES)
def test_each_role_reads_what_the_table_gives_it_before_and_after_each_step(app, people, name, directed):
    id, her, table = send(app, people, **SENT[directed]), reader(app, name), {"inside": INSIDE, "outside": OUTSIDE}[directed]
    for number, stage in enumerate(LIFE):
        if directed == "outside" and stage == "home_heard":
            continue
        take(app, id, directed, stage)
        able = reads(table, ROLES[name], number, LIFE.index("shared"), LIFE.index("unshared"))
        assert case_of(her, name, id) == able, f"{name} after {stage}"
        for url in ("/a-traiter", "/a-traiter.csv", f"/relations/{people['mme_durand_pairing']}", "/journal.csv",
                    f"/intervenantes/{people['aicha_caregiver']}", f"/beneficiaires/{people['mme_durand']}", "/aide",
                    "/remplacements", "/remplacements/1", "/mesures/1", "/planning-a-reporter"):
            page = her.client.get(url).get_data(as_text=True)
            # who follows it would tell where it went; her own name stands in her own menu
            assert able or name == "odile" or "Odile Garnier" not in page, f"{name} at {url} after {stage}"
            assert MARK not in page, f"{name} at {url} after {stage}"
            assert able or str(id) not in page, f"{name} at {url} after {stage}"


def case_of(her, name: str, id: int) -> bool:
    """Whether she reads the story: on its page, and by its number in her list, both or neither."""
    place = "/mes-nouvelles" if name in ("aicha", "lucie") else "/suivis"
    page = her.client.get(f"{place}/{id}")
    lists = "".join(her.client.get(f"{place}{more}").get_data(as_text=True) for more in ("", "?etat=clos"))
    story = page.status_code == 200 and MARK in page.get_data(as_text=True)
    assert story == (str(id) in lists) and (story or page.status_code in (403, 404))
    return story


@pytest.mark.parametrize("directed", SENT)
def test_the_whole_office_sees_the_effect_on_planning_and_the_same_words_for_all(app, people, directed):
    """ "ne pas affecter chez X": seen by everybody who plans, without the reason."""
    id = send(app, people, **SENT[directed])
    live(app, "odile" if directed == "outside" else "nadia", id, "acknowledged", "protected")
    seen = {name: reader(app, name).get(f"/relations/{people['mme_durand_pairing']}").text.lower().replace(
        "malika benali", "claire martin") for name in ("claire", "malika")}
    assert "mesure d'organisation" in seen["claire"] and seen["claire"] == seen["malika"]
    assert "nadia roussel" not in seen["claire"] and "odile garnier" not in seen["claire"]
