"""Scenes of personal links and sheets, made as the office makes them; and the browser of somebody without an account."""

from acts import links, rounds
from tests.reader import Page, Reader
from tests.rounds_scene import act, opened
from tests.test_call_list import second_caregiver

CONTENT = {"c1-hours_fit": "yes", "c1-tasks_clear": "yes", "c1-respected": "yes", "c1-wish": "go_on", "c1-present": "no"}
SECOND = {name.replace("c1", "c2"): value for name, value in CONTENT.items()}
REPLY = {"who": "person", **CONTENT}
TYPED = {"who": "person", **{name: value for name, value in CONTENT.items() if "present" not in name}}


def made(app, people, person="mme_durand", voice="person", kind="link", by="claire") -> tuple[int, str]:
    """A link or a sheet for a round that is open. Returns its id and its token."""
    return act(app, by, lambda who: links.make(who, people[person], voice, kind))


def asked(app, people, voice="person", kind="link", several=False) -> tuple[int, str]:
    """A round opened for Mme Durand and Aïcha (and Lucie), and a link to answer it: (round, token)."""
    round_id = opened(app, people)
    if several:
        second_caregiver(app, people)
    return round_id, made(app, people, voice=voice, kind=kind)[1]


class Holder(Reader):
    """A browser that holds a token: "/reponse" is the page of the link it opened last, as that page's form sends it."""

    address = ""

    def opens(self, token: str) -> str:
        """Leads to the address of this link's page, which is not read yet."""
        self.address = super().get(f"/r/{token}", 303).location
        assert self.address.startswith("/reponse?lien=")
        return self.address

    def get(self, url: str, *args, **kwargs) -> Page:
        return super().get(self._whole(url), *args, **kwargs)

    def post(self, url: str, *args, **kwargs) -> Page:
        return super().post(self._whole(url), *args, **kwargs)

    def _whole(self, url: str) -> str:
        path, _, query = url.partition("?")
        return f"{self.address}{'&' if query else ''}{query}" if path == "/reponse" and "lien=" not in query else url


def arrives(app, token: str, name: str | None = None) -> Holder:
    """Somebody opens the address: a browser that holds the token, and the page it was led to is not read yet."""
    who = Holder(app, name)
    who.opens(token)
    return who
