package cellwarden.transport.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.testing.Guard;
import cellwarden.transport.BleAddress;
import cellwarden.transport.TransportException;
import cellwarden.transport.TransportException.Kind;
import cellwarden.transport.ble.AdapterCheck;
import cellwarden.transport.kernel.socket.BluetoothSockets.Adapter;
import cellwarden.transport.kernel.socket.BluetoothSockets.LinkState;
import cellwarden.transport.kernel.socket.FakeKernel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What is done by the kernel's management to get a battery or an adapter back.
@EnabledOnOs(OS.LINUX)
final class KernelAdapterTest {

  private static final Duration LONG = Guard.HANG;
  private static final String MAC = "A4:C1:38:00:11:22";

  private final FakeSockets sockets = new FakeSockets();
  private final FakeKernel kernel = sockets.kernel;

  @TempDir private Path rfkill;

  @AfterEach
  void closeAll() throws Exception {
    sockets.close();
  }

  @Test
  void switchesAnAdapterOffAndOn() throws Exception {
    stack().powerCycle("hci0", LONG);

    assertThat(kernel.received()).containsExactly("0500 00", "0500 01");
  }

  @Test
  void switchesOneThatIsOffOn() throws Exception {
    kernel.has(new Adapter(0, FakeKernel.ADAPTER, false));

    stack().powerCycle("hci0", LONG);

    assertThat(stack().adapters(LONG)).first().matches(Adapter::powered);
  }

  @Test
  void saysThatItMayNotAndDoesNotGoOn() {
    kernel.denies();

    assertThatThrownBy(() -> stack().powerCycle("hci0", LONG))
        .hasMessage("hci0: permission denied")
        .isInstanceOfSatisfying(
            TransportException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DENIED));
    assertThat(kernel.received()).containsExactly("0500 00");
  }

  @Test
  void ordersAnAdapterThatDoesNotAnswerOn() {
    kernel.deafTo("0500");

    assertThatThrownBy(() -> stack().powerCycle("hci0", Duration.ofMillis(20)))
        .isInstanceOfSatisfying(
            TransportException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE));
    assertThat(kernel.received()).containsExactly("0500 00", "0500 01");
  }

  @Test
  void knowsAnotherProgramsLinks() throws Exception {
    kernel.links(() -> Map.of(MAC, LinkState.UP, "11:22:33:44:55:66", LinkState.WANTED));

    assertThat(stack().use("hci0", Set.of(MAC), LONG)).isEmpty();
    assertThat(stack().use("hci0", Set.of(), LONG))
        .contains("another program holds a link to " + MAC);
    assertThat(stack().use("hci1", Set.of(), LONG)).isEmpty();
  }

  @Test
  void forgetsWhatItLearnedOfABattery() throws Exception {
    KernelStack stack = stack();
    BleAddress address = BleAddress.of(MAC);
    assertThat(stack.forget(address, LONG)).as("nothing is known yet").isFalse();

    stack.transport(address).connect(LONG).close();

    assertThat(stack.forget(address, LONG)).isTrue();
    assertThat(stack.forget(address, LONG)).isFalse();
  }

  private KernelStack stack() {
    return new KernelStack(sockets, new AdapterCheck(rfkill));
  }
}
