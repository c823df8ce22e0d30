import pytest, sys

sys.path.insert(0, "/work/tools")
import record as R
from pathlib import Path
from tests.transcripts.test_transcripts import own_folder


@pytest.mark.parametrize(
    "path",
    [
        "/work/wt/address/tests/transcripts/plays/life/a_busy_saturday.txt",
        "/work/wt/address/tests/transcripts/plays/sourcing/a_change_and_a_question.txt",
        "/work/wt/address/tests/transcripts/plays/sourcing/a_correction_of_an_order.txt",
        "/work/wt/address/tests/transcripts/plays/sourcing/a_ji_is_a_yes.txt",
        "/work/wt/address/tests/transcripts/plays/sourcing/a_na_that_is_no_no.txt",
        "/work/wt/address/tests/transcripts/plays/sourcing/a_no_at_the_door_and_the_address.txt",
        "/work/wt/address/tests/transcripts/plays/sourcing/a_nod_to_the_team.txt",
        "/work/wt/address/tests/transcripts/plays/sourcing/a_time_counts_no_pieces.txt",
        "/work/wt/address/tests/transcripts/plays/sourcing/a_wish_with_an_occasion.txt",
        "/work/wt/address/tests/transcripts/plays/sourcing/a_yes_with_a_change.txt",
        "/work/wt/address/tests/transcripts/plays/sourcing/an_address_tells_no_language.txt",
        "/work/wt/address/tests/transcripts/plays/sourcing/another_size_behind_an_order.txt",
        "/work/wt/address/tests/transcripts/plays/sourcing/both_of_which_one_is_ordered.txt",
        "/work/wt/address/tests/transcripts/plays/sourcing/for_whom_it_is.txt",
        "/work/wt/address/tests/transcripts/plays/sourcing/in_their_own_letters.txt",
        "/work/wt/address/tests/transcripts/plays/sourcing/in_which_sizes.txt",
        "/work/wt/address/tests/transcripts/plays/sourcing/kept_behind_a_correction.txt",
        "/work/wt/address/tests/transcripts/plays/sourcing/no_yes_at_all.txt",
        "/work/wt/address/tests/transcripts/plays/sourcing/not_to_the_address_of_before.txt",
        "/work/wt/address/tests/transcripts/plays/sourcing/old_cards.txt",
        "/work/wt/address/tests/transcripts/plays/sourcing/one_yes_orders_what_was_told.txt",
        "/work/wt/address/tests/transcripts/plays/sourcing/only_on_a_condition.txt",
        "/work/wt/address/tests/transcripts/plays/sourcing/ordered_after_stop_all.txt",
        "/work/wt/address/tests/transcripts/plays/sourcing/ordered_again_after_calling_off.txt",
        "/work/wt/address/tests/transcripts/plays/sourcing/ordered_in_chat.txt",
        "/work/wt/address/tests/transcripts/plays/sourcing/other_goods_than_were_ordered.txt",
        "/work/wt/address/tests/transcripts/plays/sourcing/over_as_it_begins.txt",
    ],
)
async def test_record(path, server, database):
    R.DB = database
    await R.record(Path(path))
