"""Who may open which account. The administrator does technical work: no door she opens leads her to people."""

ROLES_FOR_ADMINISTRATOR = ("caregiver", "none")
# Flags that show people: whoever follows alerts sees whom they are about.
FLAGS_WITH_REACH = frozenset({"alert_referent"})
# Where each flag is kept on an account.
FLAG_COLUMNS = {"is_administrator": "administrator", "is_alert_referent": "alert_referent"}


def roles_to_give(role: str, flags: frozenset[str], every: tuple[str, ...]) -> tuple[str, ...]:
    """The roles this person may give to a new account, in the order of the list `every`."""
    if role == "director":
        return every
    return tuple(code for code in every if code in ROLES_FOR_ADMINISTRATOR) if "administrator" in flags else ()


def may_change_role(role: str) -> bool:
    """Only the direction says who sees what: role, flags, caregiver and sector of an account."""
    return role == "director"


def has_reach(role: str, linked: bool, flags: frozenset[str]) -> bool:
    """True when an account of this role, or with one of these flags, sees something about people.

    A caregiver not linked yet sees nobody.
    """
    return bool(flags & FLAGS_WITH_REACH) or (role != "none" and (role != "caregiver" or linked))


def gives_reach(before: tuple[str, int | None, frozenset[str]], after: tuple[str, int | None, frozenset[str]]) -> bool:
    """True when the change shows an account people it did not see: from nobody to somebody, or another caregiver's.

    `before`, `after`: role, caregiver, flags. Whoever comes in today was trusted with less: a new invitation is printed,
    by the direction, who changes it.
    """
    (role, caregiver_id, flags), (new_role, new_caregiver_id, new_flags) = before, after
    if not has_reach(new_role, bool(new_caregiver_id), new_flags):
        return False
    another = bool(new_caregiver_id) and new_caregiver_id != caregiver_id
    return another or not has_reach(role, bool(caregiver_id), flags)


def linking_fault(role: str | None, linked: bool) -> str | None:
    """Why this account may not hold a caregiver's file, or None: who works at the office too has two accounts."""
    if linked and role != "caregiver":
        return "Une fiche ne va qu'avec le rôle d'intervenante. Pour le bureau, ouvrez un autre compte."
    return None


def renewing_fault(by_role: str, role: str, linked: bool, flags: frozenset[str]) -> str | None:
    """Why this person may not print a new invitation for that account, or None.

    Whoever prints an invitation could use it: the administrator prints none for an account that sees people.
    """
    if by_role == "director" or not has_reach(role, linked, flags):
        return None
    return "Seule la direction prépare une invitation pour ce compte\u00a0: il donne accès à des personnes."


def ending_fault(by_id: int, by_role: str, account_id: int, role: str, directors: int) -> str | None:
    """Why this account may not be ended by this person, or None. A house always keeps one director."""
    if by_id == account_id:
        return "Vous ne pouvez pas fermer votre propre compte. Demandez à la direction."
    if by_role != "director" and role == "director":
        return "Seule la direction ferme un compte de direction."
    return last_director_fault(role, None, directors)


def closing_fault(by_id: int, by_role: str, account_id: int, role: str) -> str | None:
    """Why this person may not close every session and phone of that account, or None.

    It opens no door: a lost phone is closed at once by whoever manages accounts. Closing the direction's own is left to
    the direction, and to herself.
    """
    if by_id != account_id and by_role != "director" and role == "director":
        return "Seule la direction ferme les sessions d'un compte de direction."
    return None


def last_director_fault(role: str, new_role: str | None, directors: int) -> str | None:
    """Why a director's account may not stop being one (`new_role` None: it ends), or None."""
    if role == "director" and new_role != "director" and directors <= 1:
        return "C'est le dernier compte de direction. Ouvrez-en un autre d'abord."
    return None


def opening_fault(by_role: str, by_flags: frozenset[str], role: str, flags: frozenset[str], linked: bool) -> str | None:
    """Why this person may not open such an account, or None."""
    if by_role == "director":
        return None
    if "administrator" not in by_flags or role not in ROLES_FOR_ADMINISTRATOR:
        return "Seule la direction ouvre un compte avec ce rôle."
    if linked or flags & FLAGS_WITH_REACH:
        return "Seule la direction donne accès à des personnes."
    return None
