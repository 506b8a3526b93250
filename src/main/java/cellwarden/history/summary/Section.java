package cellwarden.history.summary;

import cellwarden.history.Grid;
import cellwarden.history.HistoryField;
import cellwarden.history.scan.SampleBatch.End;
import cellwarden.history.scan.Stretch;
import cellwarden.journal.Segment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a file of the journal comes to, or a part of a large one: battery by battery, hour by hour.
public final class Section {

  /// The fields that are added up; others are read from the journal itself. A new one here makes
  /// every summary be made again at its next use.
  public static final List<HistoryField> FIELDS =
      HistoryField.of(
          List.of(
              "power",
              "voltage",
              "current",
              "soc",
              "remaining_capacity",
              "cycles",
              "cell_min",
              "cell_max",
              "cell_avg",
              "cell_delta",
              "temperatures.1",
              "temperatures.2",
              "temperatures.3",
              "link.rssi"));

  /// How long a slot is, in milliseconds.
  public static final long HOUR = Duration.ofHours(1).toMillis();

  private static final byte[] SLOT_BYTES = SummaryText.SLOT.getBytes(SummaryText.CHARSET);
  private static final List<byte[]> FIELD_BYTES =
      FIELDS.stream()
          .map(field -> SummaryText.ofField(field).getBytes(SummaryText.CHARSET))
          .toList();

  private final Segment segment;
  private final byte[] text;
  private final int start;
  private final int end;
  private final long from;
  private final long to;
  private final long unreadable;
  private final boolean damaged;
  private final Map<String, Battery> batteries = new LinkedHashMap<>();

  private Section(Segment segment, byte[] text, int start, SummaryText in) {
    this.segment = segment;
    this.text = text;
    this.start = start;
    this.from = in.whole();
    this.to = in.whole();
    this.unreadable = in.whole();
    this.damaged = in.name().equals(End.DAMAGED.name());
    while (in.take(SummaryText.BATTERY)) {
      batteries.put(in.name(), new Battery(text, in));
    }
    this.end = in.at();
  }

  /// How time is cut. Not to be shared by threads.
  public static Grid grid() {
    return Grid.utc(Duration.ofMillis(HOUR));
  }

  /// Reads all sections of a summary.
  static List<Section> all(Segment segment, byte[] text, int start, int end) {
    List<Section> sections = new ArrayList<>();
    SummaryText in = new SummaryText(text, start, end);
    for (int at = start; in.take(SummaryText.SECTION); at = in.at()) {
      sections.add(new Section(segment, text, at, in));
    }
    return sections;
  }

  String text() {
    return new String(text, start, end - start, SummaryText.CHARSET);
  }

  public Segment segment() {
    return segment;
  }

  /// Where it is in the journal.
  public Stretch stretch() {
    return new Stretch(segment, from, to);
  }

  /// How many lines could not be read.
  public long unreadable() {
    return unreadable;
  }

  /// Whether the file goes on, but cannot be read.
  public boolean damaged() {
    return damaged;
  }

  /// The batteries that have samples in it, by name.
  public Map<String, Battery> batteries() {
    return batteries;
  }

  public Optional<Battery> battery(String name) {
    return Optional.ofNullable(batteries.get(name));
  }

  /// Whether it may hold samples of a time, in milliseconds since 1970.
  public boolean isOf(long since, long until) {
    return batteries.isEmpty()
        || batteries.values().stream().anyMatch(battery -> battery.isOf(since, until));
  }

  /// The earliest sample of any battery, in milliseconds since 1970; the end of time without one.
  public long earliest() {
    return batteries.values().stream().mapToLong(Battery::earliest).min().orElse(Long.MAX_VALUE);
  }

  /// The latest sample of any battery; 1970 without one.
  public long latest() {
    return batteries.values().stream().mapToLong(Battery::latest).max().orElse(0);
  }

  /// One battery.
  public static final class Battery {

    private final long samples;
    private final long earliest;
    private final long latest;
    private final List<EnergyPoint> head = new ArrayList<>();
    private final @Nullable EnergyPoint last;
    private final long[] distances = new long[Track.DISTANCES];
    private final byte[] text;
    private final int slotsFrom;
    private final int slotsTo;

    private Battery(byte[] text, SummaryText in) {
      this.samples = in.whole();
      this.earliest = in.time();
      this.latest = in.time();
      int length = (int) in.whole();
      while (in.take(SummaryText.SAMPLE)) {
        head.add(EnergyPoint.read(in));
      }
      boolean more = in.take(SummaryText.LAST);
      this.last = more ? EnergyPoint.read(in) : null;
      for (int i = 0; more && i < distances.length; i++) {
        distances[i] = in.whole();
      }
      this.text = text;
      this.slotsFrom = in.at();
      this.slotsTo = slotsFrom + length;
      in.moveTo(slotsTo);
    }

    long samples() {
      return samples;
    }

    /// By the samples' own time, milliseconds since 1970.
    public long earliest() {
      return earliest;
    }

    /// The same of the latest one.
    public long latest() {
      return latest;
    }

    /// Whether it may have samples of a time, in milliseconds since 1970.
    public boolean isOf(long since, long until) {
      return earliest < until && latest >= since;
    }

    /// The first samples. What flowed between them depends on those of the section before.
    List<EnergyPoint> head() {
      return head;
    }

    boolean isLongerThanHead() {
      return last != null;
    }

    /// Where the battery is at the end.
    ///
    /// @param fromHead where it is after [#head()]
    Track end(Track fromHead) {
      return last == null ? fromHead : new Track(last, distances);
    }

    /// Whether anything is known of it in a time, in milliseconds since 1970.
    public boolean knows(long since, long until) {
      boolean[] found = new boolean[1];
      forEachSlot(List.of(), slot -> found[0] |= slot.start() >= since && slot.start() < until);
      return found[0];
    }

    /// Shows its slots in the order of time, with some of [#FIELDS].
    void forEachSlot(List<HistoryField> fields, Consumer<Slot> visitor) {
      int[] places = FIELDS.stream().mapToInt(fields::indexOf).toArray();
      SummaryText in = new SummaryText(text, slotsFrom, slotsTo);
      while (in.take(SLOT_BYTES)) {
        Slot slot = new Slot(in.time(), fields.size());
        slot.add(
            in.whole(),
            in.whole(),
            in.number(),
            in.number(),
            in.number() / SummaryText.MICROS_PER_MILLI);
        for (int i = 0; i < places.length; i++) {
          if (in.take(FIELD_BYTES.get(i))) {
            if (places[i] >= 0) {
              slot.read(places[i], in);
            } else {
              in.skipLine();
            }
          }
        }
        visitor.accept(slot);
      }
    }
  }
}
