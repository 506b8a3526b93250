package cellwarden.cli.watch;

import cellwarden.battery.Metric;
import cellwarden.render.table.Look;
import cellwarden.render.table.Look.Style;
import cellwarden.render.table.ValueText;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// Draws what is known as lines of text.
///
/// @param width columns of the screen
/// @param height lines of the screen
/// @param colours whether colours help
/// @param zone of the clock that is shown
record WatchFrame(int width, int height, boolean colours, ZoneId zone) {

  private static final int LEAST_WIDTH = 40;
  private static final int LEAST_HEIGHT = 12;
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MM-dd HH:mm");

  private static final int LONGEST_CHARGE_BAR = 30;
  private static final String SPARKS = "▁▂▃▄▅▆▇█";
  private static final int LABEL = 17;
  private static final int NAME = 17;

  /// One battery in full.
  ///
  /// @param selected its place
  List<String> battery(WatchView view, int selected) {
    WatchView.Battery battery = view.batteries().get(selected);
    if (isSmall()) {
      return small(view);
    }
    List<ScreenLine> head = head(view, battery.title());
    List<ScreenLine> state = new ArrayList<>();
    List<ScreenLine> cells = new ArrayList<>();
    List<ScreenLine> hour = new ArrayList<>();
    if (battery.reading().isPresent()) {
      SeenSample reading = battery.reading().get();
      head.add(charge(battery, reading));
      addOutlook(head, battery, reading);
      state.addAll(state(reading));
      hour.addAll(hour(battery));
    } else {
      head.add(line().add("No reading yet."));
    }
    battery
        .fault()
        .ifPresent(fault ->
            state.addAll(
                0,
                Look.wrap(fault, width).stream()
                    .map(part -> line().add(Style.ALARM, part))
                    .toList()));
    int left = height - 2 - head.size() - state.size();
    boolean hasRoom = left > hour.size() + 6;
    if (battery.reading().isPresent()) {
      cells.addAll(
          new CellBars(width)
              .lines(battery.reading().get(), left - 1 - (hasRoom ? hour.size() + 1 : 0)));
    }
    List<ScreenLine> lines = new ArrayList<>(head);
    lines.add(line());
    lines.addAll(cells);
    lines.addAll(state);
    if (hasRoom) {
      lines.addAll(hour);
    }
    addHappenings(lines, view, Optional.of(battery.name()));
    return finished(lines, keys(view.batteries().size() > 1));
  }

  /// All batteries, one line each.
  List<String> overview(WatchView view, int selected) {
    if (isSmall()) {
      return small(view);
    }
    List<ScreenLine> lines = head(view, view.batteries().size() + " batteries");
    lines.add(line());
    int room = Math.max(1, height - lines.size() - 2);
    int first = Math.max(0, Math.min(selected - room / 2, view.batteries().size() - room));
    for (int i = first; i < Math.min(view.batteries().size(), first + room); i++) {
      lines.add(row(view.batteries().get(i), i, i == selected));
    }
    addHappenings(lines, view, Optional.empty());
    return finished(lines, "↑↓ choose   Enter opens   q quits");
  }

  private boolean isSmall() {
    return width < LEAST_WIDTH || height < LEAST_HEIGHT;
  }

  private static String keys(boolean several) {
    return several ? "←→ other battery   Esc all   q quits" : "q quits";
  }

  private List<ScreenLine> head(WatchView view, String title) {
    List<ScreenLine> head = new ArrayList<>();
    head.add(
        line()
            .add(Style.HEADING, title)
            .atEnd(Style.HEADING, CLOCK.format(view.now().atZone(zone))));
    head.add(line().add(Style.ASIDE, view.source()));
    view.trouble()
        .ifPresent(trouble -> head.add(line().add(Style.ALARM, trouble + "; it is tried again")));
    return head;
  }

  private ScreenLine charge(WatchView.Battery battery, SeenSample reading) {
    ScreenLine line = line();
    line.add(Style.HEADING, "%5s ".formatted(reading.text(Metric.SOC)));
    OptionalDouble soc = reading.number(Metric.SOC);
    int bar = Math.min(LONGEST_CHARGE_BAR, width - 50);
    if (soc.isPresent() && bar > 0) {
      line.add(
              battery.isStale() ? Style.ASIDE : Style.GOOD,
              ScreenLine.bar(soc.getAsDouble() / 100, bar))
          .add("  ");
    }
    line.add(reading.text(Metric.VOLTAGE)).add("  ");
    line.add(reading.text(Metric.CURRENT)).add("  ").add(reading.text(Metric.POWER));
    OptionalDouble current = reading.number(Metric.CURRENT);
    if (current.isPresent() && current.getAsDouble() != 0) {
      line.add(current.getAsDouble() > 0 ? " in" : " out");
    }
    return line;
  }

  private void addOutlook(List<ScreenLine> lines, WatchView.Battery battery, SeenSample reading) {
    ScreenLine line = line().add(reading.text(Metric.REMAINING_CAPACITY));
    line.add(" of ").add(reading.text(Metric.NOMINAL_CAPACITY));
    if (!battery.isStale()) {
      lasting(", empty in ", reading.number(Metric.TIME_TO_EMPTY)).ifPresent(line::add);
      lasting(", full in ", reading.number(Metric.TIME_TO_FULL)).ifPresent(line::add);
    }
    lines.add(line);
    if (line.left() > age(battery).length()) {
      addAge(line, battery);
    } else {
      lines.add(addAge(line(), battery));
    }
  }

  private static Optional<String> lasting(String words, OptionalDouble seconds) {
    return seconds.isPresent()
        ? Optional.of(words + ValueText.duration(Math.round(seconds.getAsDouble())))
        : Optional.empty();
  }

  private static String age(WatchView.Battery battery) {
    return (battery.isPaused() ? "paused, " : battery.isOffline() ? "offline, " : "")
        + (battery.isStale() ? "STALE, " : "")
        + "read "
        + ValueText.duration(battery.age().toSeconds())
        + " ago";
  }

  private static ScreenLine addAge(ScreenLine line, WatchView.Battery battery) {
    boolean isOld = battery.isStale() || battery.isOffline();
    return line.atEnd(
        isOld ? Style.ALARM : battery.isPaused() ? Style.DOUBTFUL : Style.ASIDE, age(battery));
  }

  private List<ScreenLine> state(SeenSample reading) {
    List<ScreenLine> lines = new ArrayList<>();
    lines.add(label("Temperatures").add(temperatures(reading)));
    lines.add(
        label("FETs")
            .add("charge " + reading.flag(Metric.CHARGE_FET))
            .add(", discharge " + reading.flag(Metric.DISCHARGE_FET))
            .add(", " + reading.text(Metric.CYCLES) + " cycles"));
    List<String> protections = reading.texts(Metric.PROTECTIONS.key());
    lines.add(
        protections.isEmpty()
            ? label("Protections").add("none")
            : label("Protections").add(Style.ALARM, String.join(", ", protections)));
    List<String> warnings = reading.texts(Metric.WARNINGS.key());
    if (!warnings.isEmpty()) {
      lines.add(label("Warnings").add(Style.DOUBTFUL, String.join(", ", warnings)));
    }
    List<String> suspect = reading.texts("suspect");
    if (!suspect.isEmpty()) {
      lines.add(label("Suspect").add(Style.DOUBTFUL, String.join(", ", suspect)));
    }
    return lines;
  }

  private static String temperatures(SeenSample reading) {
    return reading.list(Metric.TEMPERATURES).stream()
        .map(item -> item == null ? "unknown" : ValueText.number(item, 1) + " °C")
        .collect(Collectors.joining("  "));
  }

  private List<ScreenLine> hour(WatchView.Battery battery) {
    List<ScreenLine> lines = new ArrayList<>();
    int room = Math.min(Hour.MINUTES, width - LABEL - 24);
    for (Metric metric : Hour.SHOWN) {
      List<OptionalDouble> means = battery.hour().getOrDefault(metric, List.of());
      List<OptionalDouble> shown = joined(means, room);
      double least = extreme(shown, true);
      double greatest = extreme(shown, false);
      if (room > 0 && least <= greatest) {
        lines.add(
            label(metric.label())
                .add(sparks(shown, least, greatest))
                .add("  " + ValueText.number(least, metric.digits()))
                .add(" to " + ValueText.number(greatest, metric.digits()))
                .add(" " + metric.unit() + (lines.isEmpty() ? ", 1 h" : "")));
      }
    }
    return lines;
  }

  /// So many points at most, each the mean of those that it stands for.
  private static List<OptionalDouble> joined(List<OptionalDouble> means, int room) {
    if (room <= 0) {
      return List.of();
    }
    int each = Math.ceilDiv(means.size(), room);
    List<OptionalDouble> joined = new ArrayList<>();
    for (int i = 0; i < means.size(); i += each) {
      joined.add(
          means.subList(i, Math.min(means.size(), i + each)).stream()
              .filter(OptionalDouble::isPresent)
              .mapToDouble(OptionalDouble::getAsDouble)
              .average());
    }
    return joined;
  }

  private static double extreme(List<OptionalDouble> values, boolean least) {
    double sign = least ? 1 : -1;
    return sign
        * values.stream()
            .filter(OptionalDouble::isPresent)
            .mapToDouble(value -> sign * value.getAsDouble())
            .min()
            .orElse(Double.POSITIVE_INFINITY);
  }

  private static String sparks(List<OptionalDouble> values, double least, double greatest) {
    StringBuilder text = new StringBuilder();
    for (OptionalDouble value : values) {
      double share =
          greatest > least && value.isPresent()
              ? (value.getAsDouble() - least) / (greatest - least)
              : 0;
      int height = (int) Math.round(share * (SPARKS.length() - 1));
      text.append(value.isPresent() ? SPARKS.charAt(height) : ' ');
    }
    return text.toString();
  }

  private void addHappenings(List<ScreenLine> lines, WatchView view, Optional<String> battery) {
    List<WatchView.Happening> happenings =
        view.happenings().stream()
            .filter(it -> battery.isEmpty() || it.battery().equals(battery.get()))
            .sorted(Comparator.comparing(WatchView.Happening::time).reversed())
            .toList();
    int room = height - 1 - lines.size() - 2;
    if (room < 1 || happenings.isEmpty()) {
      return;
    }
    lines.add(line());
    lines.add(line().add("Events"));
    for (int i = 0; i < Math.min(room, happenings.size()); i++) {
      WatchView.Happening last = happenings.get(i);
      lines.add(
          line()
              .add(Style.ASIDE, when(view.now(), last.time()) + "  ")
              .add(battery.isEmpty() ? last.battery() + ": " : "")
              .add(last.words()));
    }
  }

  private String when(Instant now, Instant time) {
    boolean today = now.atZone(zone).toLocalDate().equals(time.atZone(zone).toLocalDate());
    return (today ? CLOCK : DAY).format(time.atZone(zone));
  }

  private ScreenLine row(WatchView.Battery battery, int place, boolean isSelected) {
    ScreenLine line = line();
    String name = "%s%d %s".formatted(isSelected ? "› " : "  ", place + 1, battery.title());
    String cut = name.length() > NAME ? name.substring(0, NAME - 1) + "…" : name;
    line.add(isSelected ? Style.HEADING : Style.GOOD, cut).to(NAME + 1);
    if (battery.reading().isEmpty()) {
      return battery.fault().isPresent()
          ? line.add(Style.ALARM, battery.fault().get())
          : line.add("no reading yet");
    }
    SeenSample reading = battery.reading().get();
    line.add("%5s".formatted(reading.text(Metric.SOC)));
    List<String> protections = reading.texts(Metric.PROTECTIONS.key());
    int rest = age(battery).length() + 1;
    for (Metric metric : List.of(Metric.VOLTAGE, Metric.POWER, Metric.CELL_DELTA)) {
      String text = "%11s".formatted(reading.text(metric));
      boolean isInTheWay = metric == Metric.CELL_DELTA && !protections.isEmpty();
      if (line.left() >= text.length() + rest && !isInTheWay) {
        line.add(text);
      }
    }
    if (!protections.isEmpty()) {
      line.add("  ").add(Style.ALARM, line.cut(String.join(", ", protections), rest));
    }
    return addAge(line, battery);
  }

  /// What fits anywhere.
  private List<String> small(WatchView view) {
    List<ScreenLine> lines = new ArrayList<>();
    for (WatchView.Battery battery : view.batteries()) {
      lines.add(
          line()
              .add(battery.title() + " ")
              .add(
                  battery
                      .reading()
                      .map(it -> it.text(Metric.SOC) + " " + it.text(Metric.POWER))
                      .orElse("no reading"))
              .add(
                  Style.ALARM, battery.reading().isPresent() && battery.isStale() ? " STALE" : ""));
    }
    return finished(lines, "enlarge to %d × %d".formatted(LEAST_WIDTH, LEAST_HEIGHT));
  }

  /// As many lines as the screen has, the last one with the keys.
  private List<String> finished(List<ScreenLine> lines, String keys) {
    List<ScreenLine> all =
        new ArrayList<>(lines.subList(0, Math.max(0, Math.min(lines.size(), height - 1))));
    while (all.size() < height - 1) {
      all.add(line());
    }
    all.add(line().add(Style.ASIDE, keys));
    Look look = new Look(width, colours);
    return all.stream().map(line -> line.text(look)).toList();
  }

  private ScreenLine line() {
    return new ScreenLine(width);
  }

  private ScreenLine label(String label) {
    return line().add(label).to(LABEL);
  }
}
