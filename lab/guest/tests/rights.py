"""Who may do what: the service does not run as root."""
from harness.program import read
from harness.suite import test

NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs"]
WITHOUT = [*NOBODY, "--inh-caps=-all"]
WITH_NET_ADMIN = [*NOBODY, "--inh-caps=+net_admin", "--ambient-caps=+net_admin"]


def hold(battery, prefix):
    """Seconds for which a reading holds the battery's link."""
    mark = battery.log.mark()
    read(battery.uri("kernel"), prefix=prefix)
    battery.wait("disconnected", mark)
    seconds = battery.holds()[-1]
    print("  held for %.3f s" % seconds)
    return seconds


@test()
def an_ordinary_user_reads_and_the_kernel_keeps_the_link_two_seconds(lab):
    assert 1.5 < hold(lab.batteries[0], WITHOUT) < 10


@test()
def a_user_with_cap_net_admin_lets_the_battery_go_at_once(lab):
    assert hold(lab.batteries[0], WITH_NET_ADMIN) < 1.5
