"""The tables, and where a goal is missed."""

from bench.pages import CONTENDERS, PAGES

GROWTH, AGAINST_DJANGO = 1.3, 1.0


def cpu_table(cpu: dict, sizes: dict, scales: list[int]) -> None:
    print("\nCPU per request, thread time in this process, median of interleaved rounds (milliseconds)\n")
    print(f"{'page':24}" + "".join(f"{f'{name} ×{scale}':>12}" for name in CONTENDERS for scale in scales)
          + f"{'growth':>9}{'/django':>9}")
    for name, page in PAGES.items():
        cells = "".join(f"{cpu[scale, who, name] * 1000:12.2f}" for who in CONTENDERS for scale in scales)
        print(f"{page.words:24}{cells}{growth(cpu, name, scales):9.2f}{against(cpu, name, scales):9.2f}")
    print("\nBytes of the page before compression\n")
    for name, page in PAGES.items():
        if page.method == "GET":
            print(f"{page.words:24}" + "".join(f"{sizes[scale, who, name]:12}" for who in CONTENDERS for scale in scales))


def growth(cpu, name, scales) -> float:
    """Our page at the largest scale against the smallest."""
    return cpu[scales[-1], "ours", name] / cpu[scales[0], "ours", name]


def against(cpu, name, scales) -> float:
    """Our page against Django's, at the scale where we stand worst."""
    return max(cpu[scale, "ours", name] / cpu[scale, "django", name] for scale in scales)


def http_table(http: dict, scales: list[int], connections: tuple) -> None:
    print("\nOver HTTP, waitress, 2 processes × 2 threads: requests/s, then p50/p95/p99 in milliseconds\n")
    for scale in scales:
        print(f"×{scale:<23}" + "".join(f"{f'{count} connections':>34}" for count in connections))
        for name, page in PAGES.items():
            for who in CONTENDERS:
                print(f"  {page.words + ', ' + who:34}" + "  ".join(cell(http[scale, who, name, count]) for count in connections))


def cell(seen: dict) -> str:
    times = "/".join(f"{seen[at]:.1f}" for at in ("p50", "p95", "p99"))
    return f"{seen['rate']:6.0f}/s {times:>18}" + (f" {seen['errors']} errors" if seen["errors"] else "")


def missed(cpu: dict, http: dict, scales: list[int]) -> list[str]:
    """One sentence per goal that this run did not reach."""
    sentences = []
    for name, page in PAGES.items():
        if growth(cpu, name, scales) > GROWTH:
            sentences.append(f"{page.words}: costs {growth(cpu, name, scales):.2f} times more at ×{scales[-1]} "
                             f"than at ×{scales[0]} (goal {GROWTH})")
        if against(cpu, name, scales) > AGAINST_DJANGO:
            sentences.append(f"{page.words}: {against(cpu, name, scales):.2f} times Django's CPU (goal {AGAINST_DJANGO})")
    sentences += [f"{PAGES[name].words}, {who} ×{scale}, {count} connections: {seen['errors']} errors"
                  for (scale, who, name, count), seen in http.items() if seen["errors"]]
    return sentences
