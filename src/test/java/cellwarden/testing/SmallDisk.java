package cellwarden.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A file system of some KB, which only root can make.
public final class SmallDisk implements AutoCloseable {

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /// Skips the test where this user may not mount.
  ///
  /// @param folder where it is mounted until it is closed
  /// @param size such as `64k`
  public static SmallDisk mount(Path folder, String size) throws IOException {
    Assumptions.assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString()),
        "this user may not mount");
    return new SmallDisk(folder);
  }

  /// Whether it could be made `ro` or `rw`.
  public static boolean remount(Path folder, String how) throws IOException {
    return run("mount", "-o", "remount," + how, folder.toString());
  }

  @Override
  public void close() throws IOException {
    assertThat(run("umount", folder.toString())).isTrue();
  }

  private static boolean run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.onExit().orTimeout(Guard.HANG.toSeconds(), TimeUnit.SECONDS).join().exitValue()
        == 0;
  }
}
