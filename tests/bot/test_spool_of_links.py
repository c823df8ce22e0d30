"""A link to a SQLite file is that file: whoever serves it by either name holds one spool."""

from pathlib import Path

from bot.app import choose_spool


def test_a_link_to_a_file_has_the_files_spool(tmp_path: Path) -> None:
    file, link = tmp_path / "parley.db", tmp_path / "other.db"
    file.touch()
    link.symlink_to(file)
    assert choose_spool(link) == choose_spool(file) == tmp_path / "parley.db.spool"
