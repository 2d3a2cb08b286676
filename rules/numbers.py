"""The number printed on a sheet: a running number, then one digit that catches a slip of the hand.

Damm's algorithm (H. M. Damm, 2004, the totally anti-symmetric quasigroup of order 10 he published): every single wrong
digit and every swap of two neighbours is refused.
"""

TABLE = ("0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
         "3674209581", "5869720134", "8945362017", "9438617205", "2581436790")
# Numbers of one length, so that the typist's page knows when she has typed the last digit.
FIRST = 100


def check_digit(number: int) -> int:
    kept = 0
    for digit in str(number):
        kept = int(TABLE[kept][int(digit)])
    return kept


def numbered(running: int) -> int:
    """1, 2, 3 … as printed: the running number with its check digit."""
    return running * 10 + check_digit(running)


def following(last: int | None, count: int) -> list[int]:
    """The `count` numbers after the last one printed."""
    first = FIRST if last is None else last // 10 + 1
    return [numbered(running) for running in range(first, first + count)]


def read(typed: str) -> int | None:
    """The number as typed (blanks and dots are no fault), or None when its check digit says it is mistyped."""
    digits = "".join(sign for sign in typed if sign not in " .-\u00a0\u202f")
    if not digits.isascii() or not digits.isdigit() or not 2 <= len(digits) <= 9 or digits[0] == "0":
        return None
    return int(digits) if check_digit(int(digits)) == 0 else None
