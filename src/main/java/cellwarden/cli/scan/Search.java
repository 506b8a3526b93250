package cellwarden.cli.scan;

import cellwarden.app.Ending;
import cellwarden.cli.console.Progress;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.Advertisement;
import cellwarden.transport.ble.Recognition;
import cellwarden.transport.ble.Scanner;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// One scan in a thread of its own, so that a signal ends it early without losing what was heard.
public final class Search {

  private static final Duration TICK = Duration.ofMillis(250);
  private static final Duration TO_END = Duration.ofSeconds(2);

  private final Scanner scanner;
  private final Duration length;
  private final Map<String, Advertisement> heard = new LinkedHashMap<>();

  public Search(Scanner scanner, Duration length) {
    this.scanner = scanner;
    this.length = length;
  }

  /// Listens until the time is over or somebody asks for an end.
  ///
  /// @return what was heard, strongest first
  /// @throws TransportException if nothing can be heard at all
  public List<Advertisement> run(Ending ending, Progress progress)
      throws TransportException, InterruptedException {
    FutureTask<List<Advertisement>> scan = new FutureTask<>(() -> scanner.scan(length, this::hear));
    Thread thread = Thread.ofPlatform().name("scan").daemon().start(scan);
    long start = System.nanoTime();
    while (!thread.join(TICK) && !ending.isAsked()) {
      progress.show(soFar(Duration.ofNanos(System.nanoTime() - start)));
    }
    progress.clear();
    thread.interrupt();
    boolean ended = thread.join(TO_END);
    return strongestFirst(ended && !ending.isAsked() ? result(scan) : heardSoFar());
  }

  private static List<Advertisement> result(FutureTask<List<Advertisement>> scan)
      throws TransportException, InterruptedException {
    try {
      return scan.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case TransportException trouble -> throw trouble;
        case InterruptedException interrupt -> throw interrupt;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  private synchronized void hear(Advertisement advertisement) {
    heard.put(advertisement.mac(), advertisement);
  }

  private synchronized List<Advertisement> heardSoFar() {
    return List.copyOf(heard.values());
  }

  private String soFar(Duration elapsed) {
    List<Advertisement> now = heardSoFar();
    long batteries =
        now.stream().filter(one -> Recognition.of(one).verdict() != Recognition.Verdict.NO).count();
    return "scanning, %d of %d s: %d %s, %d other devices ..."
        .formatted(
            Math.min(elapsed.toSeconds(), length.toSeconds()),
            length.toSeconds(),
            batteries,
            batteries == 1 ? "battery" : "batteries",
            now.size() - batteries);
  }

  private static List<Advertisement> strongestFirst(List<Advertisement> heard) {
    return heard.stream()
        .sorted(
            Comparator.comparingInt((Advertisement one) -> one.rssi().orElse(Integer.MIN_VALUE))
                .reversed()
                .thenComparing(Advertisement::mac))
        .toList();
  }
}
