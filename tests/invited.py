"""Somebody invited: what is printed for her, and what she does with it."""

from tests.reader import reader

CODE, CHOSEN = "482915", "Été, la mer à boire"


def link_on(page) -> str:
    """The address on a printed invitation, or an empty text when it is shown no more."""
    found = page.select("dd", class_="address")
    return found[0].text if found else ""


def token_on(page) -> str:
    return link_on(page).rpartition("/")[2]


def arrive(app, token: str, status: int = 200, name: str | None = None):
    """A browser that opens the link: the person, and the page she lands on."""
    person = reader(app, name)
    page = person.get(f"/invitation/{token}", 303)
    assert page.location == "/invitation"
    return person, person.follow(page, status)


def choose(app, token: str, passphrase: str = CHOSEN):
    """Somebody of the office chooses her passphrase."""
    person, _ = arrive(app, token)
    person.post("/invitation", {"passphrase": passphrase, "passphrase_again": passphrase})
    return person


def enrol(app, token: str, code: str = CODE):
    """A caregiver makes this phone hers."""
    person, _ = arrive(app, token)
    sent = person.post("/invitation", {"phone_code": code, "phone_code_again": code})
    assert sent.location == "/ma-semaine"
    return person


def invite(app, people, name: str) -> str:
    """The token the direction prints for this person."""
    return token_on(reader(app, "helene").post(f"/comptes/{people[name]}/invitation", status=200))
