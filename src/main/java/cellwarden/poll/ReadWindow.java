package cellwarden.poll;

import cellwarden.battery.Link;
import cellwarden.battery.ReadStatistics;
import cellwarden.battery.ReadStatistics.Times;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;

/// The last polls of a battery. Safe for use by several threads.
final class ReadWindow {

  private static final int PERCENT = 100;
  private static final int MEDIAN = 50;
  private static final int P95 = 95;

  /// Empty for a poll that failed.
  private final Deque<Optional<Link>> polls = new ArrayDeque<>();

  synchronized void succeeded(Link link) {
    add(Optional.of(link));
  }

  synchronized void failed() {
    add(Optional.empty());
  }

  private void add(Optional<Link> poll) {
    polls.add(poll);
    if (polls.size() > ReadStatistics.WINDOW) {
      polls.remove();
    }
  }

  synchronized ReadStatistics statistics() {
    List<Link> links = polls.stream().flatMap(Optional::stream).toList();
    // Where the link was still open, nothing was connected.
    List<Link> connects = links.stream().filter(link -> link.attempts() > 0).toList();
    return new ReadStatistics(
        polls.isEmpty()
            ? OptionalDouble.empty()
            : OptionalDouble.of(Math.rint(1000.0 * links.size() / polls.size()) / 1000),
        times(connects, Link::connect),
        times(links, Link::read),
        links.isEmpty() ? OptionalInt.empty() : links.getLast().rssi());
  }

  private static Optional<Times> times(List<Link> links, Function<Link, Duration> time) {
    List<Duration> sorted = links.stream().map(time).sorted().toList();
    return sorted.isEmpty()
        ? Optional.empty()
        : Optional.of(new Times(rank(sorted, MEDIAN), rank(sorted, P95)));
  }

  /// The least value that is not exceeded by so many of a hundred.
  private static Duration rank(List<Duration> sorted, int percent) {
    return sorted.get((sorted.size() * percent + PERCENT - 1) / PERCENT - 1);
  }
}
