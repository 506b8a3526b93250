package cellwarden.output.delivery;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A set of sequence numbers, kept as ranges and never as more than [#MOST] of them: beyond that
/// the narrowest gap is taken in, so that the set may hold some numbers too many but never one too
/// few.
final class SeqRanges {

  /// An outage makes one range, a few at most.
  static final int MOST = 256;

  private final TreeMap<Long, Long> lastByFirst = new TreeMap<>();

  /// Sequence numbers without a gap.
  ///
  /// @param from the lowest, at least 1
  /// @param to the highest, included
  record SeqRange(long from, long to) {

    SeqRange {
      if (from < 1 || to < from) {
        throw new IllegalArgumentException("no range of sequence numbers: " + from + " to " + to);
      }
    }

    /// How many numbers there are.
    long count() {
      return to - from + 1;
    }
  }

  SeqRanges copy() {
    SeqRanges copy = new SeqRanges();
    copy.lastByFirst.putAll(lastByFirst);
    return copy;
  }

  /// Adds a range.
  ///
  /// @param from the lowest
  /// @param to the highest, included; below `from` nothing is added
  void add(long from, long to) {
    if (from > to) {
      return;
    }
    long first = from;
    long last = to;
    Map.Entry<Long, Long> neighbour = lastByFirst.floorEntry(to + 1);
    while (neighbour != null && neighbour.getValue() >= from - 1) {
      first = Math.min(first, neighbour.getKey());
      last = Math.max(last, neighbour.getValue());
      lastByFirst.remove(neighbour.getKey());
      neighbour = lastByFirst.floorEntry(to + 1);
    }
    lastByFirst.put(first, last);
    limit();
  }

  /// Takes numbers out. Where the set is full, some of them may stay: what makes the narrowest gap
  /// is not taken out of the middle of a range.
  ///
  /// @param from the lowest
  /// @param to the highest, included
  /// @return whether any of them was there
  boolean remove(long from, long to) {
    boolean removed = false;
    Map.Entry<Long, Long> range = lastByFirst.floorEntry(to);
    while (range != null && range.getValue() >= from) {
      removed = true;
      long first = range.getKey();
      long last = range.getValue();
      lastByFirst.remove(first);
      if (last > to) {
        lastByFirst.put(to + 1, last);
      }
      if (first < from) {
        lastByFirst.put(first, from - 1);
      }
      range = first < from ? null : lastByFirst.lowerEntry(first);
    }
    limit();
    return removed;
  }

  boolean contains(long seq) {
    Map.Entry<Long, Long> range = lastByFirst.floorEntry(seq);
    return range != null && range.getValue() >= seq;
  }

  boolean isEmpty() {
    return lastByFirst.isEmpty();
  }

  void clear() {
    lastByFirst.clear();
  }

  /// The range with the lowest numbers.
  Optional<SeqRange> first() {
    return Optional.ofNullable(lastByFirst.firstEntry()).map(SeqRanges::range);
  }

  /// All of them, lowest first.
  List<SeqRange> list() {
    return lastByFirst.entrySet().stream().map(SeqRanges::range).toList();
  }

  /// How many numbers there are.
  long count() {
    return list().stream().mapToLong(SeqRange::count).sum();
  }

  void addAll(List<SeqRange> ranges) {
    ranges.forEach(range -> add(range.from(), range.to()));
  }

  private void limit() {
    while (lastByFirst.size() > MOST) {
      closeTheNarrowestGap();
    }
  }

  private void closeTheNarrowestGap() {
    List<SeqRange> ranges = list();
    int narrowest = 1;
    for (int i = 2; i < ranges.size(); i++) {
      if (gapBefore(ranges, i) < gapBefore(ranges, narrowest)) {
        narrowest = i;
      }
    }
    lastByFirst.remove(ranges.get(narrowest).from());
    lastByFirst.put(ranges.get(narrowest - 1).from(), ranges.get(narrowest).to());
  }

  private static long gapBefore(List<SeqRange> ranges, int i) {
    return ranges.get(i).from() - ranges.get(i - 1).to();
  }

  private static SeqRange range(Map.Entry<Long, Long> entry) {
    return new SeqRange(entry.getKey(), entry.getValue());
  }
}
