"""A sector is closed once nobody is in it any more, and one always stays."""

NBSP = "\u00a0"


def closing_fault(files: int, caregivers: int, others: int) -> str:
    """Why this sector may not close yet, in words that say what to do; nothing when it may.

    others: how many other sectors are open.
    """
    if not others:
        return "Un secteur reste toujours ouvert. Pour fermer celui-ci, ouvrez-en d'abord un autre."
    if files or caregivers:
        return f"Pour le fermer, changez d'abord de secteur {inside(files, caregivers)}."
    return ""


def inside(files: int, caregivers: int) -> str:
    """"12 dossiers et 1 intervenante"."""
    counted = ((files, "dossier"), (caregivers, "intervenante"))
    return " et ".join(f"{n}{NBSP}{word}{'s' if n > 1 else ''}" for n, word in counted if n)


def taken(name: str, is_closed: bool) -> str:
    if is_closed:
        return f"Le secteur «{NBSP}{name}{NBSP}» existe déjà, fermé. Rouvrez-le plutôt."
    return f"Le secteur «{NBSP}{name}{NBSP}» existe déjà. Choisissez un autre nom."
