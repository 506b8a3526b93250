"""The service on a good day, and on very many."""
import os

from harness.suite import BOTH, test


@test(stacks=BOTH)
def twenty_polls_of_two_batteries_reach_journal_and_broker_alike(service):
    service.wait_samples(20)
    for name in service.batteries:
        assert service.faults(name) == [], service.faults(name)


def held(service):
    """Most descriptors and most threads that the program has after some polls."""
    descriptors = threads = 0
    process = "/proc/%d/" % service.process.pid
    for _ in range(10):
        service.wait_samples(1)
        descriptors = max(descriptors, len(os.listdir(process + "fd")))
        threads = max(threads, len(os.listdir(process + "task")))
    return descriptors, threads


def anonymous_memory(service):
    with open("/proc/%d/status" % service.process.pid, encoding="ascii") as file:
        return next(line.split(":")[1].strip() for line in file if line.startswith("RssAnon"))


@test(stacks=BOTH, batteries=[""], slow=True)
def five_hundred_polls_leave_no_descriptor_and_no_thread(service):
    service.wait_samples(50)
    before, memory = held(service), anonymous_memory(service)
    service.wait_samples(500)
    after = held(service)
    print("  descriptors and threads %s, then %s; memory %s, then %s" % (before, after, memory, anonymous_memory(service)))
    # The JVM starts a compiler thread or opens a file when it likes: no leak of 450 polls
    assert after[0] <= before[0] + 20 and after[1] <= before[1] + 20
    for name in service.batteries:
        assert service.faults(name) == [], service.faults(name)
