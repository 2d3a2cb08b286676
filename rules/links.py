"""The life of a personal link, on a screen or on paper: when it opens, and how it is called."""

from datetime import datetime

LIVE, USED, EXPIRED, REVOKED, CLOSED, SUSPENDED = "live", "used", "expired", "revoked", "closed", "suspended"
STATE_WORDS = {
    LIVE: "Attend une réponse",
    USED: "A servi",
    EXPIRED: "Sa date est passée",
    REVOKED: "Révoqué, ou remplacé",
    CLOSED: "N'attend plus de réponse",
    SUSPENDED: "Suspendu\u00a0: l'aide est interrompue",
}
# How a mark is drawn beside the words (templates/_parts.html).
STATE_KINDS = {LIVE: "waiting", USED: "done", EXPIRED: "ended", REVOKED: "ended", CLOSED: "ended", SUSPENDED: "ended"}
# Her link served, and somebody else spoke with it: her own word may still come, and the page says how.
OTHER_SPOKE = {
    "person": "Un proche ou le tuteur a répondu. Pour entendre aussi la personne, faites-lui un autre lien, ou appelez-la.",
    "relative": "Le tuteur a répondu. Pour entendre aussi le proche, faites-lui un autre lien, ou appelez-le.",
    "guardian": "Un proche a répondu. Pour entendre aussi le tuteur, faites-lui un autre lien, ou appelez-le.",
}
# Who answers, as asked on the form. Somebody who reads and writes for the person lends her hand: the voice is hers.
WHO_ANSWERS = {
    "person": "Je suis la personne aidée",
    "helped": "J'écris pour la personne aidée\u00a0: ce sont ses réponses",
    "relative": "Je suis un proche",
    "guardian": "Je suis son tuteur ou son curateur",
}
# The same four on the sheet, and where it is typed.
ON_PAPER = {
    "person": "La personne aidée",
    "helped": "Quelqu'un écrit pour elle",
    "relative": "Un proche",
    "guardian": "Le tuteur, le curateur",
}


def state_of(link, at: datetime, waiting: int, suspended: bool) -> str:
    """Where this link stands. `waiting`: its sides still open that its voice has not answered.

    What somebody did comes before what time did: a link answered, then out of date, was answered.
    """
    if link.used_at:
        return USED
    if link.revoked_at:
        return REVOKED
    if not waiting:
        return CLOSED
    if at >= link.expires_at:
        return EXPIRED
    return SUSPENDED if suspended else LIVE


def voice_of(who: str) -> str:
    """The voice of the point à deux voix that speaks."""
    return "person" if who == "helped" else who


def may_speak(own: str, voice: str) -> bool:
    """Whether a link made for `own` takes this voice. The person's word comes by her own link, in no other hands."""
    return voice != "person" or own == "person"


def voices_offered(heard, own: str) -> list[str]:
    """Who may say she answers: the voices nobody has heard yet; the one the link was made for always."""
    return [who for who in WHO_ANSWERS
            if may_speak(own, voice_of(who)) and (voice_of(who) == own or voice_of(who) not in heard)]


def spoken_by(who: str, name: str) -> str:
    """Who spoke, as kept beside the answer; the person herself needs no name."""
    if who == "helped":
        return f"lu et écrit par {name or 'quelqu’un'}".replace("’", "'")
    return name if who in ("relative", "guardian") else ""


def told_apart(names: list[str]) -> list[str]:
    """First names as they stand on one form: "Aïcha (1)", "Aïcha (2)" only when two are the same."""
    return [f"{name} ({names[:place].count(name) + 1})" if names.count(name) > 1 else name
            for place, name in enumerate(names)]
