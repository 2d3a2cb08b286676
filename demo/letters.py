"""Sheets sent a few days ago, one of which came back this morning; a link a daughter answered, another that waits."""

from acts import links
from demo.clock import Calendar
from demo.scene import CONTENT, Scene

SENT_TO = ("safe", "visit", "late", "hers_first")


def play(calendar: Calendar, cast: dict[str, Scene]) -> None:
    back = cast["safe"]
    with calendar.at(3, 610):
        links.make_batch(back.by, [cast[name].pair.person.id for name in SENT_TO], None)
    with calendar.at(0, 545):
        _returned(back)
    _daughter(calendar, cast["half"])
    with calendar.at(1, 1015):
        links.make(cast["again"].by, cast["again"].pair.person.id, "person", "link")


def _returned(scene: Scene) -> None:
    """Typed from its number, as it was ticked."""
    sheet = links.waiting_link(scene.pair.person.id, "person")
    links.type_sheet(scene.by, sheet, "person", {scene.person_side: {
        **CONTENT, "goes_well": "Elle est douce avec mon chien.", "may_pass_on": True, "caregiver_present": False}}, "")


def _daughter(calendar: Calendar, scene: Scene) -> None:
    with calendar.at(1, 700):
        made, _ = links.make(scene.by, scene.pair.person.id, "relative", "link")
    with calendar.at(1, 1210):
        links.answer(links.Respondent(), made, "relative", {scene.person_side: {
            **CONTENT, "hours_fit": "little", "caregiver_present": False}}, "Sa fille")
