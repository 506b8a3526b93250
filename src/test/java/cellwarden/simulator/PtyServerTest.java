package cellwarden.simulator;

import static cellwarden.simulator.Simulations.START;
import static cellwarden.simulator.Simulations.bms;
import static cellwarden.simulator.Simulations.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.protocol.Decoded;
import cellwarden.protocol.Response;
import cellwarden.protocol.ResponseDecoder;
import cellwarden.protocol.register.BasicInfo;
import cellwarden.testing.Guard;
import cellwarden.transport.Connection;
import cellwarden.transport.SerialAddress;
import cellwarden.transport.TransportException;
import cellwarden.transport.serial.SerialTransport;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PtyServerTest {

  private static final byte[] READ_BASIC = BasicInfo.REGISTER.request().encode();

  private final List<Path> ports = new CopyOnWriteArrayList<>();

  @TempDir private Path folder;

  @Test
  void servesOneProgramAfterAnother() throws Exception {
    try (PtyServer _ = PtyServer.listen(bms("sim:8s"), Optional.empty(), ports::add)) {
      assertThat(ports).singleElement().asString().startsWith("/dev/pts/");
      for (int i = 0; i < 3; i++) {
        assertThat(cells(ports.getFirst())).isEqualTo(8);
      }
    }
    assertThat(ports.getFirst()).doesNotExist();
  }

  /// Each program is a new conversation to the BMS.
  @Test
  void faultsOfTheBeginningComeBackWithEachProgram() throws Exception {
    SimulatedBms bms = SimulatedBms.of(options("sim:?faults=first_unanswered:1"), () -> START);
    try (PtyServer _ = PtyServer.listen(bms, Optional.empty(), ports::add)) {
      assertThat(cells(ports.getFirst())).isEqualTo(4);
      // The server may not have seen yet that the program before has left.
      Guard.await(
          "silence at the beginning",
          () -> {
            try (Connection link = open(ports.getFirst())) {
              link.send(READ_BASIC);
              boolean silent = link.receive(Duration.ofMillis(200)).length == 0;
              assertThat(answer(link).isOk()).isTrue();
              return silent;
            }
          });
    }
  }

  @Test
  void hangUpTakesThePortAwayAndGivesAnother() throws Exception {
    Path link = folder.resolve("bms");
    SimulatedBms bms = SimulatedBms.of(options("sim:?faults=hang_up:1"), () -> START);
    try (PtyServer _ = PtyServer.listen(bms, Optional.of(link), ports::add)) {
      assertThat(ports).containsExactly(link);
      for (int i = 0; i < 2; i++) {
        Path port = Files.readSymbolicLink(link);
        try (Connection connection = open(link)) {
          connection.send(READ_BASIC);
          assertThatThrownBy(
                  () -> {
                    while (true) {
                      connection.receive(Guard.HANG);
                    }
                  })
              .isInstanceOfSatisfying(
                  TransportException.class,
                  e -> assertThat(e.kind()).isEqualTo(TransportException.Kind.LOST));
          // As long as this end is open, the number is taken.
          Guard.await(
              "another port",
              () -> Files.exists(link) && !Files.readSymbolicLink(link).equals(port));
        }
      }
    }
    assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).as("the link is left").isFalse();
  }

  @Test
  void announcesTheNextPortWhereThereIsNoLink() throws Exception {
    SimulatedBms bms = SimulatedBms.of(options("sim:?faults=hang_up:1"), () -> START);
    try (PtyServer _ = PtyServer.listen(bms, Optional.empty(), ports::add);
        Connection connection = open(ports.getFirst())) {
      connection.send(READ_BASIC);
      Guard.await("another port", () -> ports.size() == 2);
    }
  }

  @Test
  void leavesAFileWhereTheLinkShouldBe() throws Exception {
    Path file = Files.writeString(folder.resolve("precious"), "text");

    assertThatThrownBy(() -> PtyServer.listen(bms("sim:"), Optional.of(file), ports::add))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("text");
  }

  private int cells(Path port) throws Exception {
    try (Connection link = open(port)) {
      return BasicInfo.REGISTER.decode(answer(link).payload()).cellCount();
    }
  }

  private static Connection open(Path port) throws Exception {
    return new SerialTransport(new SerialAddress(port.toString(), 9600, false)).connect(Guard.HANG);
  }

  private static Response answer(Connection link) throws Exception {
    ResponseDecoder decoder = new ResponseDecoder();
    while (true) {
      link.send(READ_BASIC);
      byte[] fragment = link.receive(Duration.ofSeconds(2));
      while (fragment.length > 0) {
        for (Decoded found : decoder.feed(fragment)) {
          if (found instanceof Decoded.Answer(Response response)) {
            return response;
          }
        }
        fragment = link.receive(Duration.ofSeconds(2));
      }
    }
  }
}
