"""A real SMTP server over a real socket, for the messages of the tests: it takes them, refuses them, or breaks off.

Written here rather than taken: the maintained packages are clients, and the one known server has had no release since 2024.
"""

import base64
import re
import socketserver
import ssl
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage


class MailServer(socketserver.ThreadingTCPServer):
    """`letters`: what was accepted, as (sender, recipient, message). `refused`: address -> the answer to RCPT TO.

    `answer`: what follows the text; None cuts the line after taking it, as a power cut would. `before`: called then.
    `context` offers STARTTLS (`wrapped`: TLS from the first byte); `login`: the only user and password let in.
    """

    allow_reuse_address, daemon_threads = True, True

    def __init__(self, port: int = 0, context: ssl.SSLContext | None = None, wrapped: bool = False, login=None):
        self.letters, self.refused, self.answer, self.before = [], {}, b"250 taken", None
        self.goodbye = b"221 bye"
        self.context, self.wrapped, self.login, self.in_clear = context, wrapped, login, 0
        super().__init__(("127.0.0.1", port), _Talk)
        self.port = self.server_address[1]

    def __enter__(self):
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        """A client that breaks off is part of the tests."""

    @property
    def texts(self) -> list[str]:
        return [letter["Subject"] for _, _, letter in self.letters]

    def to(self, address: str) -> list[EmailMessage]:
        return [letter for _, to, letter in self.letters if to == address]


class _Talk(socketserver.StreamRequestHandler):
    def setup(self):
        if self.server.wrapped:
            self.request = self.server.context.wrap_socket(self.request, server_side=True)
        self.secure, self.known, self.sender, self.to = self.server.wrapped, not self.server.login, "", ""
        super().setup()

    def finish(self):
        super().finish()
        self.request.close()  # the one under TLS is not the one the server knows

    def say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")

    def handle(self):
        self.say(b"220 here")
        while line := self.rfile.readline():
            word, _, rest = line.decode("ascii").strip().partition(" ")
            if word.upper() == "QUIT":
                self.say(self.server.goodbye)
                return
            act = getattr(self, f"on_{word.lower()}", None)
            if act is None:
                self.say(b"502 not here")
            elif act(rest) is False:
                return

    def on_ehlo(self, _):
        offers = ["250-here"] + ["250-STARTTLS"] * bool(self.server.context and not self.secure)
        for line in [*offers, *["250-AUTH PLAIN"] * bool(self.server.login), "250 8BITMIME"]:
            self.say(line.encode())

    def on_starttls(self, _):
        self.say(b"220 go on")
        self.request = self.server.context.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile, self.secure = self.request.makefile("rb"), self.request.makefile("wb", 0), True

    def on_auth(self, rest):
        given = base64.b64decode(rest.partition(" ")[2]).decode().split("\0")[1:]
        self.known = tuple(given) == self.server.login
        self.say(b"235 come in" if self.known else b"535 who?")

    def on_mail(self, rest):
        self.server.in_clear += not self.secure
        self.sender = re.search("<(.*?)>", rest)[1]
        self.say(b"250 ok" if self.known else b"530 sign in first")

    def on_rcpt(self, rest):
        self.to = re.search("<(.*?)>", rest)[1]
        self.say(self.server.refused.get(self.to, b"250 ok"))

    def on_rset(self, _):
        self.say(b"250 ok")

    def on_data(self, _):
        self.say(b"354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if self.server.before:
            self.server.before()
        if self.server.answer is None or self.server.answer.startswith(b"250"):
            self.server.letters.append((self.sender, self.to, message_from_bytes(b"".join(lines), policy=policy.default)))
        if self.server.answer is None:
            return False
        self.say(self.server.answer)
