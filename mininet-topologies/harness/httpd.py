#!/usr/bin/python3
"""The victim's web server: answers every request with one small or one big body, one connection each."""

import argparse
import asyncio
import os
import socket
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from harness import guard  # noqa: E402

BACKLOG = 1024
HEADER_SECONDS = 30
SMALL, BIG = b"sentinel " * 200, b"sentinel " * 200_000


async def answer(reader, writer):
    try:
        request = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), HEADER_SECONDS)
        body = BIG if request.startswith(b"GET /big") else SMALL
        writer.write(b"HTTP/1.0 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        await writer.drain()
    except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.TimeoutError):
        pass
    finally:
        writer.close()


async def serve(port):
    sock = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    sock.bind(("::", port))
    server = await asyncio.start_server(answer, sock=sock, backlog=BACKLOG)
    print("ready", flush=True)
    await server.serve_forever()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=80)
    options = parser.parse_args()
    guard.die_with_parent()
    asyncio.run(serve(options.port))


if __name__ == "__main__":
    main()
