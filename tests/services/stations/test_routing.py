"""Where people are sent: the shortest queue, shared by parallel stations, and nobody called back halfway."""

from hypothesis import given
from hypothesis import strategies as st

from services.stations.routing import Step, What, plan

STATIONS = {"run": (1,), "jump": (2,), "grip": (3,)}
ALL = (("run",), ("jump",), ("grip",))


def come(*people, at=0):
    return [Step(at, who, What.COME) for who in people]


def routes(*steps, stations=STATIONS, categories=None):
    people = {step.who for step in steps}
    return plan(stations, categories or dict.fromkeys(people, ALL), steps)


def test_who_come_together_are_spread_over_the_stations_by_their_numbers():
    assert routes(*come(11, 12, 13, 14)).sent == {11: "run", 12: "jump", 13: "grip", 14: "run"}


def test_whoever_is_done_goes_where_the_fewest_were_sent():
    steps = come(1, 2, 3, 4, 5)  # run: 1, 4; jump: 2, 5; grip: 3
    found = routes(*steps, Step(1, 1, What.DONE, "run"))
    assert found.sent[1] == "grip"
    assert found.queues == {"run": (4,), "jump": (2, 5), "grip": (3, 1)}
    assert [found.ahead(who) for who in (3, 1)] == [0, 1]


def test_whoever_was_sent_somewhere_stays_sent_there_when_another_queue_runs_empty():
    found = routes(*come(1, 2, 3, 4), Step(1, 2, What.DONE, "jump"), Step(2, 1, What.DONE, "jump"))
    assert found.sent[4] == "run"
    assert found.ahead(4) == 1  # the first was measured elsewhere and still is to run


def test_parallel_stations_share_a_queue_and_shorten_it():
    stations = {"run": (1, 4), "jump": (2,)}
    people = dict.fromkeys(range(6), (("run",), ("jump",)))
    found = routes(*come(*range(6)), stations=stations, categories=people)
    assert {exercise: len(queue) for exercise, queue in found.queues.items()} == {"run": 4, "jump": 2}


def test_a_queue_counts_those_who_have_yet_to_come_less_than_those_who_were_sent():
    # Nobody was sent to either; more have yet to run.
    people = {1: (("grip",), ("run",)), 2: (("grip",), ("run",)), 3: (("run",), ("jump",))}
    stations = {"grip": (1,), "run": (2,), "jump": (3,)}
    assert routes(*come(1, 3), stations=stations, categories=people).sent[3] == "jump"


def test_of_a_category_one_is_done_and_a_choice_closes_the_others():
    people = {1: (("run", "jump"), ("grip",))}
    first = routes(*come(1), categories=people)
    assert first.left == {"run": 1, "jump": 1, "grip": 1}
    picked = routes(*come(1), Step(1, 1, What.PICK, "jump"), categories=people)
    assert (picked.sent, picked.left) == ({1: "jump"}, {"run": 0, "jump": 1, "grip": 1})
    done = routes(*come(1), Step(1, 1, What.DONE, "jump"), categories=people)
    assert (done.sent, done.left["run"]) == ({1: "grip"}, 0)


def test_what_was_done_beside_the_choice_leaves_the_chosen_open():
    people = {1: (("run", "jump"),)}
    steps = [*come(1), Step(1, 1, What.PICK, "jump"), Step(2, 1, What.DONE, "run")]
    assert routes(*steps, categories=people).sent == {1: "jump"}


def test_who_is_let_off_settled_or_done_is_sent_nowhere_and_a_retest_opens_again():
    done = [Step(1, 1, What.DONE, "run"), Step(1, 1, What.SHUT, "jump"), Step(1, 1, What.DONE, "grip")]
    assert routes(*come(1), *done).sent == {}
    assert routes(*come(1), *done, Step(2, 1, What.AGAIN, "grip")).sent == {1: "grip"}
    assert routes(*come(1, 2), Step(1, 1, What.LEAVE)).sent == {2: "jump"}


def test_an_exercise_without_a_station_is_nobodys_next():
    assert routes(*come(1), stations={"grip": (3,)}).sent == {1: "grip"}
    assert routes(*come(1), stations={}).sent == {}


@given(
    st.lists(
        st.builds(
            Step,
            st.integers(1, 9),
            st.integers(1, 6),
            st.sampled_from(list(What)[1:]),
            st.sampled_from(list(STATIONS)),
        ),
        max_size=40,
    )
)
def test_everyone_with_something_open_waits_in_exactly_one_queue_for_something_open(steps):
    people = range(1, 7)
    found = plan(STATIONS, dict.fromkeys(people, (("run", "jump"), ("grip",))), [*come(*people), *steps])
    waiting = [who for queue in found.queues.values() for who in queue]
    assert sorted(waiting) == sorted(found.sent)
    assert all(who in found.queues[exercise] for who, exercise in found.sent.items())
    for exercise, queue in found.queues.items():
        assert len(queue) <= found.left[exercise] <= len(people)


@given(st.permutations(range(20)))
def test_the_order_of_reading_does_not_matter_where_the_times_differ(order):
    steps = [Step(n, n, What.COME) for n in range(10)]
    steps += [Step(20 + n, n, What.DONE, "run") for n in range(10)]
    expected = routes(*steps)
    assert routes(*(steps[n] for n in order), categories=dict.fromkeys(range(10), ALL)) == expected
