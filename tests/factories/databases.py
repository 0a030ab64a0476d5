"""The test database in a file, for tests in which several threads use it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, connections


@contextmanager
def on_disk(path: Path) -> Iterator[None]:
    """Within it, every thread has its own connection to a copy of the test database, as on a server: WAL, and writers
    that queue. In memory SQLite gives all threads one connection. PostgreSQL stays as it is."""
    if connection.vendor != "sqlite" or not connection.is_in_memory_db():
        yield
        return
    connection.ensure_connection()
    connection.connection.execute("VACUUM INTO ?", [str(path)])
    kept, name = connection.connection, connection.settings_dict["NAME"]
    connection.connection, connection.settings_dict["NAME"] = None, str(path)
    try:
        yield
    finally:
        connections.close_all()
        connection.connection, connection.settings_dict["NAME"] = kept, name


def url() -> str:
    """The database that this test uses, as another process finds it."""
    its = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{its['NAME']}"
    return f"postgres://{its['USER']}:{its['PASSWORD']}@{its['HOST']}:{its['PORT']}/{its['NAME']}"
