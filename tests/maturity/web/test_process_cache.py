"""What many phones ask for at once is worked out once."""

import threading

from maturity.web.process_cache import shared


def test_answer_is_kept_for_its_time_and_computed_anew_afterwards() -> None:
    counted = []

    def count() -> int:
        counted.append(1)
        return len(counted)

    assert [shared("a", 60, count), shared("a", 60, count), shared("b", 60, count)] == [1, 1, 2]
    assert [shared("c", -1, count), shared("c", -1, count)] == [3, 4]


def test_many_threads_that_ask_at_once_compute_once() -> None:
    counted, start = [], threading.Barrier(8)

    def ask() -> None:
        start.wait()
        shared("together", 60, lambda: counted.append(1))

    threads = [threading.Thread(target=ask) for _each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counted == [1]
