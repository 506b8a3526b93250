package cellwarden.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
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

    assertThat(Disk.real().list(folder))
        .extracting(Disk.Entry::name)
        .containsExactlyInAnyOrder("file", "link");
  }

  @Test
  void seesWhetherAFileIsLocked() throws Exception {
    Path file = folder.resolve("file");
    assertThat(Disk.real().isLocked(file)).as("missing").isFalse();
    try (DiskFile held = Disk.real().openLocked(file)) {
      assertThat(held).isNotNull();
      assertThat(Disk.real().isLocked(file)).isTrue();
    }
    assertThat(Disk.real().isLocked(file)).isFalse();
  }
}
