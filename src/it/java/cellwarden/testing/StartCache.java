package cellwarden.testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// The cache of classes with which the launcher starts the program too: made once for each jar, it
/// halves what a start costs.
final class StartCache {

  private static boolean tried;

  private StartCache() {}

  /// What a start takes to use it.
  ///
  /// @param java the command that starts the JVM with its options
  static synchronized List<String> options(List<String> java, Path jar) {
    Path cache = jar.resolveSibling("it.aot");
    try (FileChannel lock =
            FileChannel.open(
                jar.resolveSibling("it.aot.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock _ = lock.lock()) {
      if (!tried && !isNewer(cache, jar)) {
        tried = true;
        make(java, jar, cache);
      }
    } catch (IOException e) {
      throw new IllegalStateException("no start-up cache for " + jar, e);
    }
    return List.of("-XX:AOTCache=" + cache);
  }

  private static boolean isNewer(Path cache, Path jar) throws IOException {
    return Files.exists(cache)
        && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar)) > 0;
  }

  /// By a training run: a demo has the simulator and the broker, which the tests start often.
  private static void make(List<String> java, Path jar, Path cache) throws IOException {
    Path training = Files.createDirectories(jar.resolveSibling("it-training"));
    List<String> command = new ArrayList<>(java);
    command.addAll(List.of("-Xlog:disable", "-XX:AOTCacheOutput=" + cache, "-jar", jar.toString()));
    command.addAll(List.of("demo", "--seconds", "2", "--interval", "500ms"));
    ProcessBuilder builder = new ProcessBuilder(command).directory(training.toFile());
    try (Child demo = Program.demo(builder)) {
      demo.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
