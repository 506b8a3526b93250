package cellwarden.journal.history;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The samples of a batch, value by value. Used again and again.
final class Samples {

  /// Stands for a number that the sample does not have.
  static final long UNKNOWN = Long.MIN_VALUE;

  private final Batch batch;
  private final long[][] numbers;
  private final @Nullable Object[][] values;
  private long[] seqs = new long[0];
  private long[] times = new long[0];
  private String[] batteries = new String[0];
  private int[] lines = new int[0];
  private int count;

  Samples(Batch batch, SamplePlan plan) {
    this.batch = batch;
    this.numbers = new long[plan.asNumbers() ? plan.size() : 0][0];
    this.values = new @Nullable Object[plan.asNumbers() ? 0 : plan.size()][0];
  }

  /// Forgets all samples and makes room for as many as the batch has lines.
  void begin() {
    count = 0;
    int room = batch.lines();
    if (room <= seqs.length) {
      return;
    }
    seqs = new long[room];
    times = new long[room];
    batteries = new String[room];
    lines = new int[room];
    Arrays.setAll(numbers, _ -> new long[room]);
    Arrays.setAll(values, _ -> new @Nullable Object[room]);
  }

  /// Begins a sample, all of it unknown.
  void clearRow() {
    for (long[] column : numbers) {
      column[count] = UNKNOWN;
    }
    for (@Nullable Object[] column : values) {
      column[count] = null;
    }
  }

  void number(int slot, long millionths) {
    numbers[slot][count] = millionths;
  }

  void value(int slot, Object value) {
    values[slot][count] = value;
  }

  /// The sample is whole.
  void endRow(int line, long seq, long time, String battery) {
    seqs[count] = seq;
    times[count] = time;
    batteries[count] = battery;
    lines[count] = line;
    count++;
  }

  int count() {
    return count;
  }

  long seq(int row) {
    return seqs[row];
  }

  /// Milliseconds since 1970 by the clock of the time.
  long time(int row) {
    return times[row];
  }

  String battery(int row) {
    return batteries[row];
  }

  /// In millionths; [#UNKNOWN] where the sample does not have it.
  long number(int slot, int row) {
    return numbers[slot][row];
  }

  /// A [Long], [Double], [Boolean], [String] or a list of them.
  @Nullable Object value(int slot, int row) {
    return values[slot][row];
  }

  Batch batch() {
    return batch;
  }

  /// The line of the batch that a sample stands in.
  int line(int row) {
    return lines[row];
  }
}
