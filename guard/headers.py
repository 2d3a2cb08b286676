"""The same strict headers on every answer: pages, parts, errors, static files."""

CSP = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
       "connect-src 'self'; form-action 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'")
STRICT = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    # not no-referrer: over HTTPS Flask-WTF checks the referrer of a form
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
    "X-Frame-Options": "DENY",
}


def strict_headers(https: bool) -> dict[str, str]:
    hsts = {"Strict-Transport-Security": "max-age=31536000"} if https else {}
    return {**STRICT, **hsts}


class StrictHeaders:
    """Around everything that answers, static files and their errors included."""

    def __init__(self, wsgi_app, https: bool):
        self.wsgi_app, self.kept = wsgi_app, list(strict_headers(https).items())

    def __call__(self, environ, start_response):
        def start(status, headers, exc_info=None):
            return start_response(status, headers + self.kept, exc_info)
        return self.wsgi_app(environ, start)


def init_app(app) -> None:
    app.wsgi_app = StrictHeaders(app.wsgi_app, app.config["HTTPS"])

    @app.after_request
    def add(response):
        response.headers.setdefault("Cache-Control", "no-store")
        return response
