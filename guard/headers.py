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


def init_app(app) -> None:
    kept = strict_headers(app.config["HTTPS"])

    @app.after_request
    def add(response):
        for name, value in kept.items():
            response.headers[name] = value
        response.headers.setdefault("Cache-Control", "no-store")
        return response
