package cellwarden.simulator;

import static cellwarden.simulator.Simulations.address;
import static cellwarden.simulator.Simulations.decoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.protocol.Decoded;
import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.Payload;
import cellwarden.protocol.register.BasicInfo;
import cellwarden.testing.FakeTime;
import cellwarden.transport.Connection;
import cellwarden.transport.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SimulatorTransportTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final byte[] READ_BASIC = BasicInfo.REGISTER.request().encode();

  private final FakeTime time = new FakeTime();

  private SimulatorTransport transport(String address) {
    return SimulatorTransport.of(address(address), time);
  }

  private static BasicInfo read(Connection connection) throws Exception {
    connection.send(READ_BASIC);
    List<Payload> fragments = new ArrayList<>();
    byte[] fragment = connection.receive(SECOND);
    while (fragment.length > 0) {
      fragments.add(Payload.of(fragment));
      fragment = connection.receive(Duration.ZERO);
    }
    return basicInfo(fragments);
  }

  private static BasicInfo basicInfo(List<Payload> fragments) throws MalformedPayloadException {
    Decoded.Answer answer = (Decoded.Answer) decoded(fragments).getFirst();
    return BasicInfo.REGISTER.decode(answer.response().payload());
  }

  @Test
  void deliversFragmentsInOrderWithoutWaiting() throws Exception {
    try (Connection connection = transport("sim:4s").connect(SECOND)) {
      assertThat(read(connection).cellCount()).isEqualTo(4);
      assertThat(time.elapsed()).isZero();
    }
  }

  @Test
  void waitsForTheWholeTimeoutWhereNothingComes() throws Exception {
    try (Connection connection = transport("sim:4s").connect(SECOND)) {
      assertThat(connection.receive(SECOND)).isEmpty();
      assertThat(time.elapsed()).isEqualTo(SECOND);
    }
  }

  @Test
  void batteryLivesOnBetweenConnectionsAtItsOwnSpeed() throws Exception {
    SimulatorTransport transport = transport("sim:4s?speed=3600&current=-10");
    try (Connection connection = transport.connect(SECOND)) {
      assertThat(read(connection).soc()).isEqualTo(80);
    }
    time.advance(SECOND);
    try (Connection connection = transport.connect(SECOND)) {
      assertThat(read(connection).soc()).isEqualTo(70);
    }
  }

  @Test
  void lateAnswerComesWhenItIsDue() throws Exception {
    try (Connection connection = transport("sim:?faults=late_answer:1").connect(SECOND)) {
      connection.send(READ_BASIC);
      assertThat(connection.receive(SECOND)).isEmpty();
      assertThat(connection.receive(SECOND.multipliedBy(10))).isNotEmpty();
      assertThat(time.elapsed()).isEqualTo(SECOND.multipliedBy(2));
    }
  }

  @Test
  void hangUpIsALostLinkOnceTheRestWasTaken() throws Exception {
    try (Connection connection = transport("sim:?faults=hang_up:1").connect(SECOND)) {
      connection.send(READ_BASIC);
      assertThat(connection.receive(SECOND)).isNotEmpty();
      assertLost(() -> connection.receive(SECOND));
      assertLost(() -> connection.receive(Duration.ZERO));
      assertLost(() -> connection.send(READ_BASIC));
    }
  }

  @Test
  void closedConnectionIsLostAndMayBeClosedAgain() throws Exception {
    SimulatorTransport transport = transport("sim:");
    Connection connection = transport.connect(SECOND);
    connection.close();
    connection.close();
    assertLost(() -> connection.receive(Duration.ZERO));
    try (Connection next = transport.connect(SECOND)) {
      assertThatThrownBy(() -> transport.connect(Duration.ZERO))
          .isInstanceOfSatisfying(
              TransportException.class,
              e -> assertThat(e.kind()).isEqualTo(TransportException.Kind.UNREACHABLE));
      assertThat(read(next).cellCount()).isEqualTo(4);
    }
  }

  @Test
  void interruptEndsAWaitAtOnce() throws Exception {
    SimulatorTransport transport = SimulatorTransport.of(address("sim:"));
    try (Connection connection = transport.connect(SECOND)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> connection.receive(Duration.ofHours(1)))
          .isInstanceOf(InterruptedException.class);
    }
  }

  private static void assertLost(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            TransportException.class,
            e -> assertThat(e.kind()).isEqualTo(TransportException.Kind.LOST));
  }
}
