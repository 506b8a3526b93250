package cellwarden.history.summary;

import cellwarden.battery.Metric;
import cellwarden.history.HistoryField;
import cellwarden.history.scan.SampleBatch;
import cellwarden.history.scan.SamplePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Adds up what is known of one battery, in the order of writing: samples, and whole sections.
public final class Totals {

  private static final List<HistoryField> ENERGY =
      Stream.of(
              Metric.POWER, Metric.ENERGY_CHARGED, Metric.ENERGY_DISCHARGED, Metric.ENERGY_COVERED)
          .map(HistoryField::of)
          .toList();

  private final int fields;
  private final int[] energy;
  private final Slots slots;
  private final int headSize;
  private final List<EnergyPoint> head = new ArrayList<>();
  private Track track = new Track();
  private long samples;
  private boolean longerThanHead;
  private long earliest = Long.MAX_VALUE;
  private long latest = Long.MIN_VALUE;

  private Totals(List<HistoryField> fields, Slots slots, int headSize) {
    SamplePlan plan = plan(fields);
    this.fields = fields.size();
    this.energy = ENERGY.stream().mapToInt(plan::slot).toArray();
    this.slots = slots;
    this.headSize = headSize;
  }

  /// From the beginning of the journal on.
  ///
  /// @param fields that are added up in the slots
  public Totals(List<HistoryField> fields, Slots slots) {
    this(fields, slots, 0);
  }

  /// Of a section that others come before: what flowed between its first samples is left open,
  /// since it depends on them.
  static Totals ofSection(Slots slots) {
    return new Totals(Section.FIELDS, slots, Track.MEMORY);
  }

  /// What to take out of each line to add up fields.
  public static SamplePlan plan(List<HistoryField> fields) {
    return new SamplePlan(Stream.concat(fields.stream(), ENERGY.stream()).distinct().toList());
  }

  /// Adds a sample that was taken by the [#plan(List)] of the same fields.
  public void add(SampleBatch batch, int row) {
    EnergyPoint reading =
        new EnergyPoint(
            batch.seq(row),
            batch.time(row),
            batch.certain(energy[0], row),
            batch.certain(energy[1], row),
            batch.certain(energy[2], row),
            batch.certain(energy[3], row));
    // As the meter does it: counters are never suspect, a power without them is passed over.
    if (reading.hasCounters() || batch.number(energy[0], row) != SampleBatch.SUSPECT) {
      addEnergy(reading);
    }
    samples++;
    earliest = Math.min(earliest, reading.time());
    latest = Math.max(latest, reading.time());
    if (slots.isWithin(reading.time())) {
      Slot slot = slots.slot(reading.time());
      slot.countSample(batch.seq(row));
      for (int field = 0; field < fields; field++) {
        long value = batch.number(field, row);
        if (value == SampleBatch.SUSPECT) {
          slot.countSuspect(field, 1);
        } else if (value != SampleBatch.UNKNOWN) {
          slot.add(field, value, batch.seq(row));
        }
      }
    }
  }

  private void addEnergy(EnergyPoint reading) {
    EnergyPoint.Flow flow = track.next(reading);
    if (head.size() < headSize) {
      head.add(reading);
    } else {
      slots.add(flow, reading.time());
      longerThanHead = true;
    }
  }

  /// Adds all of a section that comes next.
  ///
  /// @param wanted some of [Section#FIELDS], as the slots have them
  public void add(Section.Battery section, List<HistoryField> wanted) {
    pass(section);
    section.forEachSlot(wanted, slots::add);
  }

  /// Adds what flowed until a section that comes next, in which nothing else is of interest.
  public void pass(Section.Battery section) {
    for (EnergyPoint reading : section.head()) {
      slots.add(track.next(reading), reading.time());
    }
    track = section.end(track);
  }

  /// Goes on with a section as it was left.
  void resume(Section.Battery section) {
    for (EnergyPoint reading : section.head()) {
      track.next(reading);
      head.add(reading);
    }
    track = section.end(track);
    longerThanHead = section.isLongerThanHead();
    section.forEachSlot(Section.FIELDS, slots::add);
    samples = section.samples();
    earliest = section.earliest();
    latest = section.latest();
  }

  /// Writes it as a part of a section.
  void write(String battery, StringBuilder out) {
    StringBuilder rows = new StringBuilder();
    slots.all().forEach(slot -> slot.write(Section.FIELDS, rows));
    String name = SummaryText.ofName(battery);
    SummaryText.line(
        out,
        SummaryText.BATTERY,
        name,
        samples,
        SummaryText.ofTime(earliest),
        SummaryText.ofTime(latest),
        rows.length());
    for (EnergyPoint reading : head) {
      SummaryText.line(out, SummaryText.SAMPLE, reading.text());
    }
    if (longerThanHead) {
      SummaryText.line(out, SummaryText.LAST, track.text());
    }
    out.append(rows);
  }
}
