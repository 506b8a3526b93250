package cellwarden.cli.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Whether something grew: the medians of the last half against those of the first, which says
/// nothing of the start. Medians, so that no single measurement decides.
///
/// @param from median of the first half, after a tenth of all cycles
/// @param to median of the last half
record Growth(Held held, long from, long to) {

  /// What is measured at the start belongs to no half.
  private static final int START = 10;

  /// All that is known in both halves.
  ///
  /// @param cycles in all
  static List<Growth> of(List<Footprint> footprints, long cycles) {
    List<Growth> growths = new ArrayList<>();
    for (Held held : Held.values()) {
      long[] first =
          values(
              held,
              footprints.stream()
                  .filter(it -> it.cycles() * START >= cycles && it.cycles() * 2 <= cycles));
      long[] last = values(held, footprints.stream().filter(it -> it.cycles() * 2 > cycles));
      if (first.length > 0 && last.length > 0) {
        growths.add(new Growth(held, median(first), median(last)));
      }
    }
    return growths;
  }

  boolean isLeak() {
    return to - from > held.slack();
  }

  /// Such as `descriptors 34 to 2534`, or `threads 12` where it stayed.
  @Override
  public String toString() {
    String before = held.text(from);
    String after = held.text(to);
    return held.title() + " " + (before.equals(after) ? after : before + " to " + after);
  }

  private static long[] values(Held held, Stream<Footprint> footprints) {
    return footprints
        .flatMap(footprint -> Stream.ofNullable(footprint.held().get(held)))
        .mapToLong(Long::longValue)
        .toArray();
  }

  private static long median(long[] values) {
    return LongStream.of(values).sorted().skip((values.length - 1) / 2).findFirst().orElseThrow();
  }
}
