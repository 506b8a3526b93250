package cellwarden.cli;

import cellwarden.output.mqtt.MqttOutput;
import cellwarden.poll.BatteryPoller;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything that runs: a thread for each battery and each output, started together and stopped in
/// the order in which readings flow, so that what was read is journalled and what was journalled is
/// published.
final class Service implements AutoCloseable {

  /// A poll ends at once when it is interrupted; the journal may be waiting for the disk.
  private static final Duration POLLERS_END = Duration.ofMillis(800);

  /// What is waiting to be published, and the farewell.
  private static final Duration OUTPUT_ENDS = Duration.ofMillis(700);

  private static final Duration OUTPUT_GIVES_UP = Duration.ofMillis(200);

  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  private final List<Thread> pollers;
  private final Optional<MqttOutput> mqtt;
  private final Optional<Thread> mqttThread;
  private final Thread keeper;
  private final List<AutoCloseable> afterwards;

  /// @param keeper what is done for the journal beside writing; ends when it is interrupted
  /// @param afterwards closed last, in this order: the journal, a broker inside the program
  Service(
      List<BatteryPoller> pollers,
      Optional<MqttOutput> mqtt,
      Runnable keeper,
      List<AutoCloseable> afterwards,
      Ending ending) {
    this.pollers =
        pollers.stream().map(poller -> thread(poller.battery(), poller, ending)).toList();
    this.mqtt = mqtt;
    this.mqttThread = mqtt.map(output -> thread("mqtt", output, ending));
    this.keeper = thread("journal", keeper, ending);
    this.afterwards = List.copyOf(afterwards);
  }

  void start() {
    mqttThread.ifPresent(Thread::start);
    pollers.forEach(Thread::start);
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
    keeper.interrupt();
    pollers.forEach(Thread::interrupt);
    long deadline = System.nanoTime() + POLLERS_END.toNanos();
    for (Thread poller : pollers) {
      poller.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
    }
    mqtt.ifPresent(MqttOutput::stop);
    if (mqttThread.isPresent()) {
      end(mqttThread.get());
    }
  }

  static void closeAll(List<AutoCloseable> resources) {
    resources.forEach(Service::closeQuietly);
  }

  private static void end(Thread output) throws InterruptedException {
    if (!output.join(OUTPUT_ENDS)) {
      output.interrupt();
      output.join(OUTPUT_GIVES_UP);
    }
  }

  /// A thread that does not keep the program alive. A bug in it ends the program.
  static Thread thread(String name, Runnable work, Ending ending) {
    return Thread.ofPlatform()
        .name(name)
        .daemon()
        .uncaughtExceptionHandler((_, bug) -> ending.ask(bug))
        .unstarted(work);
  }

  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      LOG.warn("while stopping: {}", e.getMessage());
    }
  }
}
