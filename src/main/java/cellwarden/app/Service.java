package cellwarden.app;

import cellwarden.battery.EncodedEvent;
import cellwarden.output.Output;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything that runs: a thread for each battery and each output, started together and stopped in
/// the order in which readings flow, so that what was read is journalled and what was journalled is
/// published.
public final class Service implements AutoCloseable {

  /// A poll ends at once when it is interrupted; the journal may be waiting for the disk.
  private static final Duration POLLERS_END = Duration.ofMillis(800);

  /// What is waiting to be published, and the farewell.
  private static final Duration OUTPUTS_END = Duration.ofMillis(700);

  private static final Duration OUTPUTS_GIVE_UP = Duration.ofMillis(200);

  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  private final List<RunningOutput> outputs;
  private final List<Supervisor> pollers;
  private final Supervisor keeper;
  private final List<AutoCloseable> afterwards;

  /// An output with its thread. A bug while it takes an event concerns nobody else either.
  record RunningOutput(Output output, Supervisor thread) implements Consumer<EncodedEvent> {

    static RunningOutput of(Output output, Supervisor.Care care) {
      String name = output.name();
      return new RunningOutput(output, new Supervisor("output " + name, name, output::run, care));
    }

    @Override
    public void accept(EncodedEvent event) {
      try {
        output.accept(event);
      } catch (RuntimeException | Error bug) {
        thread.failed(bug);
      }
    }

    void stop() {
      thread.letEnd();
      output.stop();
    }
  }

  /// @param keeper what is done for the journal beside writing
  /// @param afterwards closed last, in this order: the journal, a broker inside the program
  Service(
      List<RunningOutput> outputs,
      List<Supervisor> pollers,
      Supervisor keeper,
      List<AutoCloseable> afterwards) {
    this.outputs = List.copyOf(outputs);
    this.pollers = List.copyOf(pollers);
    this.keeper = keeper;
    this.afterwards = List.copyOf(afterwards);
  }

  public void start() {
    outputs.forEach(output -> output.thread().start());
    pollers.forEach(Supervisor::start);
    keeper.start();
  }

  /// A clean stop, in less than two seconds.
  @Override
  public void close() {
    try {
      stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closeAll(afterwards);
    }
  }

  private void stop() throws InterruptedException {
    keeper.end();
    pollers.forEach(Supervisor::end);
    awaitEnd(pollers, POLLERS_END);
    outputs.forEach(RunningOutput::stop);
    List<Supervisor> threads = outputs.stream().map(RunningOutput::thread).toList();
    awaitEnd(threads, OUTPUTS_END);
    threads.forEach(Supervisor::end);
    awaitEnd(threads, OUTPUTS_GIVE_UP);
  }

  private static void awaitEnd(List<Supervisor> threads, Duration atMost)
      throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    for (Supervisor thread : threads) {
      boolean ended = thread.awaitEnd(deadline);
      LOG.debug("{} has ended: {}", thread, ended);
    }
  }

  static void closeAll(List<AutoCloseable> resources) {
    for (AutoCloseable resource : resources) {
      try {
        resource.close();
      } catch (Exception e) {
        LOG.warn("while stopping: {}", e.getMessage());
      }
    }
  }
}
