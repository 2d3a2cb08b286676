"""Asks an application for a page inside this process, and says what it cost in CPU."""

import io
import time


def environ(method: str, path: str, cookie: str, body: str) -> dict:
    sent = body.encode()
    return {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "", "SCRIPT_NAME": "", "SERVER_NAME": "localhost",
        "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost",
        "HTTP_COOKIE": cookie, "HTTP_ACCEPT_ENCODING": "gzip", "HTTP_SEC_FETCH_SITE": "same-origin",
        "CONTENT_TYPE": "application/x-www-form-urlencoded" if body else "", "CONTENT_LENGTH": str(len(sent)),
        "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(sent), "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False}


def once(contender, name: str) -> tuple[float, int, int, bytes]:
    """CPU seconds of this thread, status, bytes, and the body of one answer."""
    asked, said = environ(*contender.request(name)), []

    def start_response(status, headers, exc_info=None):
        said.append(int(status[:3]))
        return lambda written: None

    began = time.thread_time()
    answer = contender.app(asked, start_response)
    body = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    return time.thread_time() - began, said[0], len(body), body
