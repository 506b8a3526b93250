package cellwarden.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A process that a test started, with its output caught line by line. Leaving the test kills it.
///
/// Signals go through its handle: [Process#destroy()] would also close the streams that the last
/// words come through.
public final class Child implements AutoCloseable {

  private final Process process;
  private final Lines out;
  private final Lines err;

  private Child(Process process) {
    this.process = process;
    this.out = new Lines();
    this.err = new Lines();
  }

  public static Child start(ProcessBuilder builder) throws IOException {
    Child child = new Child(builder.start());
    child.out.readAll(child.process.getInputStream());
    child.err.readAll(child.process.getErrorStream());
    return child;
  }

  /// Starts a process that says on one of its streams when it is ready; if it does not, it is
  /// killed.
  public static Child startUntil(ProcessBuilder builder, Predicate<String> ready)
      throws IOException, InterruptedException {
    return startThenAwait(builder.redirectErrorStream(true), ready);
  }

  /// Starts a process that says on standard output when it is ready; if it does not, it is killed.
  public static Child startThenAwait(ProcessBuilder builder, Predicate<String> ready)
      throws IOException, InterruptedException {
    Child child = start(builder);
    boolean isReady = false;
    try {
      child.awaitOut(ready);
      isReady = true;
      return child;
    } finally {
      if (!isReady) {
        child.close();
      }
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// The lines of standard output so far.
  public List<String> out() {
    return out.soFar();
  }

  /// The lines of standard error so far.
  public List<String> err() {
    return err.soFar();
  }

  /// Waits for a line on standard output and returns the first that fits.
  public String awaitOut(Predicate<String> wanted) throws InterruptedException {
    return awaitOut(0, wanted);
  }

  /// Like [#awaitOut(Predicate)] without the first lines.
  public String awaitOut(int skip, Predicate<String> wanted) throws InterruptedException {
    return out.await(skip, wanted, this);
  }

  /// Waits for a line on standard error and returns the first that fits.
  public String awaitErr(Predicate<String> wanted) throws InterruptedException {
    return err.await(0, wanted, this);
  }

  /// Waits for the end, and for all output.
  ///
  /// @return the exit status
  public int await() throws InterruptedException {
    if (!process.waitFor(Guard.HANG.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("still running: " + this);
    }
    out.awaitEnd();
    err.awaitEnd();
    return process.exitValue();
  }

  /// SIGTERM.
  ///
  /// @return how long the process took to end
  public Duration stop() throws InterruptedException {
    long start = System.nanoTime();
    process.toHandle().destroy();
    if (!process.waitFor(Guard.HANG.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("did not stop: " + this);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    await();
    return took;
  }

  /// SIGKILL.
  public void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    await();
  }

  /// Sends a signal such as `STOP` or `CONT`.
  public void signal(String name) throws IOException, InterruptedException {
    // The shell's own: a bare Debian has no other.
    int status =
        new ProcessBuilder("sh", "-c", "kill -%s %d".formatted(name, pid()))
            .inheritIO()
            .start()
            .waitFor();
    if (status != 0) {
      throw new AssertionError("kill -" + name + " failed for " + this);
    }
  }

  @Override
  public void close() {
    process.toHandle().destroyForcibly();
    process.onExit().join();
  }

  @Override
  public String toString() {
    String command = process.info().commandLine().orElse("process " + pid());
    return "%s%nstandard output:%n%s%nstandard error:%n%s"
        .formatted(command, String.join("\n", out()), String.join("\n", err()));
  }

  /// One stream of the process.
  private static final class Lines {

    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    void readAll(InputStream stream) {
      Thread.ofVirtual().start(() -> read(stream));
    }

    private void read(InputStream stream) {
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          add(line);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        end();
      }
    }

    private synchronized void add(String line) {
      lines.add(line);
      notifyAll();
    }

    private synchronized void end() {
      ended = true;
      notifyAll();
    }

    synchronized List<String> soFar() {
      return List.copyOf(lines);
    }

    synchronized void awaitEnd() throws InterruptedException {
      while (!ended) {
        wait();
      }
    }

    synchronized String await(int skip, Predicate<String> wanted, Child child)
        throws InterruptedException {
      long deadline = System.nanoTime() + Guard.HANG.toNanos();
      for (int i = skip; ; i++) {
        while (i >= lines.size()) {
          long left = (deadline - System.nanoTime()) / 1_000_000;
          if (ended || left <= 0) {
            throw new AssertionError("the line did not come from " + child);
          }
          wait(left);
        }
        if (wanted.test(lines.get(i))) {
          return lines.get(i);
        }
      }
    }
  }
}
