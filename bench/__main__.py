"""`python -m bench`: fills, measures, prints. Twenty minutes at most on two cores; the databases are kept for the day."""

import argparse
import json
import platform
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager

from bench import data, report
from bench.pages import CONTENDERS, PAGES

CONNECTIONS = (1, 8, 64)


def asked():
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--scales", default="1,10,100", help="how many times the demo association")
    parser.add_argument("--rounds", type=int, default=7, help="interleaved rounds of CPU measures")
    parser.add_argument("--count", type=int, default=15, help="requests of each page in a round")
    parser.add_argument("--seconds", type=float, default=1.0, help="length of each HTTP measure; 0 leaves them out")
    return parser.parse_args()


class Child:
    """A process that answers one line to one line."""

    def __init__(self, *words):
        self.process = subprocess.Popen([sys.executable, "-m", *map(str, words)], cwd=data.ROOT, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, env=data.surroundings(words[-1]))

    def line(self):
        said = self.process.stdout.readline()
        if not said:
            raise SystemExit(f"{' '.join(map(str, self.process.args))} stopped")
        return json.loads(said)

    def ask(self, **order):
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return self.line()


@contextmanager
def child(*words):
    started = Child(*words)
    try:
        yield started
    finally:
        started.process.terminate()
        started.process.communicate(timeout=30)


def measure_cpu(folders: dict, rounds: int, count: int) -> tuple[dict, dict]:
    """Every page of every contender at every scale, one after the other, several rounds of it."""
    workers = {scale: Child("bench.worker", folder) for scale, folder in folders.items()}
    keys = [(scale, who, name) for name in PAGES for who in CONTENDERS for scale in folders]
    sizes = {key: workers[key[0]].ask(contender=key[1], page=key[2], count=0) for key in keys}
    seen = {key: [] for key in keys}
    for _ in range(rounds):
        for scale, who, name in keys:
            seen[scale, who, name].append(workers[scale].ask(contender=who, page=name, count=count))
    for worker in workers.values():
        worker.process.communicate()
    return {key: statistics.median(values) for key, values in seen.items()}, sizes


def measure_http(folders: dict, seconds: float) -> dict:
    seen = {}
    for scale, folder in folders.items():
        for who in CONTENDERS:
            with child("bench.serve", who, folder) as server, child("bench.load", who, folder) as load:
                port = server.line()
                for name in PAGES:
                    # The first answers pay for what is built once in each process.
                    load.ask(port=port, page=name, connections=8, seconds=0.5)
                    for count in CONNECTIONS:
                        seen[scale, who, name, count] = load.ask(port=port, page=name, connections=count, seconds=seconds)
    return seen


def main() -> int:
    options, began = asked(), time.monotonic()
    scales = [int(scale) for scale in options.scales.split(",")]
    folders = {}
    for scale in scales:
        print(f"filling ×{scale}, unless it was today", flush=True)
        folders[scale] = data.prepare(scale)
    for scale, folder in folders.items():
        print(f"×{scale}: " + ", ".join(f"{count} {name}" for name, count in data.read(folder)["sizes"].items()))
    cpu, sizes = measure_cpu(folders, options.rounds, options.count)
    http = measure_http(folders, options.seconds) if options.seconds else {}
    print(f"\n{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, "
          f"{(time.monotonic() - began) / 60:.0f} minutes")
    report.cpu_table(cpu, sizes, scales)
    if http:
        report.http_table(http, scales, CONNECTIONS)
    sentences = report.missed(cpu, http, scales)
    print("\nGoals missed:\n" + "\n".join(f"  {sentence}" for sentence in sentences) if sentences else
          "\nEvery goal was reached: growth at most 1.3, no page dearer than Django's, no error.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
