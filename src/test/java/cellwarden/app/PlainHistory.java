package cellwarden.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cellwarden.history.Interval;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// What a history must say, worked out from one sample after the other with nothing of the
/// program's own arithmetic.
final class PlainHistory {

  private static final double HOUR = 3_600_000;
  private static final double ENOUGH = 1e-3;

  private final List<String> fields;
  private final UnaryOperator<Instant> start;
  private final UnaryOperator<Instant> end;
  private final TreeMap<Instant, Slot> slots = new TreeMap<>();
  private final Deque<Long> distances =
      new ArrayDeque<>(List.of(30_000L, 30_000L, 30_000L, 30_000L, 30_000L));
  private Optional<PlainLine> before = Optional.empty();

  /// What lies in one interval.
  private static final class Slot {

    private final List<List<Double>> values = new ArrayList<>();
    private long samples;
    private double in;
    private double out;
    private double covered;

    Slot(int fields) {
      for (int i = 0; i < fields; i++) {
        values.add(new ArrayList<>());
      }
    }
  }

  /// @param start where the interval of a moment begins
  /// @param end where it ends
  PlainHistory(List<String> fields, UnaryOperator<Instant> start, UnaryOperator<Instant> end) {
    this.fields = fields;
    this.start = start;
    this.end = end;
  }

  void add(PlainLine line) {
    Slot slot = slot(line.time());
    slot.samples++;
    for (int i = 0; i < fields.size(); i++) {
      line.number(fields.get(i)).ifPresent(slot.values.get(i)::add);
    }
    before.ifPresent(last -> flow(last, line));
    before = Optional.of(line);
  }

  private Slot slot(Instant time) {
    return slots.computeIfAbsent(start.apply(time), _ -> new Slot(fields.size()));
  }

  private void flow(PlainLine last, PlainLine line) {
    long distance = line.time().toEpochMilli() - last.time().toEpochMilli();
    double longest = 3.0 * distances.stream().sorted().toList().get(2);
    distances.removeFirst();
    distances.add(Math.abs(distance));
    OptionalDouble in = counted(last, line, "energy_charged");
    OptionalDouble out = counted(last, line, "energy_discharged");
    OptionalDouble seconds = counted(last, line, "energy_covered");
    if (in.isPresent() && out.isPresent() && seconds.isPresent()) {
      double covered = seconds.getAsDouble() * 1000;
      double most = 100_000 * (covered + 1) / HOUR;
      if (in.getAsDouble() >= 0
          && out.getAsDouble() >= 0
          && covered >= 0
          && covered <= Math.max(0, distance) + HOUR
          && in.getAsDouble() <= most
          && out.getAsDouble() <= most) {
        spread(line.time(), in.getAsDouble(), out.getAsDouble(), covered);
        return;
      }
    }
    OptionalDouble from = last.number("power");
    OptionalDouble to = line.number("power");
    if (from.isPresent() && to.isPresent() && distance > 0 && distance <= longest) {
      double a = from.getAsDouble();
      double b = to.getAsDouble();
      double hours = distance / HOUR;
      spread(line.time(), hours * above(a, b), hours * above(-a, -b), (double) distance);
    }
  }

  /// The mean of what is above zero of a straight line, summed up in small steps.
  private static double above(double a, double b) {
    int steps = 20_000;
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      sum += Math.max(0, a + (b - a) * (i + 0.5) / steps);
    }
    return sum / steps;
  }

  /// A counter that is below zero is none.
  private static OptionalDouble counted(PlainLine last, PlainLine line, String counter) {
    OptionalDouble from = last.number(counter);
    OptionalDouble to = line.number(counter);
    return from.isPresent() && to.isPresent() && from.getAsDouble() >= 0 && to.getAsDouble() >= 0
        ? OptionalDouble.of(to.getAsDouble() - from.getAsDouble())
        : OptionalDouble.empty();
  }

  private void spread(Instant until, double in, double out, double covered) {
    if (covered == 0) {
      if (in + out > 0) {
        slot(until).in += in;
        slot(until).out += out;
      }
      return;
    }
    Instant from = until.minusMillis(Math.round(covered));
    while (from.isBefore(until)) {
      Instant next = end.apply(from).isBefore(until) ? end.apply(from) : until;
      double share = (next.toEpochMilli() - from.toEpochMilli()) / covered;
      Slot slot = slot(from);
      slot.in += in * share;
      slot.out += out * share;
      slot.covered += covered * share;
      from = next;
    }
  }

  /// Whether an answer is right.
  void check(List<Interval> answer, Instant since, Instant until) {
    List<Instant> expected =
        slots.entrySet().stream()
            .filter(slot ->
                slot.getValue().samples > 0
                    || slot.getValue().covered > 0
                    || slot.getValue().in + slot.getValue().out > 0)
            .map(slot -> slot.getKey())
            .filter(time -> !time.isBefore(since) && time.isBefore(until))
            .toList();
    assertThat(answer).extracting(Interval::start).isEqualTo(expected);
    answer.forEach(this::check);
  }

  private void check(Interval interval) {
    Slot slot = slot(interval.start());
    assertThat(interval.samples()).isEqualTo(slot.samples);
    assertThat(interval.energyIn()).isCloseTo(slot.in, within(ENOUGH));
    assertThat(interval.energyOut()).isCloseTo(slot.out, within(ENOUGH));
    assertThat((double) interval.covered()).isCloseTo(slot.covered, within(2.0));
    assertThat(interval.end()).isEqualTo(end.apply(interval.start()));
    for (int i = 0; i < fields.size(); i++) {
      List<Double> values = slot.values.get(i);
      Optional<Interval.Summary> summary = interval.summaries().get(i);
      assertThat(summary.isPresent()).isEqualTo(!values.isEmpty());
      if (summary.isPresent()) {
        assertThat(summary.get().least())
            .isCloseTo(values.stream().min(Double::compare).orElseThrow(), within(1e-6));
        assertThat(summary.get().greatest())
            .isCloseTo(values.stream().max(Double::compare).orElseThrow(), within(1e-6));
        assertThat(summary.get().last()).isCloseTo(values.getLast(), within(1e-6));
        assertThat(summary.get().mean())
            .isCloseTo(
                values.stream().mapToDouble(Double::doubleValue).sum() / values.size(),
                within(1e-5));
      }
    }
  }
}
