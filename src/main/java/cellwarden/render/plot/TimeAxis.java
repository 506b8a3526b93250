package cellwarden.render.plot;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// The marks of the time axis, from seconds to years: at round local times, each with what changes
/// from mark to mark, and below it what changes seldom.
///
/// @param from left end, milliseconds since 1970
/// @param to right end
public record TimeAxis(long from, long to, ZoneId zone) {

  /// A mark.
  ///
  /// @param below empty where it is the same as before
  record Tick(long time, String label, String below) {}

  /// A distance between marks, and how it is labelled.
  private record Step(TemporalAmount distance, ChronoUnit unit, int count) {

    static Step of(int count, ChronoUnit unit) {
      return switch (unit) {
        case SECONDS, MINUTES, HOURS -> new Step(Duration.of(count, unit), unit, count);
        case DAYS -> new Step(Period.ofDays(count), unit, count);
        case MONTHS -> new Step(Period.ofMonths(count), unit, count);
        default -> new Step(Period.ofYears(count), ChronoUnit.YEARS, count);
      };
    }

    long millis() {
      return unit.getDuration().toMillis() * count;
    }
  }

  /// Hours: a clock that is set back between the ends shows times before the one of the left end,
  /// and after the one of the right end.
  private static final int LARGEST_CHANGE = 3;

  private static final List<Step> STEPS = steps();

  private static List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (ChronoUnit unit : List.of(ChronoUnit.SECONDS, ChronoUnit.MINUTES)) {
      for (int count : new int[] {1, 2, 5, 10, 15, 30}) {
        steps.add(Step.of(count, unit));
      }
    }
    for (int count : new int[] {1, 2, 3, 6, 12}) {
      steps.add(Step.of(count, ChronoUnit.HOURS));
    }
    for (int count : new int[] {1, 2, 3, 7, 14}) {
      steps.add(Step.of(count, ChronoUnit.DAYS));
    }
    for (int count : new int[] {1, 2, 3, 6}) {
      steps.add(Step.of(count, ChronoUnit.MONTHS));
    }
    for (int count : new int[] {1, 2, 5, 10, 20, 50, 100}) {
      steps.add(Step.of(count, ChronoUnit.YEARS));
    }
    return steps;
  }

  /// The marks.
  ///
  /// @param atMost how many labels there is room for
  List<Tick> ticks(int atMost) {
    long rough = (to - from) / Math.max(1, atMost);
    Step step =
        STEPS.stream()
            .filter(candidate -> candidate.millis() >= rough)
            .findFirst()
            .orElse(STEPS.getLast());
    List<Tick> ticks = new ArrayList<>();
    String below = "";
    for (ZonedDateTime time : times(step)) {
      String context = text(context(step), time);
      ticks.add(
          new Tick(millis(time), text(label(step), time), context.equals(below) ? "" : context));
      below = context;
    }
    return ticks;
  }

  /// The round times between the ends. Each is found for itself, so that a change of the clocks
  /// moves none of those behind it.
  private List<ZonedDateTime> times(Step step) {
    List<ZonedDateTime> times = new ArrayList<>();
    LocalDateTime last = local(to).plusHours(LARGEST_CHANGE);
    for (LocalDateTime time = first(step); !time.isAfter(last); time = time.plus(step.distance())) {
      for (ZonedDateTime moment : moments(time, step)) {
        if (millis(moment) >= from && millis(moment) <= to) {
          times.add(moment);
        }
      }
    }
    times.sort(Comparator.comparing(ZonedDateTime::toInstant));
    return times;
  }

  /// When a clock shows this time: twice where it is set back, if the marks are that close; never
  /// where it is set forward. Each day has a mark, also one that begins later than at midnight.
  private List<ZonedDateTime> moments(LocalDateTime time, Step step) {
    ZonedDateTime first = time.atZone(zone);
    if (step.millis() >= ChronoUnit.DAYS.getDuration().toMillis()) {
      return List.of(first);
    }
    if (!first.toLocalDateTime().equals(time)) {
      return List.of();
    }
    ZonedDateTime second = first.withLaterOffsetAtOverlap();
    boolean close = step.millis() <= ChronoUnit.HOURS.getDuration().toMillis();
    return close && !second.equals(first) ? List.of(first, second) : List.of(first);
  }

  /// A round time before the left end.
  private LocalDateTime first(Step step) {
    LocalDateTime begin = local(from).minusHours(LARGEST_CHANGE);
    LocalDateTime midnight = begin.truncatedTo(ChronoUnit.DAYS);
    return switch (step.unit()) {
      case SECONDS, MINUTES, HOURS -> {
        long seconds = step.millis() / 1000;
        long since = ChronoUnit.SECONDS.between(midnight, begin);
        yield midnight.plusSeconds(since / seconds * seconds);
      }
      case DAYS -> {
        // Weeks begin on a Monday, as the first one of 1970's did on 5 January.
        long day = midnight.toLocalDate().toEpochDay();
        yield midnight.minusDays(Math.floorMod(day - 4, step.count()));
      }
      case MONTHS ->
          midnight.withDayOfMonth(1).minusMonths((begin.getMonthValue() - 1) % step.count());
      default -> midnight.withDayOfYear(1).minusYears(begin.getYear() % step.count());
    };
  }

  private LocalDateTime local(long time) {
    return Instant.ofEpochMilli(time).atZone(zone).toLocalDateTime();
  }

  private static String label(Step step) {
    return switch (step.unit()) {
      case SECONDS -> "HH:mm:ss";
      case MINUTES, HOURS -> "HH:mm";
      case DAYS -> "d MMM";
      case MONTHS -> "MMM";
      default -> "uuuu";
    };
  }

  private static String context(Step step) {
    return switch (step.unit()) {
      case SECONDS, MINUTES, HOURS -> "EEE d MMM";
      case DAYS, MONTHS -> "uuuu";
      default -> "";
    };
  }

  private static String text(String form, ZonedDateTime time) {
    return form.isEmpty() ? "" : DateTimeFormatter.ofPattern(form, Locale.ENGLISH).format(time);
  }

  private static long millis(ZonedDateTime time) {
    return time.toInstant().toEpochMilli();
  }

  /// 0 for the left end, 1 for the right one.
  double share(long time) {
    return (time - from) / (double) Math.max(1, to - from);
  }
}
