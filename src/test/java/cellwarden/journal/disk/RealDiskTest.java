package cellwarden.journal.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RealDiskTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void listsFilesAlone() throws Exception {
    Files.writeString(folder.resolve("file"), "12345");
    Files.createDirectory(folder.resolve("folder"));
    Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));
    Files.createSymbolicLink(folder.resolve("nowhere"), Path.of("missing"));

    assertThat(new RealDisk().list(folder))
        .extracting(Disk.Entry::name)
        .containsExactlyInAnyOrder("file", "link");
  }

  @Test
  void saysHowMuchIsFree() {
    assertThat(new RealDisk().free(folder)).isBetween(1L, folder.toFile().getTotalSpace());
    assertThat(new RealDisk().free(Path.of("/proc")))
        .as("no disk")
        .isGreaterThan(Long.MAX_VALUE / 4);
  }

  @Test
  void followsNoLinkToWhatItWrites() throws Exception {
    Path victim = Files.writeString(folder.resolve("victim"), "precious");
    Path missing = folder.resolve("missing");
    Path link = Files.createSymbolicLink(folder.resolve("link"), victim);
    Path nowhere = Files.createSymbolicLink(folder.resolve("nowhere"), missing);
    for (Path odd : List.of(link, nowhere)) {
      assertThatThrownBy(() -> new RealDisk().open(odd))
          .isInstanceOf(Disk.OddFileException.class)
          .hasMessage(odd + " is a symbolic link, which is not followed");
      assertThatThrownBy(() -> new RealDisk().openLocked(odd))
          .isInstanceOf(Disk.OddFileException.class);
    }
    assertThat(victim).content().isEqualTo("precious");
    assertThat(missing).doesNotExist();
    try (Disk.File read = new RealDisk().openToRead(link)) {
      assertThat(read.length()).isEqualTo(8);
    }
  }

  /// Whoever opens a pipe waits for its other end.
  @Test
  void opensNoPipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assertThat(mkfifo.waitFor()).isZero();

    RealDisk disk = new RealDisk();
    for (ThrowingCallable opening :
        List.<ThrowingCallable>of(
            () -> disk.open(pipe),
            () -> disk.openLocked(pipe),
            () -> disk.openToRead(pipe),
            () -> disk.isLocked(pipe))) {
      assertThatThrownBy(opening)
          .isInstanceOf(Disk.OddFileException.class)
          .hasMessage(pipe + " is no regular file");
    }
  }

  @Test
  void seesWhetherAFileIsLocked() throws Exception {
    Path file = folder.resolve("file");
    assertThat(new RealDisk().isLocked(file)).as("missing").isFalse();
    try (Disk.File held = new RealDisk().openLocked(file)) {
      assertThat(held).isNotNull();
      assertThat(new RealDisk().isLocked(file)).isTrue();
    }
    assertThat(new RealDisk().isLocked(file)).isFalse();
  }
}
