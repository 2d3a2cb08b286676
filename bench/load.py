"""Connections kept open that ask again and again: `python -m bench.load CONTENDER FOLDER` takes orders on its input."""

import asyncio
import json
import sys
import time
from pathlib import Path

from bench.worker import contenders, forget_words


def bytes_of(port: int, method: str, path: str, cookie: str, body: str) -> bytes:
    head = (f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\nAccept-Encoding: gzip\r\n"
            "Sec-Fetch-Site: same-origin\r\n")
    if body:
        head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    return (head + "\r\n" + body).encode()


async def one_answer(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")), 0)
    await reader.readexactly(length)
    return int(head[9:12])


async def connection(port, contender, name, until, took, wrong):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < until:
        asked = bytes_of(port, *contender.request(name))
        began = time.perf_counter()
        writer.write(asked)
        status = await one_answer(reader)
        took.append(time.perf_counter() - began)
        if status not in (200, 303):
            wrong.append(status)
    writer.close()


async def load(port, contender, name, connections, seconds) -> dict:
    took, wrong = [], []
    until = time.perf_counter() + seconds
    await asyncio.gather(*(connection(port, contender, name, until, took, wrong) for _ in range(connections)))
    took.sort()
    at = [took[min(len(took) - 1, int(len(took) * share))] * 1000 for share in (0.5, 0.95, 0.99)]
    return {"p50": at[0], "p95": at[1], "p99": at[2], "rate": len(took) / seconds, "errors": len(wrong)}


def main(name: str, folder: Path) -> None:
    contender = contenders(folder, only=name)[name]
    for order in map(json.loads, sys.stdin):
        answer = asyncio.run(load(order["port"], contender, order["page"], order["connections"], order["seconds"]))
        forget_words(folder)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
