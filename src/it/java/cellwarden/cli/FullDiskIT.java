package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.Child;
import cellwarden.testing.JournalFile;
import cellwarden.testing.Mosquitto;
import cellwarden.testing.Ports;
import cellwarden.testing.Program;
import cellwarden.testing.SmallDisk;
import cellwarden.testing.Subscriber;
import cellwarden.testing.Tools;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that takes no more must neither silence the battery nor leave half a line. Where no small
/// disk can be made, a limit on the size of files stands for it: a write first succeeds in part and
/// then fails, as on a full one.
final class FullDiskIT {

  private static final String SAMPLE = "batterie/myBattery";
  private static final List<String> SMALL_DISK =
      List.of("sh", "-c", "ulimit -S -f 4; exec \"$@\"", "sh");

  @TempDir private Path folder;

  /// On a real file system that is full: 64 KB, which only root can make.
  @Test
  void aFullDiskIsOutlived() throws IOException, InterruptedException {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    int port = configure("\njournal: {path: disk/bms_data.jsonl}\n");
    JournalFile journal = new JournalFile(disk.resolve("bms_data.jsonl"));
    try (SmallDisk _ = SmallDisk.mount(disk, "64k");
        Mosquitto _ = Mosquitto.start(folder, port);
        Subscriber subscriber = Subscriber.to(port, SAMPLE);
        Child service = Program.start(folder, "run")) {
      journal.await(service, lines -> !lines.isEmpty());
      Path ballast = disk.resolve("ballast");
      fill(ballast);
      subscriber.await(message -> !message.payload().startsWith("{\"seq\":"));
      assertThat(journal.endsWhole()).isTrue();

      Files.delete(ballast);
      journal.await(
          service, lines -> lines.stream().anyMatch(line -> line.contains("\"journal_back\"")));
      service.stop();
      assertToldOnce(service, "No space left on device");
      assertJournalIsWhole(journal);
    }
  }

  private static void fill(Path ballast) throws IOException {
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (true) {
        out.write(new byte[1024]);
      }
    } catch (IOException e) {
      // Now it is full.
    }
  }

  private int configure(String more) throws IOException {
    int port = Ports.free();
    Files.writeString(
        folder.resolve("cellwarden.yaml"),
        """
        batteries: [{name: myBattery, address: 'sim:', interval: 1s}]
        mqtt: {url: 'mqtt://127.0.0.1:%d'}
        """
                .formatted(port)
            + more);
    return port;
  }

  @Test
  void readingsArePublishedAndJournalledAgainWhenThereIsSpace()
      throws IOException, InterruptedException {
    int port = configure("");
    JournalFile journal = new JournalFile(folder.resolve("bms_data.jsonl"));
    try (Mosquitto _ = Mosquitto.start(folder, port);
        Subscriber subscriber = Subscriber.to(port, SAMPLE);
        Child service = Child.start(Program.builder(folder, SMALL_DISK, "run"))) {
      subscriber.await(message -> !message.payload().startsWith("{\"seq\":"));
      assertThat(journal.endsWhole()).isTrue();
      int written = journal.lines().size();
      assertThat(written).isPositive();

      giveSpace(service);
      journal.await(service, lines -> lines.size() > written + 1);
      service.stop();
      assertThat(service.await()).isZero();
      assertToldOnce(service, "File too large");
      assertJournalIsWhole(journal);
    }
  }

  private static void giveSpace(Child service) throws IOException, InterruptedException {
    String pid = Long.toString(service.pid());
    try (Child prlimit =
        Child.start(
            new ProcessBuilder(Tools.find("prlimit"), "--pid", pid, "--fsize=unlimited:"))) {
      assertThat(prlimit.await()).as(prlimit.toString()).isZero();
    }
  }

  private static void assertToldOnce(Child service, String reason) {
    assertThat(service.err().stream().filter(line -> line.contains("bms_data.jsonl")).skip(1))
        .hasSize(2)
        .satisfiesExactly(
            failed -> assertThat(failed).contains("ERROR", "cannot be written (" + reason + ")"),
            again -> assertThat(again).contains("INFO", "is written again"));
  }

  private static void assertJournalIsWhole(JournalFile journal) throws IOException {
    assertThat(journal.endsWhole()).isTrue();
    assertThat(journal.lines()).filteredOn(line -> line.contains("journal_back")).hasSize(1);
    assertThat(journal.seqs())
        .hasSize(journal.lines().size() - 1)
        .isSorted()
        .doesNotHaveDuplicates();
    for (String line : journal.lines()) {
      assertThat(ExactJson.object(line)).containsEntry("battery", "myBattery");
    }
  }
}
