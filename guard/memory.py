"""What a long piece of work leaves behind in a process that goes on serving pages."""

import ctypes
import gc
from contextlib import suppress


def give_memory_back() -> None:
    """Twenty thousand rows, or the board's statement, are many small things that point at each other.

    What was freed is given back to the system where its library knows how (glibc); elsewhere it is kept for the next use.
    """
    gc.collect()
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
