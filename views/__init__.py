"""One module per subject: find, check, do, answer. Each module's `bp` is registered by `app.py`."""
