"""The service on a good day."""
from harness.suite import BOTH, test


@test(stacks=BOTH)
def twenty_polls_of_two_batteries_reach_journal_and_broker_alike(service):
    service.wait_samples(20)
    for name in service.batteries:
        assert service.faults(name) == [], service.faults(name)
