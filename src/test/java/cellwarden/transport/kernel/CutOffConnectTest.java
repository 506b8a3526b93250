package cellwarden.transport.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import cellwarden.transport.BleAddress;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.AdapterCheck;
import cellwarden.transport.kernel.socket.BluetoothSockets.LinkState;
import cellwarden.transport.kernel.socket.Errno;
import cellwarden.transport.kernel.socket.FakeKernel;
import cellwarden.transport.kernel.socket.HeldLink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A connect that is cut off leaves no link, at whatever moment that is.
@EnabledOnOs(OS.LINUX)
@Timeout(60)
final class CutOffConnectTest {

  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration FOR_EVER = Duration.ofHours(1);
  private static final String MAC = "A4:C1:38:00:11:22";

  /// The order to end the link: its code, the address as the kernel has it, and its type.
  private static final String DISCONNECT = "1400 22110038c1a401";

  private final FakeSockets sockets = new FakeSockets();
  private final FakeKernel kernel = sockets.kernel;
  private final HeldLink held = new HeldLink();

  /// Whether the first socket was closed by then, at each order to end the link.
  private final List<Boolean> closedAtTheEnd = new CopyOnWriteArrayList<>();

  @TempDir private Path folder;

  @BeforeEach
  void holdTheLink() {
    sockets.hold(held);
    kernel.onDisconnect(() -> closedAtTheEnd.add(held.isClosed()));
  }

  @AfterEach
  void closeAll() throws Exception {
    held.discard();
    sockets.close();
  }

  @Test
  void endsALinkThatComesUpAfterTheInterrupt() throws Exception {
    kernel.links(() -> {
      held.comeUp();
      return Map.of(MAC, LinkState.WANTED);
    });

    connectAndInterrupt();

    assertThat(closedAtTheEnd).containsExactly(false);
    assertThat(held.isClosed()).isTrue();
  }

  @Test
  void endsAtOnceALinkThatIsBeingSetUp() throws Exception {
    kernel.links(() -> Map.of(MAC, LinkState.SETTING_UP));

    connectUntilTheTimeLimit();

    assertThat(kernel.received()).containsExactly(DISCONNECT);
    assertThat(closedAtTheEnd).containsExactly(false);
    assertThat(held.isClosed()).isTrue();
  }

  @Test
  void withoutRightsKeepsTheSocketWhileTheLinkIsSetUp() throws Exception {
    kernel.denies();
    List<Boolean> closedWhenItCameUp = new CopyOnWriteArrayList<>();
    AtomicInteger looks = new AtomicInteger();
    kernel.links(() -> {
      if (looks.incrementAndGet() == 2) {
        closedWhenItCameUp.add(held.isClosed());
        held.comeUp();
      }
      return Map.of(MAC, LinkState.SETTING_UP);
    });

    connectUntilTheTimeLimit();

    assertThat(closedWhenItCameUp).containsExactly(false);
    assertThat(held.isClosed()).isTrue();
  }

  @Test
  void doesNotWaitAtTheTimeLimitForALinkThatIsOnlyWanted() throws Exception {
    List<Boolean> closedAtTheLooks = new CopyOnWriteArrayList<>();
    kernel.links(() -> {
      boolean closed = held.isClosed();
      closedAtTheLooks.add(closed);
      return closed ? Map.of() : Map.of(MAC, LinkState.WANTED);
    });

    connectUntilTheTimeLimit();

    assertThat(closedAtTheLooks).containsExactly(false, true);
    assertThat(kernel.received()).isEmpty();
  }

  @Test
  void endsALinkThatCameAboutThoughItsOrderWasCancelled() throws Exception {
    kernel.links(() -> Map.of(MAC, held.isClosed() ? LinkState.SETTING_UP : LinkState.WANTED));

    connectUntilTheTimeLimit();

    assertThat(sockets.connects()).hasSize(2);
    assertThat(closedAtTheEnd).containsExactly(true);
  }

  @Test
  void leavesALinkThatAnotherProgramUsesByNow() throws Exception {
    kernel.links(() -> {
      sockets.refuse(Errno.EBUSY);
      return Map.of(MAC, held.isClosed() ? LinkState.UP : LinkState.WANTED);
    });

    connectUntilTheTimeLimit();

    assertThat(sockets.connects()).hasSize(2);
    assertThat(kernel.received()).isEmpty();
  }

  @Test
  void doesNotLookAgainAndAgainWhereTheSocketFailed() throws Exception {
    sockets.hold(null);
    sockets.leadToRefusal();
    AtomicInteger looks = new AtomicInteger();
    kernel.links(() -> {
      looks.incrementAndGet();
      return Map.of(MAC, LinkState.SETTING_UP);
    });

    assertThatThrownBy(() -> transport().connect(FOR_EVER)).isInstanceOf(TransportException.class);

    assertThat(looks).hasValue(1);
    assertThat(kernel.received()).containsExactly(DISCONNECT);
  }

  @Test
  void givesUpWhenTheKernelNeverCancels() throws Exception {
    kernel.links(() -> Map.of(MAC, LinkState.WANTED));

    connectAndInterrupt();

    assertThat(held.isClosed()).isTrue();
    assertThat(sockets.connects()).hasSize(1);
  }

  private void connectAndInterrupt() throws InterruptedException {
    AtomicReference<Throwable> outcome = new AtomicReference<>();
    Thread connecting =
        Thread.ofPlatform()
            .start(() -> outcome.set(catchThrowable(() -> transport().connect(FOR_EVER))));
    held.awaitBegin();
    connecting.interrupt();
    connecting.join();
    assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
  }

  private void connectUntilTheTimeLimit() {
    assertThatThrownBy(() -> transport().connect(SHORT))
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("within 20 ms");
  }

  private Transport transport() {
    return new KernelStack(sockets, new AdapterCheck(folder)).transport(BleAddress.of(MAC));
  }
}
