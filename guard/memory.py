"""What a long piece of work leaves behind in a process that goes on serving pages."""

import ctypes
import gc
from contextlib import suppress

# The numbers of mallopt(3) in malloc.h of glibc.
TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX = -1, -3, -8
LARGE = 256 * 1024


def give_large_pieces_back_at_once() -> None:
    """A large piece (Argon2's 19 MB, a file that is read) has pages of its own and goes back to the system when freed.

    glibc does so by itself until the first one is freed, then keeps the next ones for its heap, one heap a thread: a
    process of two threads held 20 MB more for nothing. Elsewhere this does nothing. To be called before any thread.
    """
    with suppress(AttributeError, OSError, TypeError):
        library = ctypes.CDLL(None)
        for name, value in ((TRIM_THRESHOLD, 4 * LARGE), (MMAP_THRESHOLD, LARGE), (ARENA_MAX, 1)):
            library.mallopt(name, value)


def give_memory_back() -> None:
    """Twenty thousand rows, or the board's statement, are many small things that point at each other.

    What was freed is given back to the system where its library knows how (glibc); elsewhere it is kept for the next use.
    """
    gc.collect()
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
