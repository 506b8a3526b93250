package cellwarden.history.summary;

import cellwarden.history.HistoryField;
import java.util.List;

/// What is known of one battery in one slot of time.
public final class Slot {

  private static final int SAMPLES = 0;
  private static final int IN = 1;
  private static final int OUT = 2;
  private static final int COVERED = 3;
  private static final int LATEST = 4;
  private static final int FIRST_FIELD = 5;

  private static final int COUNT = 0;
  private static final int LEAST = 1;
  private static final int GREATEST = 2;
  private static final int WHOLE = 3;
  private static final int MILLIONTHS = 4;
  private static final int LAST = 5;
  private static final int LAST_SEQ = 6;
  private static final int SUSPECT = 7;
  private static final int PER_FIELD = 8;

  private static final long MILLION = 1_000_000;

  /// The sum is carried over to wholes before its millionths would not fit any more.
  private static final long CARRY = 1L << 62;

  private final long start;
  private final int fields;
  private final long[] numbers;

  /// A slot without anything.
  ///
  /// @param start milliseconds since 1970
  public Slot(long start, int fields) {
    this.start = start;
    this.fields = fields;
    this.numbers = new long[at(fields)];
  }

  /// Where it begins, milliseconds since 1970.
  public long start() {
    return start;
  }

  /// How many samples were taken in it.
  public long samples() {
    return numbers[SAMPLES];
  }

  /// Wh in millionths.
  public long energyIn() {
    return numbers[IN];
  }

  /// Wh in millionths, not negative.
  public long energyOut() {
    return numbers[OUT];
  }

  /// Milliseconds.
  public long covered() {
    return numbers[COVERED];
  }

  /// In how many samples a field is suspect, so that nothing else has it in it.
  public long suspect(int field) {
    return numbers[at(field) + SUSPECT];
  }

  /// How many samples have a field that is not suspect.
  public long count(int field) {
    return numbers[at(field) + COUNT];
  }

  /// In millionths.
  public long least(int field) {
    return numbers[at(field) + LEAST];
  }

  /// In millionths.
  public long greatest(int field) {
    return numbers[at(field) + GREATEST];
  }

  /// In millionths, of the sample that was written last.
  public long last(int field) {
    return numbers[at(field) + LAST];
  }

  /// The sum of a field without what is in [#sumMillionths(int)].
  public long sumWhole(int field) {
    int at = at(field);
    return numbers[at + WHOLE] + Math.floorDiv(numbers[at + MILLIONTHS], MILLION);
  }

  /// From 0 to 999,999.
  public long sumMillionths(int field) {
    return Math.floorMod(numbers[at(field) + MILLIONTHS], MILLION);
  }

  /// @param seq its number
  void countSample(long seq) {
    numbers[SAMPLES]++;
    numbers[LATEST] = Math.max(numbers[LATEST], seq);
  }

  void addEnergy(long in, long out, long covered) {
    numbers[IN] += in;
    numbers[OUT] += out;
    numbers[COVERED] += covered;
  }

  /// @param samples how many more
  /// @param latest number of the latest of them
  void add(long samples, long latest, long in, long out, long covered) {
    numbers[SAMPLES] += samples;
    numbers[LATEST] = Math.max(numbers[LATEST], latest);
    addEnergy(in, out, covered);
  }

  void countSuspect(int field, long more) {
    numbers[at(field) + SUSPECT] += more;
  }

  /// Adds the value of one sample, in millionths.
  ///
  /// @param seq its number
  void add(int field, long value, long seq) {
    add(field, 1, value, value, 0, value, value, seq);
  }

  /// Adds what came before or later: where a clock was set back, an earlier slot may have been
  /// written later.
  private void add(
      int field,
      long count,
      long least,
      long greatest,
      long whole,
      long millionths,
      long last,
      long lastSeq) {
    int at = at(field);
    if (numbers[at + COUNT] == 0 || least < numbers[at + LEAST]) {
      numbers[at + LEAST] = least;
    }
    if (numbers[at + COUNT] == 0 || greatest > numbers[at + GREATEST]) {
      numbers[at + GREATEST] = greatest;
    }
    numbers[at + COUNT] += count;
    numbers[at + WHOLE] += whole;
    long sum = numbers[at + MILLIONTHS] + millionths;
    if (sum > CARRY || sum < -CARRY) {
      numbers[at + WHOLE] += sum / MILLION;
      sum %= MILLION;
    }
    numbers[at + MILLIONTHS] = sum;
    if (lastSeq >= numbers[at + LAST_SEQ]) {
      numbers[at + LAST] = last;
      numbers[at + LAST_SEQ] = lastSeq;
    }
  }

  /// Adds another one of the same fields.
  public void add(Slot later) {
    add(
        later.samples(),
        later.numbers[LATEST],
        later.energyIn(),
        later.energyOut(),
        later.covered());
    for (int field = 0; field < fields; field++) {
      countSuspect(field, later.suspect(field));
      if (later.count(field) > 0) {
        add(
            field,
            later.count(field),
            later.least(field),
            later.greatest(field),
            later.sumWhole(field),
            later.sumMillionths(field),
            later.last(field),
            later.numbers[at(field) + LAST_SEQ]);
      }
    }
  }

  private static int at(int field) {
    return FIRST_FIELD + PER_FIELD * field;
  }

  /// Writes it, and a line for each field that any sample has, suspect or not.
  void write(List<HistoryField> names, StringBuilder out) {
    SummaryText.line(
        out,
        SummaryText.SLOT,
        SummaryText.ofTime(start),
        samples(),
        numbers[LATEST],
        SummaryText.ofNumber(energyIn()),
        SummaryText.ofNumber(energyOut()),
        SummaryText.ofNumber(covered() * SummaryText.MICROS_PER_MILLI));
    for (int field = 0; field < fields; field++) {
      if (count(field) > 0 || suspect(field) > 0) {
        SummaryText.line(
            out,
            SummaryText.ofField(names.get(field)),
            count(field),
            suspect(field),
            SummaryText.ofNumber(least(field)),
            SummaryText.ofNumber(greatest(field)),
            SummaryText.ofDecimal(sumWhole(field), sumMillionths(field)),
            SummaryText.ofNumber(last(field)) + lastSeq(field));
      }
    }
  }

  /// Usually the latest sample has the last value.
  private String lastSeq(int field) {
    long seq = numbers[at(field) + LAST_SEQ];
    return seq == numbers[LATEST] ? "" : " " + seq;
  }

  /// Reads the rest of the line of a field.
  void read(int field, SummaryText in) {
    long count = in.whole();
    countSuspect(field, in.whole());
    long least = in.number();
    long greatest = in.number();
    in.readDecimal();
    long whole = in.readWhole();
    long millionths = in.readMillionths();
    long last = in.number();
    long lastSeq = in.hasMore() ? in.whole() : numbers[LATEST];
    if (count > 0) {
      add(field, count, least, greatest, whole, millionths, last, lastSeq);
    }
  }
}
