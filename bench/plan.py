"""`python -m bench.plan [SCENES]`: plans of 40 visits for 25 caregivers, made up from seeds, timed from the facts to the lines.

Prints the seconds of each (the first one also loads the solver), and how far the plan is from the one-by-one choice.
"""

import sys
import time

from acts.solver import solve
from rules.plan import cost, one_by_one, problem
from tests.plan_scenes import made_up

VISITS, CAREGIVERS, SCENES = 40, 25, 10


def main(scenes: int) -> None:
    slowest = 0.0
    for seed in range(scenes):
        asked = made_up(seed, VISITS, CAREGIVERS, (9, 15)[seed % 2], (5, 7)[seed % 2])
        begun, worked = time.perf_counter(), time.process_time()
        again = problem(asked.field, asked.coming)
        lines = solve(again).lines
        took, worked = time.perf_counter() - begun, time.process_time() - worked
        slowest = max(slowest, took)
        print(f"scene {seed}: {took:.2f} s ({worked:.2f} s of processor); one by one {tuple(cost(again, one_by_one(again)))}, plan {tuple(cost(again, lines))}")
    print(f"{VISITS} visits x {CAREGIVERS} caregivers: slowest of {scenes} scenes {slowest:.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SCENES)
