package cellwarden.transport.ble.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.testing.CapturedLog;
import cellwarden.testing.FakeStack.FakeAdapter;
import cellwarden.transport.BleAddress;
import cellwarden.transport.Connection;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.AdapterCheck.AdapterState;
import cellwarden.transport.ble.BleTrouble;
import cellwarden.transport.ble.BleTrouble.BleException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AdapterRecoveryTest {

  private static final String LEFT = "A4:C1:38:00:11:22";
  private static final String RIGHT = "A4:C1:38:00:11:33";

  private final Actions actions = new Actions();
  private final List<AdapterRecovery.Done> done = new ArrayList<>();
  private final Map<String, BleTrouble> troubles = new HashMap<>();
  private final Map<String, Transport> ways = new HashMap<>();
  private final CapturedLog log = CapturedLog.start();
  private long now;

  @AfterEach
  void end() {
    log.close();
  }

  @Test
  void switchesAnAdapterThatHearsNothingOffAndOn() throws Exception {
    two(true);

    failFor(Duration.ofMinutes(6), BleTrouble.NO_CONNECT);

    assertThat(actions.did).contains("power cycle hci0");
    assertThat(done)
        .filteredOn(one -> one.rung() == Rung.POWER_CYCLE)
        .containsExactly(
            new AdapterRecovery.Done(
                Rung.POWER_CYCLE, Optional.of("hci0"), Set.of("left", "right"), "done"));
    assertThat(way("left").recoveries()).containsEntry("power_cycle", 1);
    assertThat(log.messages("WARN")).contains("hci0: the adapter is switched off and on: done");
  }

  @Test
  void doesNotTouchAnAdapterThatHearsOthers() throws Exception {
    two(true);
    actions.heard = Set.of("11:22:33:44:55:66");

    failFor(Duration.ofDays(1), BleTrouble.NO_CONNECT);

    assertThat(actions.did).doesNotContain("power cycle hci0");
    assertThat(log.messages("WARN"))
        .filteredOn(line -> line.contains("left alone"))
        .containsExactly(
            "hci0: no battery answers, but the adapter is left alone: it hears other devices, so it"
                + " is the batteries that are away");
  }

  @Test
  void switchesAnAdapterThatHearsABatteryButDoesNotReachIt() throws Exception {
    two(true);
    actions.heard = Set.of("11:22:33:44:55:66", RIGHT);

    failFor(Duration.ofMinutes(6), BleTrouble.NO_CONNECT);

    assertThat(actions.did).contains("power cycle hci0");
  }

  @Test
  void doesNotTouchAnAdapterThatAnotherProgramUses() throws Exception {
    two(true);
    actions.use = Optional.of("another program scans");

    failFor(Duration.ofDays(1), BleTrouble.ADAPTER_HANGS);

    assertThat(actions.did).isEmpty();
    assertThat(log.text()).containsOnlyOnce("another program scans");
  }

  @Test
  void doesNotTouchAnAdapterOverWhichAnotherBatteryIsReached() throws Exception {
    two(true);
    for (int i = 0; i < 600; i++) {
      now += Duration.ofMinutes(1).toNanos();
      fail("left", BleTrouble.NO_CONNECT);
      troubles.remove("right");
      way("right").connect(Duration.ZERO);
    }

    assertThat(actions.did).doesNotContain("power cycle hci0");
  }

  @Test
  void tellsAdaptersApart() throws Exception {
    AdapterRecovery recovery = recovery(true);
    watch(
        recovery,
        "left",
        new BleAddress(LEFT, Optional.of("hci0"), Optional.empty(), OptionalInt.empty()));
    watch(
        recovery,
        "right",
        new BleAddress(
            RIGHT, Optional.of("00:1A:7D:DA:71:14"), Optional.empty(), OptionalInt.empty()));
    actions.all =
        List.of(
            new FakeAdapter("hci0", "00:1A:7D:DA:71:13", true),
            new FakeAdapter("hci1", "00:1A:7D:DA:71:14", true));
    for (int i = 0; i < 6; i++) {
      now += Duration.ofMinutes(1).toNanos();
      way("left").connect(Duration.ZERO);
      fail("right", BleTrouble.ADAPTER_HANGS);
    }

    assertThat(actions.did).containsExactly("power cycle hci1");
    assertThat(done)
        .singleElement()
        .extracting(AdapterRecovery.Done::batteries)
        .isEqualTo(Set.of("right"));
  }

  @Test
  void climbsToTheHelperWhereItIsInstalled() throws Exception {
    two(true);
    actions.helper = true;

    failFor(Duration.ofMinutes(40), BleTrouble.ADAPTER_HANGS);

    assertThat(actions.did)
        .startsWith("power cycle hci0", "bluetoothd hci0", "driver hci0", "power cycle hci0");
  }

  @Test
  void saysOnceThatTheHelperIsNotInstalled() throws Exception {
    two(true);

    failFor(Duration.ofDays(1), BleTrouble.BLOCKED);

    assertThat(actions.did).isEmpty();
    assertThat(log.messages("WARN"))
        .singleElement()
        .asString()
        .contains("is not installed; 'sudo packaging/recover/install'");
  }

  @Test
  void doesNotTryAgainWhatItMayNotDo() throws Exception {
    two(true);
    actions.trouble =
        new TransportException(TransportException.Kind.DENIED, "hci0: permission denied");

    failFor(Duration.ofDays(2), BleTrouble.ADAPTER_OFF);

    assertThat(actions.did).containsExactly("power cycle hci0");
    assertThat(done)
        .singleElement()
        .extracting(AdapterRecovery.Done::outcome)
        .isEqualTo("hci0: permission denied");
  }

  @Test
  void forgetsABatteryAndLeavesAdaptersAloneWhereTheOwnerWantsIt() throws Exception {
    two(false);

    failFor(Duration.ofDays(1), BleTrouble.NO_CONNECT);

    assertThat(actions.did).containsOnly("forget " + LEFT, "forget " + RIGHT);
    assertThat(way("left").recoveries()).containsOnlyKeys("rediscover");
  }

  private void two(boolean touchesAdapters) {
    AdapterRecovery recovery = recovery(touchesAdapters);
    watch(recovery, "left", BleAddress.of(LEFT));
    watch(recovery, "right", BleAddress.of(RIGHT));
  }

  private AdapterRecovery recovery(boolean touchesAdapters) {
    return new AdapterRecovery(actions, touchesAdapters, done::add, () -> now);
  }

  private void watch(AdapterRecovery recovery, String battery, BleAddress address) {
    Transport transport =
        _ -> {
          BleTrouble trouble = troubles.get(battery);
          if (trouble != null) {
            throw trouble.at(address, "");
          }
          return new Nothing();
        };
    ways.put(battery, recovery.watched(battery, address, transport));
  }

  private void failFor(Duration duration, BleTrouble trouble) {
    for (long minute = 0; minute < duration.toMinutes(); minute++) {
      now += Duration.ofMinutes(1).toNanos();
      fail("left", trouble);
      fail("right", trouble);
    }
  }

  private void fail(String battery, BleTrouble trouble) {
    troubles.put(battery, trouble);
    assertThatThrownBy(() -> way(battery).connect(Duration.ZERO))
        .isInstanceOfSatisfying(
            BleException.class, e -> assertThat(e.trouble()).isEqualTo(trouble));
  }

  /// A link over which nothing is said.
  private static final class Nothing implements Connection {
    @Override
    public void send(byte[] bytes) {}

    @Override
    public byte[] receive(Duration timeout) {
      return new byte[0];
    }

    @Override
    public void close() {}
  }

  private static final class Actions implements RecoveryActions {
    private final List<String> did = new ArrayList<>();
    private List<? extends AdapterState> all =
        List.of(new FakeAdapter("hci0", "00:1A:7D:DA:71:13", true));
    private Optional<String> use = Optional.empty();
    private Set<String> heard = Set.of();
    private @Nullable TransportException trouble;
    private boolean helper;

    @Override
    public List<? extends AdapterState> adapters() {
      return all;
    }

    @Override
    public Optional<String> use(String adapter, Set<String> own) {
      return use;
    }

    @Override
    public Set<String> heard(String adapter) {
      return heard;
    }

    @Override
    public boolean forget(BleAddress battery) {
      did.add("forget " + battery.mac());
      return true;
    }

    @Override
    public void powerCycle(String adapter) throws TransportException {
      did.add("power cycle " + adapter);
      if (trouble != null) {
        throw trouble;
      }
    }

    @Override
    public boolean hasHelper() {
      return helper;
    }

    @Override
    public void help(Rung rung, String adapter) {
      did.add(rung.label() + " " + adapter);
    }
  }

  private Transport way(String battery) {
    return Objects.requireNonNull(ways.get(battery), battery);
  }
}
