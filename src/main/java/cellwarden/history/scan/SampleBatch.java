package cellwarden.history.scan;

import java.util.Arrays;

/// Some thousand lines of one stretch of the journal, and the samples that were parsed out of them,
/// number by number. Used again and again.
public final class SampleBatch {

  /// Stands for a number that the sample does not have.
  public static final long UNKNOWN = Long.MIN_VALUE;

  /// Stands for a number that is suspect: no figure has it in it.
  public static final long SUSPECT = Long.MIN_VALUE + 1;

  private static final int BYTES = 1 << 18;
  private static final int LINES = 1 << 10;

  /// How a stretch ends.
  public enum End {
    /// It goes on in the next batch.
    NONE,
    /// All of it was read.
    WHOLE,
    /// The file goes on, but cannot be read, or not be believed.
    DAMAGED,
    /// The file was removed, or cannot be opened.
    ABSENT
  }

  private byte[] bytes = new byte[BYTES];
  private final int[] starts = new int[LINES + 1];
  private int lines;
  private int unreadable;
  private int stretch;
  private long end;
  private End how = End.NONE;

  private final long[][] numbers;
  private final long[] seqs = new long[LINES];
  private final long[] times = new long[LINES];
  private final String[] batteries = new String[LINES];
  private final int[] lineOf = new int[LINES];
  private int count;

  SampleBatch(SamplePlan plan) {
    this.numbers = new long[plan.size()][LINES];
  }

  /// Forgets everything.
  ///
  /// @param of which stretch the next lines are of
  void begin(int of) {
    lines = 0;
    count = 0;
    unreadable = 0;
    stretch = of;
  }

  /// Whether a line of usual length would still fit.
  boolean hasRoom() {
    return lines < LINES && starts[lines] < BYTES;
  }

  /// Takes in a line, without its line feed.
  void addLine(byte[] from, int start, int length) {
    int after = starts[lines] + length + 1;
    if (after > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(after, 2 * bytes.length));
    }
    System.arraycopy(from, start, bytes, starts[lines], length);
    bytes[after - 1] = '\n';
    lines++;
    starts[lines] = after;
  }

  void countUnreadable() {
    unreadable++;
  }

  /// No more lines follow for now.
  ///
  /// @param offset where the next one begins in the file
  void end(long offset, End ending) {
    end = offset;
    how = ending;
  }

  /// Begins a sample, all of it unknown.
  void clearRow() {
    for (long[] column : numbers) {
      column[count] = UNKNOWN;
    }
  }

  void setNumber(int slot, long millionths) {
    numbers[slot][count] = millionths;
  }

  /// Takes a number back that was set, since it is in doubt.
  void doubt(int slot) {
    if (numbers[slot][count] != UNKNOWN) {
      numbers[slot][count] = SUSPECT;
    }
  }

  /// The sample is whole.
  void endRow(int line, long seq, long time, String battery) {
    seqs[count] = seq;
    times[count] = time;
    batteries[count] = battery;
    lineOf[count] = line;
    count++;
  }

  int lines() {
    return lines;
  }

  byte[] bytes() {
    return bytes;
  }

  /// Where a line begins in [#bytes()].
  int start(int line) {
    return starts[line];
  }

  /// Where the line feed of a line stands in [#bytes()].
  int end(int line) {
    return starts[line + 1] - 1;
  }

  /// Which stretch it is of.
  public int stretch() {
    return stretch;
  }

  /// How the stretch ends with this batch, which may be empty then.
  public End how() {
    return how;
  }

  /// Where the next line begins in the file.
  public long end() {
    return end;
  }

  /// How many lines are no whole JSON object, or a sample without a number, a time or a name.
  public int unreadable() {
    return unreadable;
  }

  /// How many samples there are.
  public int count() {
    return count;
  }

  public long seq(int row) {
    return seqs[row];
  }

  /// Milliseconds since 1970 by the clock of the time.
  public long time(int row) {
    return times[row];
  }

  public String battery(int row) {
    return batteries[row];
  }

  /// In millionths; [#UNKNOWN] where the sample does not have it, [#SUSPECT] where it is in doubt.
  public long number(int slot, int row) {
    return numbers[slot][row];
  }

  /// The same, but [#UNKNOWN] where it is in doubt.
  public long certain(int slot, int row) {
    long number = numbers[slot][row];
    return number == SUSPECT ? UNKNOWN : number;
  }

  /// UTF-8 of the line of a sample.
  public byte[] json(int row) {
    return Arrays.copyOfRange(bytes, start(lineOf[row]), end(lineOf[row]));
  }
}
