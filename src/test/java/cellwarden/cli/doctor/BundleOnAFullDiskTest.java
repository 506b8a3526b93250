package cellwarden.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.cli.Cli;
import cellwarden.cli.console.CommandException;
import cellwarden.testing.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BundleOnAFullDiskTest {

  @TempDir private Path folder = Path.of("");

  /// Only root can mount.
  @Test
  void leavesNoFile() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    try (SmallDisk _ = SmallDisk.mount(disk, "4k")) {
      Files.write(disk.resolve("rest"), new byte[4096]);
      Path bundle = disk.resolve("support.txt");

      Cli.Result result = Cli.run("doctor", "sim:4s", "--bundle", bundle.toString());

      assertThat(result.status()).isEqualTo(CommandException.FAILURE);
      assertThat(result.err()).contains(bundle + " cannot be written (No space left on device)");
      assertThat(bundle).doesNotExist();
    }
  }
}
