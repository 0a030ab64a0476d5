"""What the server writes down of a request."""

import logging


class Refusals(logging.Filter):
    """One line for a request that was refused: what raised the refusal is no fault, so its traceback is left out."""

    def filter(self, record: logging.LogRecord) -> bool:
        if 400 <= getattr(record, "status_code", 500) < 500:
            record.exc_info = None
        return True
