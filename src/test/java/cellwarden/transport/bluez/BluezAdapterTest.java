package cellwarden.transport.bluez;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.testing.Guard;
import cellwarden.transport.Connection;
import cellwarden.transport.TransportException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.freedesktop.dbus.types.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is done over bluetoothd to get a battery or an adapter back.
final class BluezAdapterTest {

  private static final Duration LONG = Guard.HANG;
  private static final String ADAPTER = "org.bluez.Adapter1";
  private static final String DEVICE = "org.bluez.Device1";

  @RegisterExtension private final BluezLab lab = new BluezLab();

  @Test
  void forgetsADeviceAndFindsItAgain() throws Exception {
    lab.battery().remembered();

    assertThat(lab.stack().forget(BluezLab.ADDRESS, LONG)).isTrue();

    assertThat(lab.bluez().has(lab.battery().path())).isFalse();
    assertThat(lab.stack().forget(BluezLab.ADDRESS, LONG)).as("again").isFalse();
    lab.assertReads();
    assertThat(lab.bluez().scans()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Paired", "Bonded", "Trusted", "Blocked"})
  void keepsWhatSomebodyMadeByHand(String property) throws Exception {
    lab.battery().remembered();
    lab.bluez().set(lab.battery().path(), DEVICE, Map.of(property, new Variant<>(true)));

    assertThat(lab.stack().forget(BluezLab.ADDRESS, LONG)).isFalse();

    assertThat(lab.bluez().has(lab.battery().path())).isTrue();
  }

  @Test
  void keepsADeviceWithALink() throws Exception {
    try (Connection link = lab.transport().connect(LONG)) {
      assertThat(lab.stack().forget(BluezLab.ADDRESS, LONG)).isFalse();
      assertThat(link.receive(Duration.ZERO)).isEmpty();
    }
  }

  @Test
  void switchesAnAdapterOffAndOn() throws Exception {
    lab.stack().powerCycle("hci0", LONG);

    assertThat(lab.bluez().sets())
        .containsExactly("/org/bluez/hci0 Powered=false", "/org/bluez/hci0 Powered=true");
    lab.assertReads();
  }

  @Test
  void saysThatItMayNot() {
    lab.bluez().refusesToSet("org.freedesktop.DBus.Error.AccessDenied");
    lab.bluez().adapter("hci0", false);

    assertThatThrownBy(() -> lab.stack().powerCycle("hci0", LONG))
        .isInstanceOfSatisfying(
            TransportException.class,
            e -> assertThat(e.kind()).isEqualTo(TransportException.Kind.DENIED));
  }

  @Test
  void switchesAnAdapterOnAlsoWhereItIsInterrupted() throws Exception {
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              Thread.currentThread().interrupt();
              assertThatThrownBy(() -> lab.stack().powerCycle("hci0", LONG))
                  .isInstanceOf(InterruptedException.class);
            });
    thread.join();

    assertThat(lab.bluez().sets())
        .satisfiesAnyOf(
            sets -> assertThat(sets).isEmpty(),
            sets -> assertThat(sets).last().isEqualTo("/org/bluez/hci0 Powered=true"));
  }

  @Test
  void knowsWhoUsesAnAdapter() throws Exception {
    assertThat(lab.stack().use("hci0", Set.of(BluezLab.MAC), LONG)).isEmpty();

    lab.battery().remembered();
    lab.bluez().set(lab.battery().path(), DEVICE, Map.of("Connected", new Variant<>(true)));
    awaitUse(Set.of(), "another program holds a link to " + BluezLab.MAC);
    assertThat(lab.stack().use("hci0", Set.of(BluezLab.MAC), LONG)).isEmpty();

    lab.bluez().set("/org/bluez/hci0", ADAPTER, Map.of("Discovering", new Variant<>(true)));
    awaitUse(Set.of(BluezLab.MAC), "another program scans");
  }

  /// What changes comes as a signal, some time.
  private void awaitUse(Set<String> own, String use) throws Exception {
    Guard.await(use, () -> lab.stack().use("hci0", own, LONG).equals(Optional.of(use)));
  }
}
