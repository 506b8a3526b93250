package cellwarden.transport.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.testing.Answers;
import cellwarden.testing.Guard;
import cellwarden.testing.Reply;
import cellwarden.transport.Connection;
import cellwarden.transport.SerialAddress;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportContract;
import cellwarden.transport.TransportException;
import cellwarden.transport.tty.PtyPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On pseudo-terminals, by the library itself.
final class SerialTransportTest implements TransportContract {

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  @TempDir private Path folder;
  private String address = "";

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable resource : opened) {
      resource.close();
    }
  }

  @Override
  public Transport toBms() throws IOException {
    return to(peer(Answers::to).path());
  }

  /// The test pulls the plug.
  @Override
  public Transport toBmsThatHangsUp() throws IOException {
    return to(peer(_ -> Reply.of(Arrays.copyOf(Answers.cells(), 5))).path());
  }

  @Override
  public Transport toNothing() {
    return to(folder.resolve("ttyUSB0"));
  }

  /// A driver that hangs.
  @Override
  public Transport toNowhere() throws IOException {
    CountDownLatch over = new CountDownLatch(1);
    opened.push(over::countDown);
    SerialAddress hanging = named(peer(Answers::to).path());
    return new SerialTransport(
        hanging,
        (device, settings) -> {
          over.await();
          return LibraryLine.open(device, settings);
        });
  }

  @Override
  public String address() {
    return address;
  }

  /// A port that goes away takes with it what nobody has read.
  @Override
  @Test
  public void isLostOnlyAfterWhatArrivedBefore() throws Exception {
    try (Connection link = toBmsThatHangsUp().connect(LONG)) {
      link.send(HexFormat.of().parseHex(Answers.READ_CELLS));
      assertThat(link.receive(LONG)).startsWith(0xDD);

      opened.pop().close();
      assertThatThrownBy(
              () -> {
                while (true) {
                  link.receive(LONG);
                }
              })
          .isInstanceOfSatisfying(
              TransportException.class,
              e -> assertThat(e.kind()).isEqualTo(TransportException.Kind.LOST))
          .hasMessage(address + ": the port is gone");
      assertThatThrownBy(() -> link.send(new byte[7])).isInstanceOf(TransportException.class);
    }
  }

  /// There is one line for all clients: what is on its way to the first may reach the next.
  @Override
  @Test
  public void startsWithoutWhatTheClientBeforeLeft() throws Exception {
    PtyPeer peer = peer(Answers::to);
    Transport transport = to(peer.path());
    try (Connection link = transport.connect(LONG)) {
      link.send(HexFormat.of().parseHex(Answers.READ_MODEL));
      peer.awaitAnswers(1);
    }
    try (Connection link = transport.connect(LONG)) {
      assertThat(link.receive(SHORT)).isEmpty();
    }
  }

  /// As udev does it: the name stays, the number behind it is another one.
  @Test
  void findsAnAdapterThatWasPluggedInAgain() throws Exception {
    Path name = folder.resolve("usb-FTDI-if00");
    PtyPeer first = peer(Answers::to);
    PtyPeer second = peer(Answers::to);
    Files.createSymbolicLink(name, first.path());
    Transport transport = to(name);
    transport.connect(LONG).close();

    Files.delete(name);
    first.close();
    assertThatThrownBy(() -> transport.connect(LONG)).hasMessage(address + ": there is no " + name);

    Files.createSymbolicLink(name, second.path());
    try (Connection link = transport.connect(LONG)) {
      link.send(HexFormat.of().parseHex(Answers.READ_CELLS));
      assertThat(link.receive(LONG)).startsWith(0xDD);
    }
  }

  @Test
  void saysWhichProgramHasThePort() throws Exception {
    Path port = peer(Answers::to).path();
    Process other = new ProcessBuilder("flock", port.toString(), "sleep", "1000").start();
    opened.push(() -> other.destroyForcibly().waitFor());
    Guard.await("the lock", () -> new PortHolder(Path.of("/")).of(port).isPresent());

    Transport transport = to(port);
    Guard.await(
        "a refusal",
        () -> {
          try {
            transport.connect(LONG).close();
            return false;
          } catch (TransportException e) {
            assertThat(e)
                .hasMessageMatching(
                    "serial:\\S+: the port is in use by (flock|sleep) \\(process [0-9]+\\)");
            assertThat(e.kind()).isEqualTo(TransportException.Kind.UNREACHABLE);
            assertThat(e.advice()).hasValue("end it, or give it another port");
            return true;
          }
        });
  }

  @Test
  void saysThatAFileIsNoPort() {
    for (String file : new String[] {"/dev/null", "/etc/hostname", "/dev"}) {
      assertThatThrownBy(() -> to(Path.of(file)).connect(LONG))
          .hasMessageEndingWith(file + " is no serial port")
          .isInstanceOfSatisfying(
              TransportException.class,
              e -> assertThat(e.kind()).isEqualTo(TransportException.Kind.NOT_FOUND));
    }
  }

  /// Adapters that switch by themselves, or not at all, take the option without harm.
  @Test
  void carriesAnAnswerWithTheDirectionSwitched() throws Exception {
    Path port = peer(Answers::to).path();
    try (Connection link =
        new SerialTransport(new SerialAddress(port.toString(), 9600, true)).connect(LONG)) {
      link.send(HexFormat.of().parseHex(Answers.READ_CELLS));
      assertThat(link.receive(LONG)).startsWith(0xDD);
    }
  }

  /// The library would take it from the program, which would outlive its terminal.
  @Test
  void leavesTheHangupSignalToTheProgram() throws Exception {
    boolean before = ignoresHangups();
    toBms().connect(LONG).close();
    assertThat(ignoresHangups()).isEqualTo(before);
  }

  /// As a program does that was started by nohup.
  private static boolean ignoresHangups() throws IOException {
    String ignored =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElseThrow();
    return (Long.parseUnsignedLong(ignored.substring(7).strip(), 16) & 1) == 1;
  }

  @Test
  void leavesNoDescriptorAndNoThreadBehind() throws Exception {
    PtyPeer peer = peer(Answers::to);
    Transport bms = to(peer.path());
    cycle(bms);
    long descriptors = count("fd");
    long threads = count("task");
    int cycles = Integer.getInteger("serial.cycles", 100);
    long start = System.nanoTime();

    for (int i = 0; i < cycles; i++) {
      cycle(bms);
      assertThatThrownBy(() -> toNothing().connect(LONG)).isInstanceOf(TransportException.class);
    }

    System.out.printf(
        "%d cycles in %d ms: descriptors %d to %d, threads %d to %d%n",
        cycles,
        (System.nanoTime() - start) / 1_000_000,
        descriptors,
        count("fd"),
        threads,
        count("task"));
    Guard.await("as few descriptors as before", () -> count("fd") <= descriptors);
    Guard.await("as few threads as before", () -> count("task") <= threads + 2);
  }

  private static void cycle(Transport bms) throws Exception {
    try (Connection link = bms.connect(LONG)) {
      link.send(HexFormat.of().parseHex(Answers.READ_CELLS));
      int received = 0;
      while (received < Answers.cells().length) {
        received += link.receive(LONG).length;
      }
    }
  }

  private static long count(String kind) throws IOException {
    try (var files = Files.list(Path.of("/proc/self").resolve(kind))) {
      return files.count();
    }
  }

  private PtyPeer peer(Function<String, Reply> answers) throws IOException {
    PtyPeer peer = PtyPeer.answering(answers);
    opened.push(peer);
    return peer;
  }

  private Transport to(Path port) {
    return new SerialTransport(named(port));
  }

  private SerialAddress named(Path port) {
    SerialAddress named = new SerialAddress(port.toString(), 9600, false);
    address = named.toString();
    return named;
  }
}
