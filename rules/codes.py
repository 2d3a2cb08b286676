"""The six digits that unlock a caregiver's own phone: which ones are too easy, and how many wrong ones lock it.

A code alone opens nothing: it needs the secret this phone holds, and five wrong ones lock the phone.
"""

DIGITS = 6
# Wrong codes before the phone is locked; the right one puts the count back to nothing.
MOST_WRONG = 5
# Lines, columns and figures of a keypad, and what people type first.
EASY = frozenset({"159753", "159357", "147258", "258369", "147369", "741852", "852963", "789456", "456123", "142536",
                  "102030", "010203", "112233", "445566", "223344", "778899"})


def is_code(typed: str) -> bool:
    return len(typed) == DIGITS and typed.isascii() and typed.isdigit()


def code_fault(code: str) -> str:
    """The sentence saying what to change, or an empty text when the code may be kept."""
    if not is_code(code):
        return f"Choisissez {DIGITS} chiffres."
    steps = {(int(after) - int(before)) % 10 for before, after in zip(code, code[1:], strict=False)}
    is_run = len(steps) == 1 and steps <= {0, 1, 9}
    is_twice = code[:3] == code[3:] or code[:3] == code[:2:-1]
    if is_run or is_twice or len(set(code)) < 3 or code in EASY:
        return "Ce code est trop facile à deviner. Choisissez six autres chiffres."
    return ""


def is_locked(wrong_tries: int, locked: bool) -> bool:
    """A phone whose last try was never answered (the server stopped) counts as locked too."""
    return locked or wrong_tries >= MOST_WRONG
