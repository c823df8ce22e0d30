"""The vault: what goes in comes out with the right key alone, and every purpose has a key of its own."""

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.vault import Locked, Vault
from tests.cases import each

OLD, NEW = "an old key of more than 32 characters", "a new key of more than 32 characters!"
OLD_WORD, NEW_WORD = "o" * 32, "n" * 40


def test_a_secret_comes_back_and_is_never_stored_alike() -> None:
    vault = Vault(OLD)
    first, second = vault.encrypt("token-ä"), vault.encrypt("token-ä")
    assert (vault.decrypt(first), vault.decrypt(second), first == second) == ("token-ä", "token-ä", False)
    assert b"token" not in first


def test_another_key_opens_nothing() -> None:
    with pytest.raises(Locked, match="PARLEY_SECRET_KEY"):
        Vault(NEW).decrypt(Vault(OLD).encrypt("token"))


def test_a_new_key_before_an_old_one_opens_what_the_old_one_closed() -> None:
    both = Vault(f"{NEW_WORD} {OLD_WORD}")
    assert both.decrypt(Vault(OLD_WORD).encrypt("token")) == "token"
    assert Vault(NEW_WORD).decrypt(both.encrypt("token")) == "token"
    assert both.hashes("pk_1") == (Vault(NEW_WORD).hash_token("pk_1"), Vault(OLD_WORD).hash_token("pk_1"))
    assert both.fingerprint("token") == Vault(NEW_WORD).fingerprint("token")


def test_a_sentence_of_short_words_is_one_key() -> None:
    sentence = Vault("correct horse battery staple and a few more words")
    assert len(sentence.hashes("x")) == 1
    with pytest.raises(Locked):
        Vault("correct " + "x" * 32).decrypt(sentence.encrypt("token"))


def test_every_purpose_has_its_own_key() -> None:
    vault = Vault(OLD)
    derived = {
        vault.derive_key("holdout"),
        vault.derive_key("links"),
        vault.derive_key("discounts"),
        Vault(NEW).derive_key("links"),
    }
    assert len(derived) == 4
    assert {len(key) for key in derived} == {32}
    assert vault.fingerprint("x") != vault.hash_token("x")


def test_what_is_derived_stays_the_same_from_one_version_to_the_next() -> None:
    vault = Vault("k" * 32)
    assert vault.hash_token("pk_tiger_1") == "7e03df90b5aa38b2162973665a9789ad"
    assert vault.derive_key("holdout").hex() == "2af570ee7e17e4f7ffd6c4f67b7f5ae2bfc710439d0c24f92c0a1af708304554"


@pytest.mark.parametrize("token", ["", "\udcff", "é" * 1000], ids=["empty", "not utf-8", "long"])
def test_any_token_has_a_hash(token: str) -> None:
    assert len(Vault(OLD).hash_token(token)) == 32


@each("key", ["short", OLD, "ä" * 200], ids=["short", "of a line", "longer than a block"])
@each("purpose", ["seeds", "metrics", ""])
def test_keys_are_derived_as_the_standard_says(key: str, purpose: str) -> None:
    library = HKDF(SHA256(), length=32, salt=None, info=f"parley/keyed/{purpose}".encode())
    assert Vault(key).derive_key(purpose) == library.derive(key.encode())
