"""How names and phone numbers are compared, without accents, case or punctuation; and how names read in a sentence."""

import re
import unicodedata


def fold(text: str) -> str:
    """Lower case, no accents, words separated by one space: "N'Diaye-Lefèvre" -> "n diaye lefevre"."""
    spread = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae"))
    plain = "".join(c for c in spread if not unicodedata.combining(c)).lower()
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


def search_key(*parts: str | None) -> str:
    """What is stored and searched: every word preceded by a space, so that ' du' finds the start of any word."""
    return " " + fold(" ".join(part for part in parts if part))


def search_words(typed: str) -> list[str]:
    """The words typed, folded, at most six; word order does not count."""
    return fold(typed).split()[:6]


def dial(phone: str) -> str:
    """A French number as kept: digits and a leading + only; "06 12.34-56 78" -> "0612345678"."""
    kept = re.sub(r"[^\d+]", "", phone or "")
    if kept.startswith("+33"):
        kept = "0" + kept[3:].removeprefix("0")
    return "0" + kept[4:] if kept.startswith("0033") else kept


def spoken(phone: str) -> str:
    """A French number as read aloud: "0612345678" -> "06 12 34 56 78"; another number is left as it is."""
    if re.fullmatch(r"0\d{9}", phone or ""):
        return " ".join(phone[i:i + 2] for i in range(0, 10, 2))
    return phone or ""


# How the first names begin whose h is silent; before any other h (Hamza, Hans) one says "de".
_SILENT = ("hadr", "helen", "helo", "henr", "herm", "herv", "hila", "hipp", "hono", "hort", "hub", "hug", "hyac")


def of_name(name: str) -> str:
    """"d'Olivier", "d'Émilie", "d'Hélène", "d'Yves"; "de Delphine", "de Yasmine", "de Hamza"."""
    first = fold(name)
    said_as_vowel = first[:1] in tuple("aeiou") or first.startswith(_SILENT) or re.match("y[^aeiou]", first)
    return f"d'{name}" if said_as_vowel else f"de {name}"


def initials(first: str, last: str) -> str:
    """"Marie", "Le Goff" -> "M. L." """
    return " ".join(f"{part[0].upper()}." for part in (first, last) if part)
