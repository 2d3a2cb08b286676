"""What two sides say of one relation: where they part, what cannot wait, what is proposed. It never decides.

An answer is anything with the fields of `tables/rounds.py: Answer` (hours_fit … wish, voice). The person's side is a
list of up to three voices; the person's own word comes first. A sentence always goes with a level or a proposal.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rules.vocabulary import RELATION_WISHES, SCALE

SHARED = {"hours_fit": "Horaires", "tasks_clear": "Tâches claires", "respected": "Respect"}
HERS = {"feels_safe": "Sécurité", "too_heavy": "Gestes trop lourds", "outside_plan": "Tâches non prévues"}
WORRY = {"feels_safe": "sécurité", "respected": "respect"}
# For these two the worry is in a "Oui".
TURNED = frozenset({"too_heavy", "outside_plan"})
WHO = {"person": "la personne", "relative": "un proche", "guardian": "le tuteur ou le curateur",
       "caregiver": "l'intervenante"}
VOICE_ORDER = ("person", "relative", "guardian", "caregiver")
OPPOSED = {frozenset({"yes", "no"}), frozenset({"go_on", "change"})}


@dataclass(frozen=True, slots=True)
class Divergence:
    """Two answers that differ: on what, in which words, and whether they are opposed or only shaded."""

    question: str
    words: str
    opposed: bool

    def __str__(self) -> str:
        return self.words


def in_order(voices: Sequence) -> list:
    """The person first, then a relative, then the guardian."""
    return sorted(voices, key=lambda said: VOICE_ORDER.index(said.voice))


def compare(person_voices: Sequence, hers) -> list[Divergence]:
    """Where the person's side and the caregiver part, voice by voice. "Je ne sais pas" differs from nothing."""
    if hers is None:
        return []
    return [found for said in in_order(person_voices) for found in _between(said, hers)]


def within(person_voices: Sequence) -> list[Divergence]:
    """Where the voices of the person's own side are opposed; shades between them are nobody's business."""
    voices = in_order(person_voices)
    pairs = [(one, other) for place, one in enumerate(voices) for other in voices[place + 1:]]
    return [found for one, other in pairs for found in _between(one, other) if found.opposed]


def worries(person_voices: Sequence, hers) -> list[str]:
    """Each "Non" on respect or safety, whoever says it."""
    said = [(voice, "respected") for voice in in_order(person_voices)]
    said += [(hers, name) for name in ("feels_safe", "respected")] if hers is not None else []
    return [f"{_upper(WHO[voice.voice])} répond {_quoted('Non')}\u00a0: {WORRY[name]}."
            for voice, name in said if getattr(voice, name) == "no"]


def attention(person_voices: Sequence, hers) -> tuple[str, str]:
    """How pressing the answers received so far are, and why: ("split" | "worrying" | "none", sentences)."""
    alarms = worries(person_voices, hers)
    splits = [found.words for found in compare(person_voices, hers) if found.opposed]
    family = [f"Du côté de la personne, {_lower(found.words)}" for found in within(person_voices)]
    level = "split" if splits or family else "worrying" if alarms else "none"
    return level, " ".join(alarms + splits + family)


def propose(person_voices: Sequence, hers, measure: bool = False) -> tuple[str, str]:
    """fit, mediation or replacement, with the reason. `measure`: a mesure d'organisation stands on the pair."""
    voices = in_order(person_voices)
    outcome, why = _proposal(voices, hers)
    alarms = worries(voices, hers)
    reasons = [*alarms, why]
    if outcome == "mediation" and measure:
        outcome = "replacement"
        reasons.append("Une mesure d'organisation est en place\u00a0: pas de médiation.")
    elif outcome == "mediation" and alarms:
        reasons.append("Écoutez chacun à part\u00a0: le racisme et la violence ne vont pas en médiation.")
    if any(getattr(said, "caregiver_present", False) for said in voices):
        reasons.append("L'intervenante était présente quand la personne a répondu\u00a0: à redemander à part.")
    return outcome, " ".join(reasons)


def _proposal(voices, hers):
    if not voices and hers is None:
        return "fit", "Aucun côté n'a répondu\u00a0: rien ne s'oppose à continuer, à redemander bientôt."
    # What touches safety is never a point of organisation.
    if hers is not None and hers.feels_safe == "no":
        return "replacement", ("Ce qui touche à la sécurité ne se règle pas en médiation\u00a0: "
                               "écoutez-la d'abord, de vive voix.")
    # Her own request not to go back can always be granted.
    if hers is not None and hers.wish == "change":
        return "replacement", "L'intervenante souhaite changer\u00a0: sa demande peut toujours être accordée."
    if any(said.wish == "change" for said in voices):
        return _person_leaves(voices, hers)
    return _points(voices, hers)


def _person_leaves(voices, hers):
    who = _upper(WHO[next(said for said in voices if said.wish == "change").voice])
    if hers is None:
        return "mediation", (f"{who} souhaite changer, l'intervenante n'a pas été entendue\u00a0: "
                             "parlez-lui avant de décider.")
    if hers.wish == "talk" and len(voices) == sum(said.wish == "change" for said in voices):
        return "replacement", f"{who} souhaite changer et l'intervenante souhaite en parler."
    return "mediation", f"{who} souhaite changer, mais tous ne le souhaitent pas\u00a0: des points sont à régler."


def _points(voices, hers):
    everyone = [*voices, *([hers] if hers is not None else [])]
    reasons = [f"{_upper(WHO[said.voice])} souhaite en parler." for said in everyone if said.wish == "talk"]
    reasons += [f"{_upper(WHO[said.voice])} répond {_quoted(SCALE[value])}\u00a0: {name.lower()}."
                for said in everyone for name, value in _bad_points(said)]
    if reasons:
        return "mediation", " ".join(reasons)
    if worries(voices, hers):
        return "mediation", "Tous souhaitent continuer, mais pas sans en parler."
    return "fit", _fit_reason(voices, hers)


def _bad_points(said):
    """Answers that call for a talk, respect and safety apart (they are worries)."""
    named = {**SHARED, **HERS}
    for name in ("hours_fit", "tasks_clear", "too_heavy", "outside_plan"):
        value = getattr(said, name)
        if value == ("yes" if name in TURNED else "no"):
            yield named[name], value


def _fit_reason(voices, hers):
    if not voices:
        return "L'intervenante souhaite continuer\u00a0; la personne n'a pas été entendue."
    if hers is None:
        return "La personne souhaite continuer\u00a0; l'intervenante n'a pas répondu."
    return "Chaque côté souhaite continuer."


def _between(one, other):
    for name, title in SHARED.items():
        ours, theirs = getattr(one, name), getattr(other, name)
        if ours != theirs and "unknown" not in (ours, theirs):
            yield _divergence(name, title, (one, ours), (other, theirs), SCALE)
    if one.wish != other.wish:
        yield _divergence("wish", "Souhait", (one, one.wish), (other, other.wish), RELATION_WISHES)


def _divergence(question, title, one, other, words):
    (speaker, ours), (second, theirs) = one, other
    return Divergence(question, f"{title}\u00a0: {WHO[speaker.voice]} dit {_quoted(words[ours])}, "
                                f"{WHO[second.voice]} dit {_quoted(words[theirs])}.",
                      frozenset({ours, theirs}) in OPPOSED)


def _quoted(words):
    return f"«\u00a0{words}\u00a0»"


def _upper(words):
    return words[0].upper() + words[1:]


def _lower(words):
    return words[0].lower() + words[1:]
